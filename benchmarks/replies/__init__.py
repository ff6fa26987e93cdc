"""A chat model's replies as files: prompts by their hash, and the replies that somebody wrote to them."""
