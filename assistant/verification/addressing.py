"""Addressing: a source that speaks to whoever answers about it states no rule, and bears out nothing."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.answers.records import Check, Hit
from assistant.verification.evidence import Evidence, aligned, word_for_word
from assistant.verification.wording import plain
from corpus.language.screening.addressing import chance

LIKELY = 0.2  # of 12,599 sentences of official texts that the model has not seen, 53 reach it


def addressing(hits: Iterable[Hit]) -> frozenset[str]:
    """Return the ids of the own documents among what was found in which a passage may speak to whoever answers."""
    return frozenset(hit.policy.id for hit in hits if hit.policy.own and chance(hit.passage.text) >= LIKELY)


def check_addressing(text: str, evidence: Evidence, *, hostile: bool) -> Check:
    """Check that neither a statement nor the sentences of own documents that it says speak to whoever answers.

    Of a `hostile` document, in which such sentences were found, only whole sentences are shown: a model that read
    it may have obeyed it.
    """
    if hostile and not word_for_word(text, evidence):
        return Check("addressing", passed=False, note="its source tells what to answer: only its own words are shown")
    sources = (text, *aligned(plain(text), evidence.sentences))
    wrong = any(chance(source) >= LIKELY for source in sources)
    return Check("addressing", not wrong, "its source tells what to answer, and not what the rule is" if wrong else "")
