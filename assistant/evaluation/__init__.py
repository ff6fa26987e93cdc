"""Sets of questions and answers become scores."""
