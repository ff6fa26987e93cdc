"""Tests of the room `assistant/retrieval`."""
