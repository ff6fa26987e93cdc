"""A question becomes a checked answer."""
