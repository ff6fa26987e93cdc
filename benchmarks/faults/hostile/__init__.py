"""Hostile files of every format that is read, and what `add` makes of them."""
