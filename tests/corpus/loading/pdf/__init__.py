"""Tests of the room `corpus/loading/pdf`."""
