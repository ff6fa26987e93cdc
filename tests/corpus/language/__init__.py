"""Tests of the room `corpus/language`."""
