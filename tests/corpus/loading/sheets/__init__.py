"""Tests of the room `corpus/loading/sheets`."""
