"""Helpers for regular expressions that several rooms share."""

from __future__ import annotations

import re


def any_of(*alternatives: str) -> re.Pattern[str]:
    """Return a pattern that matches any of these, in capitals or small letters."""
    return re.compile("|".join(alternatives), re.IGNORECASE)
