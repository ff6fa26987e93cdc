"""The commands about ranking: measure retrieval, and fit the ranker to a user's own questions."""
