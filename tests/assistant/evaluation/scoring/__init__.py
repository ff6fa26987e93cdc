"""Tests of the room `assistant/evaluation/scoring`."""
