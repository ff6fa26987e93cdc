"""Tests of the room `corpus/register`."""
