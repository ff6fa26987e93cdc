"""What stands around a cited paragraph: its neighbours and what replaced what, never later than the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.answers.assurance import HIGH, MEDIUM, Assurance, assurance
from assistant.answers.records import Hit
from corpus.current import CurrentIndex
from corpus.history.surroundings import Surroundings, held, surroundings
from corpus.index.edition import Edition
from corpus.records import Standing

NOW, BEFORE = date(2026, 11, 22), date(2026, 1, 1)


@pytest.fixture
def edition(index: CurrentIndex) -> Edition:
    """Open the edition of the four policies."""
    return index.edition()


def hit(edition: Edition, id_: str) -> Hit:
    """Return a hit on a passage."""
    passage = edition.texts.get([id_])[id_]
    return Hit(passage, edition.policies[passage.policy_id], 1.0, 1.0, 1.0, Standing.IN_FORCE)


def test_the_neighbours_stand_around_a_paragraph(edition: Edition) -> None:
    """The first paragraph has one after it, the last one before it."""
    first = surroundings(edition, hit(edition, "hk-margin-2026#p1").passage, NOW)
    last = surroundings(edition, hit(edition, "hk-margin-2026#p2").passage, NOW)
    assert (first.before, first.after and first.after.id) == (None, "hk-margin-2026#p2")
    assert (last.before and last.before.id, last.after) == ("hk-margin-2026#p1", None)


def test_it_is_told_what_replaced_what(edition: Edition) -> None:
    """Seen from both ends, with the date of the other text."""
    (new,) = surroundings(edition, hit(edition, "hk-margin-2026#p1").passage, NOW).successions
    (old,) = surroundings(edition, hit(edition, "hk-platform-rules-2023#p1").passage, NOW).successions
    assert (new.words, new.title, str(new.published)) == ("supersedes", "Platform rules", "June 2023")
    assert (old.words, old.title, str(old.published)) == (
        "superseded by", "Circular on margin financing", "11 February 2026",
    )  # fmt: skip


def test_an_earlier_day_knows_no_successor(edition: Edition) -> None:
    """On 1 January 2026 nobody knew of the circular of February."""
    assert surroundings(edition, hit(edition, "hk-platform-rules-2023#p1").passage, BEFORE).successions == ()


def test_a_neighbour_that_was_published_later_is_not_shown(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither is one that addresses a model."""
    one, two = edition.texts.passages_of("hk-platform-rules-2023")
    later = replace(two, life=edition.policies["hk-margin-2026"].life)
    signed = replace(two, signs=("order",))
    for beside in (later, signed):
        monkeypatch.setattr(type(edition.texts), "passages_of", lambda self, id_, beside=beside: [one, beside])
        assert surroundings(edition, hit(edition, "hk-platform-rules-2023#p1").passage, BEFORE).after is None


def test_what_the_edition_no_longer_holds_has_no_surroundings(edition: Edition) -> None:
    """A policy, or a paragraph of it, that was taken out since the answer."""
    kept = hit(edition, "hk-margin-2026#p1").passage
    assert surroundings(edition, replace(kept, policy_id="gone"), NOW) == Surroundings()
    moved = surroundings(edition, replace(kept, id="hk-margin-2026#p9"), NOW)
    assert (moved.before, moved.after) == (None, None)
    assert moved.successions


def test_coverage_is_told_where_it_ends_before_the_day(edition: Edition) -> None:
    """The notes were checked to 1 June 2026: that matters in November and not in January."""
    assert [(place, str(day)) for place, day in held(edition, ("Hong Kong",), NOW)] == [("Hong Kong", "1 June 2026")]
    assert list(held(edition, ("Hong Kong",), BEFORE)) == []


@pytest.mark.parametrize(
    ("confidence", "word"),
    [(0, "low"), (MEDIUM - 1e-6, "low"), (MEDIUM, "medium"), (HIGH - 1e-6, "medium"), (HIGH, "high"), (1, "high")],
)
def test_a_confidence_has_a_word(confidence: float, word: str) -> None:
    """The bounds belong to the higher word."""
    assert assurance(confidence) is Assurance(word)
