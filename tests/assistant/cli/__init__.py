"""Tests of the room `assistant/cli`."""
