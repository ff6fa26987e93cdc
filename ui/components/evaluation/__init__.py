"""What the page Evaluate draws."""
