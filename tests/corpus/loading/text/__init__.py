"""Tests of plain text."""
