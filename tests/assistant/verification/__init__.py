"""Tests of the checks, family by family, and of all of them on the adversarial set."""
