"""One question from start to end: finding, comparison, changes, premises, confidence, notes."""
