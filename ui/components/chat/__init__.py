"""What one conversation shows: questions, answers, their notes and buttons."""
