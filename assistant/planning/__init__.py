"""Planning: what else is searched for before a chat model writes."""
