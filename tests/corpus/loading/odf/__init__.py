"""Tests of the room `corpus/loading/odf`."""
