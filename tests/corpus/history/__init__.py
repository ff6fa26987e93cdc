"""Tests of the room `corpus/history`."""
