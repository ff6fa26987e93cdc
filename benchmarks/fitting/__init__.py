"""How the small models that the product ships were fitted; each command repeats it and writes model and card."""
