"""Tests of the room `corpus/index`."""
