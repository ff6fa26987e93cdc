"""A question becomes a checked answer. This room reads the index through `corpus`."""
