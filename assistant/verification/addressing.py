"""Addressing: a source that speaks to whoever answers about it states no rule, and bears out nothing."""

from __future__ import annotations

from assistant.answers.records import Check
from assistant.verification.evidence import Evidence, aligned
from assistant.verification.wording import plain
from corpus.language.screening.addressing import chance

LIKELY = 0.2  # of 12,599 sentences of official texts that the model has not seen, 53 reach it


def check_addressing(text: str, evidence: Evidence) -> Check:
    """Check that neither a statement nor the sentences of own documents that it says speak to whoever answers."""
    sources = (text, *aligned(plain(text), evidence.sentences))
    wrong = any(chance(source) >= LIKELY for source in sources)
    return Check("addressing", not wrong, "its source tells what to answer, and not what the rule is" if wrong else "")
