"""Tests of the room `assistant/evaluation/judges`."""
