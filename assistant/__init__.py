"""From a question to a checked answer. This room reads the index through `corpus`."""
