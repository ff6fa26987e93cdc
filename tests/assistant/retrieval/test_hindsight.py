"""Hits are shown as they could be known on the day of an answer."""

from __future__ import annotations

from datetime import date

from assistant.answers.records import Hit
from assistant.retrieval.hindsight import drop_hindsight
from corpus.current import CurrentIndex
from corpus.records import Standing


def test_later_ends_successors_and_relations_go(index: CurrentIndex) -> None:
    """A rule that was replaced in 2026 had no end in 2025, and no later text acted on it."""
    edition = index.edition()
    passage = edition.texts.get(["hk-platform-rules-2023#p1"])["hk-platform-rules-2023#p1"]
    policy = edition.policies["hk-platform-rules-2023"]
    hit = Hit(passage, policy, 0.9, 0.5, 1.0, Standing.IN_FORCE)
    assert passage.life.ended is not None
    assert policy.related("superseded_by")
    (then,) = drop_hindsight([hit], date(2025, 6, 1), edition.policies)
    assert then.passage.life.ended is None
    assert then.policy.life.ended is None
    assert not then.policy.related("superseded_by")
    assert (then.passage.text, then.score) == (passage.text, hit.score)
    (now,) = drop_hindsight([hit], date(2026, 6, 1), edition.policies)
    assert now.passage.life.ended == passage.life.ended
    assert now.policy.related("superseded_by")
