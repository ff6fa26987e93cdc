"""Tests of the composers."""
