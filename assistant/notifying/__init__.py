"""Telling owners of watched questions that an answer changed: as a feed, and by e-mail."""
