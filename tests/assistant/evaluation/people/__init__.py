"""Tests of the room `assistant/evaluation/people`."""
