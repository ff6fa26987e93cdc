"""Labels that people give, and what they say about scores."""
