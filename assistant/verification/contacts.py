"""Contacts: what leads a reader elsewhere must stand in a cited passage."""

from __future__ import annotations

from assistant.answers.records import Check
from corpus.language.contacts import strange_contacts


def check_contacts(text: str, held: str) -> Check:
    """Check that no address, number to call, wallet or word of mixed letters is stated that stands not in `held`."""
    wrong = strange_contacts(text, held)
    return Check("contacts", not wrong, f"{', '.join(wrong)} is in no cited passage" if wrong else "")
