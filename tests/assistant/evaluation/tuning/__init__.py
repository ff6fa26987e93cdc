"""Tests of the room `assistant/evaluation/tuning`."""
