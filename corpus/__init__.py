"""From documents to an index edition. This room knows nothing of questions."""
