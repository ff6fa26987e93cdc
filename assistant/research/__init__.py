"""Research: an agent gathers passages with the project's own tools before a chat model writes."""
