"""How well the checks tell false statements from true ones, and what they cost."""
