"""What a passage takes from its paragraph and its policy: when it ends, its nature, the provision that it reports."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.records import Block, Document, Nature, PartialDate
from corpus.splitting import split
from tests.corpus.splitting.cutting import HEAD, LIFE, POLICY, count, cut


@pytest.mark.parametrize(
    ("policy_end", "attributes", "ended", "by"),
    [
        (None, (), None, None),
        (None, (("ended", "2026-05-27"), ("by", "next")), "2026-05-27", "next"),
        ("2026-01-01", (), "2026-01-01", "heir"),
        ("2026-01-01", (("ended", "2025-01-01"), ("by", "next")), "2025-01-01", "next"),
        ("2026-01-01", (("ended", "2027-01-01"), ("by", "next")), "2026-01-01", "heir"),
        ("2026-01-01", (("published", "2026-01-01"), ("nature", "record")), None, None),
        ("2026-01-01", (("published", "2026-03"), ("nature", "record"), ("ended", "2026-09-01")), "2026-09-01", None),
        ("2026-01-01", (("published", "2025-12-31"), ("nature", "record")), "2026-01-01", "heir"),
        ("2026-01-01", (("published", "2026-01-01"), ("nature", "rule")), "2026-01-01", "heir"),
    ],
)
def test_the_earlier_end_counts(
    policy_end: str | None, attributes: tuple[tuple[str, str], ...], ended: str | None, by: str | None
) -> None:
    """A paragraph may end before its policy, and outlives it only as the record of what came next."""
    life = replace(LIFE, ended=PartialDate.parse(policy_end) if policy_end else None, by="heir" if policy_end else None)
    block = Block("Words of a rule here.", label="¶1", attributes=attributes)
    (passage,) = split(Document((block,)), replace(POLICY, life=life), count)
    assert (passage.life.ended.text if passage.life.ended else None, passage.life.by) == (ended, by)


def test_attributes_override_the_policy() -> None:
    """What became known later carries its own dates and nature; the rest is the policy's."""
    block = Block("Words of a record here.", label="¶1", attributes=(("published", "2025-02"), ("nature", "record")))
    (passage,) = cut([block])
    assert passage.life == replace(LIFE, published=PartialDate.parse("2025-02"), nature=Nature.RECORD)


def test_a_passage_names_the_provision_that_its_paragraph_reports() -> None:
    """The provision of the official text goes along with the paragraph, and is empty where the note names none."""
    rule = Block("Words of a rule here.", label="¶1", attributes=(("at", "s. 9(1)(a)"),))
    blocks = [rule, Block("Words of a fact here.", label="¶2")]
    assert [passage.at for passage in cut(blocks)] == ["s. 9(1)(a)", ""]


def test_paragraphs_of_different_lives_stay_apart() -> None:
    """A superseded point is no part of the passage in force."""
    blocks = [
        HEAD,
        Block("1. Lead-in of the rule:", label="(1)"),
        Block("(a) old point that ended", label="(1)(a)", attributes=(("ended", "2025"),)),
    ]
    assert [passage.life.ended is not None for passage in cut(blocks)] == [False, True]
