"""Tests of the tools and benchmarks of a checkout."""
