"""The shipped policy texts: complete, free of mistakes, and the same instruments as the register of the sources."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

import pytest
import yaml

from assistant.settings import SHIPPED_TEXTS
from corpus.loading import load
from corpus.records import BlockKind
from corpus.register.checking import check_texts
from corpus.register.notes import Note, note_files, survey
from corpus.vocabulary.glossary import read_glossary
from tests.conftest import shared

LEAST_PARAGRAPHS = 2_000
LEAST_TERMS = 150
UNITED = {"UAE": "United Arab Emirates"}  # as the register writes it, with the emirate or state in parentheses


@cache
def notes() -> dict[str, Note]:
    """Read the shipped notes by id."""
    return {note.policy.id: note for note in survey(note_files([SHIPPED_TEXTS]))[0]}


@cache
def problems() -> dict[Path, list[str]]:
    """Check the shipped texts, and give what is wrong by file."""
    found: dict[Path, list[str]] = {}
    for problem in check_texts(note_files([SHIPPED_TEXTS])):
        found.setdefault(problem.path, []).append(str(problem))
    return found


@pytest.mark.parametrize("path", note_files([SHIPPED_TEXTS]), ids=lambda path: path.stem)
def test_a_shipped_text_has_no_mistake(path: Path) -> None:
    """Every rule of the check holds for every note."""
    assert problems().get(path, []) == []


def _plain(name: str) -> str:
    """Return the name without the marks on its letters."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))


def test_a_shipped_text_lies_with_its_place() -> None:
    """A note's folder is its jurisdiction in small plain letters with hyphens."""
    wrong = [
        str(note.path)
        for note in notes().values()
        if note.path.parent.name != _plain(note.policy.jurisdiction).lower().replace(" ", "-")
    ]
    assert wrong == []


def test_every_instrument_of_the_register_is_shipped() -> None:
    """Each id of the shared register has a note with the same jurisdiction."""
    rows = [
        row
        for path in sorted(shared("register").glob("*.yaml"))
        for row in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    ]
    assert rows
    places = {row["id"]: row["jurisdiction"].split(" (")[0] for row in rows}
    expected = {id_: UNITED.get(place, place) for id_, place in places.items()}
    held = {id_: note.policy.jurisdiction for id_, note in notes().items()}
    assert {id_: place for id_, place in expected.items() if held.get(id_) != place} == {}


def test_there_is_enough_to_read() -> None:
    """The notes hold at least 2,000 paragraphs."""
    paragraphs = sum(
        block.kind is not BlockKind.HEADING
        for note in notes().values()
        for block in load(note.path.read_bytes(), str(note.path)).blocks
    )
    assert paragraphs >= LEAST_PARAGRAPHS


def test_the_glossary_is_complete() -> None:
    """The glossary has at least 150 terms, each with a meaning, and the policies that it names exist."""
    terms = read_glossary(SHIPPED_TEXTS / "glossary.yaml").terms
    assert len(terms) >= LEAST_TERMS
    assert [term.term for term in terms if not term.term or not (term.expansion or term.meaning)] == []
    assert {policy: term.term for term in terms for policy in term.policies if policy not in notes()} == {}
