"""Tests of the room `corpus/library`."""
