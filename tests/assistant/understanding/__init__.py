"""Tests of the room `assistant/understanding`."""
