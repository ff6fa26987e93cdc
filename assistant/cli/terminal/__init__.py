"""The terminal: the options that commands share, a progress bar, and how answers and errors are printed."""
