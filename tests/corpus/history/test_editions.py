"""What a new edition changed for readers, on the four-policy corpus built twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.build import Sources, build
from corpus.current import CurrentIndex
from corpus.errors import InputError
from corpus.history.editions import Edit, earlier_edition, edited, held_editions
from tests.conftest import WordEncoder

BILL = "sg-custody-bill.md"


def amend(path: Path, old: str, new: str) -> None:
    """Change some words of a note, which must stand in it."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def amended(index: CurrentIndex, texts: Path, sources: Sources, encoder: WordEncoder) -> tuple[str, CurrentIndex]:
    """Reword, date anew, regrade and add; give the id of the edition before, and the index after."""
    before = index.edition().manifest.edition
    amend(texts / BILL, "in cold storage.", "in cold storage.\n2. The bill was read again. {nature=record}")
    amend(texts / BILL, "would require custodians", "would oblige custodians")
    amend(texts / BILL, "confidence: high", "confidence: medium")
    amend(texts / "hk-margin-2026.md", "effective:", "ended: 2026-06-01\neffective:")
    build(sources, encoder)
    return before, index


def told(before: str, index: CurrentIndex, *places: str) -> list[tuple[str, str, Edit]]:
    """Return policy, locator and edit of each difference."""
    found = edited(earlier_edition(index.edition().folder.parent, before), index.edition(), places)
    return [(edit.policy.id, edit.passage.locator if edit.passage else "", edit.what) for edit in found]


def test_each_kind_of_edit_is_told_once(amended: tuple[str, CurrentIndex]) -> None:
    """A date of the whole policy is told with the policy and not with each of its paragraphs."""
    assert sorted(told(*amended)) == [
        ("hk-margin-2026", "", Edit.REDATED),
        ("sg-custody-bill", "", Edit.REGRADED),
        ("sg-custody-bill", "¶1", Edit.REWORDED),
        ("sg-custody-bill", "¶2", Edit.ADDED),
    ]


def test_a_place_narrows_and_the_other_way_round_it_is_gone(amended: tuple[str, CurrentIndex]) -> None:
    """Only the bill is of Singapore; read backwards its second paragraph was removed."""
    before, index = amended
    assert {id_ for id_, _, _ in told(before, index, "Singapore")} == {"sg-custody-bill"}
    backwards = edited(index.edition(), earlier_edition(index.edition().folder.parent, before), ("Singapore",))
    assert [edit.before for edit in backwards if edit.what is Edit.REMOVED] == ["The bill was read again."]


def test_a_note_that_came_or_went_is_one_entry(
    index: CurrentIndex, texts: Path, sources: Sources, encoder: WordEncoder
) -> None:
    """Its paragraphs are not listed beside it."""
    before = index.edition().manifest.edition
    (texts / BILL).unlink()
    build(sources, encoder)
    assert told(before, index) == [("sg-custody-bill", "", Edit.REMOVED)]
    assert told(index.edition().manifest.edition, index) == []


def test_an_edition_that_is_not_held_is_named_with_those_that_are(index: CurrentIndex) -> None:
    """A path, or the id of an edition that was cleared away, opens nothing."""
    folder = index.edition().folder.parent
    for name in ("../index", "0123456789abcdef", ""):
        with pytest.raises(InputError, match=held_editions(folder)[0]):
            earlier_edition(folder, name)
