"""Telling owners of watched questions what changed."""
