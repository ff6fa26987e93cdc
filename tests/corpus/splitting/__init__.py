"""Tests of the room `corpus/splitting`."""
