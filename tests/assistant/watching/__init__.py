"""Tests of what publishers announce."""
