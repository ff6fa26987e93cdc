"""Tests of the room `assistant/evaluation/sets`."""
