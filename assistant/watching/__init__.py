"""Publishers watched: what their feeds announce, and which of it the register does not hold."""
