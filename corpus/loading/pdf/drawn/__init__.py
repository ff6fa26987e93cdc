"""What is drawn on the pages of a PDF: content streams become letters, rules and areas, seen or hidden."""
