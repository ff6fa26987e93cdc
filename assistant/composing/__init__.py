"""Composers: hits become statements. Each is a stranger to retrieval and to verification."""
