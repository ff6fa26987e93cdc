"""Planning: further searches before a chat model writes."""
