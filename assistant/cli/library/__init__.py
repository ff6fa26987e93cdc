"""The commands that change the texts, one module per command, and what they share."""
