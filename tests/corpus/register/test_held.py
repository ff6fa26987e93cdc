"""Official texts that are shipped whole: their heads, their provisions, and that no search meets them unasked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.settings import SHIPPED_OFFICIAL, SHIPPED_TEXTS, load_settings
from corpus.build import Sources, build
from corpus.current import CurrentIndex
from corpus.errors import InputError
from corpus.history.hindsight import as_of
from corpus.history.official import notes_of, reported
from corpus.index.scope import Scope
from corpus.register.held import held_texts
from corpus.register.notes import note_files, read_register
from tests.conftest import WordEncoder

NOW = date(2026, 11, 30)
HEAD = """\
---
id: wombat-act-text
title: "The Wombat Act: the text as enacted"
issuer: Parliament
jurisdiction: Singapore
kind: act
published: 2026-01-05
effective: 2026-01-05
confidence: high
evidence_to: 2026-01-05
official_urls: [https://law.example.org/acts/8]
terms: Public domain
---
"""
TEXT = """\
## SECTION 1. SHORT TITLE.

This Act may be cited as the Wombat Act.

## SEC. 2. DEFINITIONS.

In this Act a vault is a strong room.

## SEC. 3. PURPOSE.

This Act is to keep tokens safe.

## SEC. 4. CUSTODY.

(a) IN GENERAL.—A custodian shall keep zanzibar tokens in a vault.

(b) EXCEPTION.—Subsection (a) shall not apply to zanzibar tokens worth less than $5.
"""


@pytest.fixture
def with_text(sources: Sources, tmp_path: Path) -> Sources:
    """Put an official text below a folder of its own, beside the notes."""
    folder = tmp_path / "official"
    folder.mkdir()
    (folder / "wombat-act-text.md").write_text(HEAD + TEXT, encoding="utf-8")
    return replace(sources, official=(folder,))


def test_a_shipped_text_is_held_and_not_searched(with_text: Sources) -> None:
    """It is there by its id and its provisions, found by no word and no vector, and counted by no statistic."""
    build(with_text, WordEncoder())
    held = CurrentIndex(with_text.index).edition()
    text = held.policies["wombat-act-text"]
    assert (text.own, text.terms, text.evidence_to) == (True, "Public domain", None)
    assert [one.locator for one in held.texts.passages_of(text.id)][-2:] == ["Sec. 4(a)", "Sec. 4(b)"]
    vector = WordEncoder().question("zanzibar tokens in a vault").vector
    assert held.keyword_matches("zanzibar", 9, Scope()) == []
    assert not held.holds("zanzibar")
    assert all(one.policy_id != text.id for one in held.searched())
    assert len(held.searched()) == len(held.texts.passages()) - len(held.texts.passages_of(text.id))
    assert all("wombat" not in id_ for id_, _ in held.nearest(vector, 99, Scope()))
    asked = Scope(documents=(text.id,))
    assert held.located({"sec-4-b"}, asked) == ["wombat-act-text#sec-4-b"]
    assert [id_ for id_, _ in held.nearest(vector, 1, asked)] == ["wombat-act-text#sec-4-a"]


def test_lists_of_the_register_leave_it_to_its_note(with_text: Sources) -> None:
    """Calendar, changes and browsing go by the register, in which it is met by its id alone."""
    build(with_text, WordEncoder())
    register = as_of(CurrentIndex(with_text.index).edition().policies, NOW)
    assert "wombat-act-text" not in list(register)
    assert register["wombat-act-text"].title.startswith("The Wombat Act")


def test_a_changed_text_is_read_again_and_another_is_kept(with_text: Sources) -> None:
    """The build tells a text that changed by its bytes."""
    build(with_text, WordEncoder())
    assert build(with_text, WordEncoder()).changed == 0
    (file,) = note_files(with_text.official)
    file.write_text(HEAD + TEXT.replace("vault", "safe"), encoding="utf-8")
    assert build(with_text, WordEncoder()).changed == 1
    passages = CurrentIndex(with_text.index).edition().texts.passages_of("wombat-act-text")
    assert passages[-2].text.endswith("in a safe.")


@pytest.mark.parametrize("field", ["terms", "official_urls"])
def test_a_text_without_terms_or_link_is_refused(with_text: Sources, field: str) -> None:
    """Nobody knows whether it may be given away, or which note it belongs to."""
    (file,) = note_files(with_text.official)
    head = "\n".join(line for line in HEAD.split("\n") if not line.startswith(field))
    file.write_text(head + TEXT, encoding="utf-8")
    with pytest.raises(InputError, match="terms of reuse"):
        held_texts(with_text.official)


def test_the_shipped_texts_are_tied_to_their_notes(tmp_path: Path) -> None:
    """Each is the text of a note, and at least nine of ten provisions that the note reports are there."""
    files = [path for path in note_files([SHIPPED_TEXTS]) if path.stem == "us-genius-act"]
    place = tmp_path / "texts"
    place.mkdir()
    for path in files:
        head = "\n".join(line for line in path.read_text("utf-8").split("\n") if not line.startswith("relations:"))
        (place / path.name).write_text(head, encoding="utf-8")
    sources = Sources(tmp_path / "index", (place,), tmp_path / "library", official=(SHIPPED_OFFICIAL,))
    build(sources, WordEncoder())
    held = CurrentIndex(sources.index).edition()
    for text in held_texts([SHIPPED_OFFICIAL]):
        (note,) = notes_of(held.policies, held.policies[text.policy.id])
        paragraphs = [one for one in held.texts.passages_of(note.id) if one.at]
        assert len(paragraphs) > 40
        found = [one for one in paragraphs if reported(held, one, NOW)]
        assert len(found) >= 0.9 * len(paragraphs), [one.at for one in paragraphs if one not in found]


def test_the_shipped_texts_go_with_the_shipped_notes() -> None:
    """Who names texts of their own gets none of ours."""
    assert load_settings().sources().official == (SHIPPED_OFFICIAL,)
    assert load_settings().sources((Path("mine"),)).official == ()
    assert {text.policy.id for text in held_texts([SHIPPED_OFFICIAL])}.isdisjoint(
        note.policy.id for note in read_register(note_files([SHIPPED_TEXTS]))
    )
