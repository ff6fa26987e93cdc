"""Raised and lowered letters: notes, exponents and ordinals never become part of a figure."""

from __future__ import annotations

import pytest

from corpus.loading.marks import lowered, raised, settled


@pytest.mark.parametrize(
    ("before", "mark", "written"),
    [
        ("within 7", "12", " [note 12]"),
        ("within 7 ", "12", "[note 12]"),
        ("tokens", "a, b", " [note a, b]"),
        ("tokens", "*", " [note *]"),
        ("tokens", "[3]", " [note 3]"),
        ("a reserve of 10", "8", "^8"),
        ("a unit of 10", "-18", "^-18"),
        ("a unit of 10", "⁻¹⁸", "^-18"),
        ("a share of 110", "8", " [note 8]"),
        ("an area of 40 m", "2", "^2"),
        ("the norm of x", "2", "^2"),
        ("of 5,000,000", "3", " [note 3]"),
        ("the 1", "st", "st"),
        ("le 1", "er", "er"),
        ("Token", "TM", "™"),
        ("M", "me", "me"),
        ("tokens", " ", " "),
        ("", "4", "4"),
    ],
)
def test_raised_letters(before: str, mark: str, written: str) -> None:
    """By what stands before them: powers behind 10, 2, a letter or a length, ordinals behind a digit, else notes."""
    assert raised(before, mark) == written


@pytest.mark.parametrize(("before", "mark", "written"), [("CO", "2", "2"), ("H", "2", "2"), ("log 10", "2", "_2")])
def test_lowered_letters(before: str, mark: str, written: str) -> None:
    """Behind a digit they stand apart from it, so that no figure grows."""
    assert lowered(before, mark) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("within 30 [note 4] days of it", "within 30 days [note 4] of it"),
        ("of 12 [note 7] %", "of 12% [note 7]"),
        ("of 12 [note 7] per cent", "of 12 per cent [note 7]"),
        ("in 2024 [note 7] and later", "in 2024 [note 7] and later"),
        ("tokens [note 7] days", "tokens [note 7] days"),
    ],
)
def test_a_note_does_not_part_a_figure_from_its_unit(text: str, written: str) -> None:
    """It moves behind the unit; a word that is none stays where it is."""
    assert settled(text) == written


@pytest.mark.parametrize(
    ("parts", "written"),
    [
        (("a buffer of 2", "^1", "/", "_2", " per cent"), "a buffer of 2 1/2 per cent"),
        (("a buffer of 7", "^3", "⁄", "_4", " per cent"), "a buffer of 7 3/4 per cent"),
        (("a levy of ", "^3", "/", "_8", " of it"), "a levy of 3/8 of it"),
        (("^1", "/", "_2", " of it"), "1/2 of it"),
        (("by ", "^2", "⁄3 vote"), "by 2/3 vote"),
        (("within 30", "^3", "/60 days"), "within 30 [note 3]/60 days"),
        (("on 12/3/2024 or 5/7",), "on 12/3/2024 or 5/7"),
        (("H", "_2", "O and/or 10", "^8", " units"), "H2O and/or 10^8 units"),
    ],
)
def test_the_halves_of_a_fraction_are_one_figure(parts: tuple[str, ...], written: str) -> None:
    """Neither is a note, nor a power of the whole number before it."""
    text = ""
    for part in parts:
        marked = raised if part.startswith("^") else lowered
        text += marked(text, part[1:]) if part[0] in "^_" else part
    assert settled(text) == written
