"""Several machines on one: what they are (`programs`), who asks them (`sessions`), and what is done meanwhile."""
