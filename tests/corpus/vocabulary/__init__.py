"""Tests of the room `corpus/vocabulary`."""
