"""Tests of planning: further searches before a model writes."""
