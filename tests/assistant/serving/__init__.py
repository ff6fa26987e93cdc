"""Tests of the server for programs."""
