"""Documents become an index edition. This room knows nothing of questions."""
