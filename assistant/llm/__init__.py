"""A chat model that may fail: opening, calling, retrying, stopping, and what it costs."""
