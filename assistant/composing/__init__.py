"""Composers: hits become statements. They know neither retrieval nor verification."""
