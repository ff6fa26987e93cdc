"""Office: presentations, books, letters and rich text; OpenDocument has a room of its own beside it."""
