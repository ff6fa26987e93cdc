"""Tests of the room `corpus/encoders`."""
