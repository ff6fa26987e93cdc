"""Questions and answers, as records and as text."""
