"""Tests of the room `assistant/answering`."""
