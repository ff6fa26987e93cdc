"""The controls beside a page: date, places, topics."""
