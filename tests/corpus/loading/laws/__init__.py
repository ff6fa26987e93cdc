"""Tests of the room `corpus/loading/laws`."""
