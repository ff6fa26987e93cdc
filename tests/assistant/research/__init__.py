"""Tests of research: an agent with our tools."""
