"""Tests of the store of conversations."""
