"""What is asked and what is answered, as values and as text."""
