"""Tests of the room `assistant/answers`."""
