"""Tests of the room `assistant/llm`."""
