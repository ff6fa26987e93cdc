"""Checking policy texts: each rule fires where it should, and a clean corpus passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.register.checking import MOST_WORDS, check_texts
from corpus.register.notes import note_files

FRONT = """\
---
id: {id}
title: A note
issuer: SFC
jurisdiction: Hong Kong
kind: speech
published: 2026-01-15
{more}
confidence: high
evidence_to: 2026-02-01
---
# A note

## What it says
"""
SOURCE = "sources: [https://example.org/a]"
BODY = FRONT.count("\n") + 1  # the line of the first paragraph


def write(folder: Path, body: str, id_: str = "a-note", more: str = SOURCE) -> Path:
    """Write a note."""
    path = folder / f"{id_}.md"
    path.write_text(FRONT.format(id=id_, more=more) + body, encoding="utf-8")
    return path


def check(*paths: Path) -> list[str]:
    """Return the problems without their folder."""
    return [f"{problem.path.name}:{problem.line}: {problem.what}" for problem in check_texts(paths)]


CLEAN = "1. The SFC said on 15 January 2026 that nine platforms held a licence.\n"


def test_the_four_policies_pass(texts: Path) -> None:
    """The corpus of the tests has nothing to complain of."""
    assert check_texts(note_files([texts])) == []


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("1. The SFC said so.\n", "¶1: has 4 words; write 8 to 110"),
        (f"1. The SFC said{' so' * MOST_WORDS}.\n", "¶1: has 113 words; write 8 to 110"),
        (
            "1. The SFC issued a circular on 15 January 2026. It lets brokers lend.\n",
            "¶1: does not stand alone: 'It lets brokers lend.' ...",
        ),
        (
            "1. These rules of the SFC apply from 15 January 2026 onwards.\n",
            "¶1: does not stand alone: 'These rules of the SFC apply' ...",
        ),
        ("1. The SFC asks for a paid-up share capital of 5,000,000.\n", "¶1: 5,000,000 has no unit"),
        ("1. The SFC asks for 5,000,000, said the circular of January 2026.\n", "¶1: 5,000,000 has no unit"),
        (
            CLEAN.replace(".\n", ". {published=2025-01-01}\n"),
            "¶1: published 1 January 2025 lies before the note's own 15 January 2026",
        ),
        (CLEAN.replace(".\n", ". {ended=2026-02-01 by=nowhere}\n"), "¶1: by: there is no policy 'nowhere'"),
        (
            f'1. The SFC said on 15 January 2026 that "{"nine " * 17}platforms held a licence".\n',
            "¶1: quotes 21 words: say it in our own, and quote terms alone",
        ),
        (
            CLEAN.replace("nine", "currently nine"),
            "¶1: 'currently' is true on the day of writing alone: give the date",
        ),
        (
            CLEAN.replace("1. The SFC", "1. The most recent register of the SFC"),
            "¶1: 'most recent' is true on the day of writing alone: give the date",
        ),
        (
            CLEAN.replace("1. The SFC", "1. Yes, within limits: the SFC"),
            "¶1: begins with 'Yes', a reply to its heading: it is read alone, so say what holds",
        ),
        (
            "1. As at 15 January 2026 no list of platforms was found on the SFC's web pages.\n",
            "¶1: 'no list of platforms was found' is the result of a search and no law: move evidence_to instead",
        ),
        (
            "1. The SFC licensed nine platforms on 15 January 2026, which could not be confirmed elsewhere.\n",
            "¶1: 'could not be confirmed' is the result of a search and no law: move evidence_to instead",
        ),
        (
            CLEAN.replace("15 January", "14-15 January"),
            "¶1: '14-15 January' is a range: write `from 1 to 2 June 2026`, or the day that counts",
        ),
        (
            CLEAN.replace(".\n", ". {nature=rule ended=2026-02-01}\n"),
            "¶1: ended by nothing: say by= which policy, or in a paragraph of that day what ended it",
        ),
    ],
)
def test_a_paragraph_that_breaks_a_rule_is_named(tmp_path: Path, body: str, problem: str) -> None:
    """Each rule of a paragraph is reported once, with the paragraph's line and number."""
    assert check(write(tmp_path, body)) == [f"a-note.md:{BODY}: {problem}"]


@pytest.mark.parametrize(
    ("body", "line", "fragment"),
    [
        (CLEAN + "\n1. The same number again.\n", BODY + 2, "paragraph 1 comes after paragraph 1"),
        ("No number here.\n", BODY, "the paragraph has no number"),
        (CLEAN + "2. Words and words. {colour=red}\n", BODY + 1, "'colour=red' is not an attribute"),
        (CLEAN + "2. Words and words. {ended=soon}\n", BODY + 1, "ended=soon"),
        ("", 1, "holds no paragraphs"),
    ],
)
def test_what_the_loader_refuses_is_named_once(tmp_path: Path, body: str, line: int, fragment: str) -> None:
    """A note that cannot be loaded is one problem at the line that the loader names, without the file name twice."""
    (problem,) = check(write(tmp_path, body))
    assert problem.startswith(f"a-note.md:{line}: ")
    assert fragment in problem
    assert problem.count("a-note.md") == 1


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("1. The SFC asks for HK$5,000,000, and 1,250 of its staff agree today.\n", "units and counted things"),
        ("1. The Stablecoins Ordinance (Cap. 656) applies to issuers. HKMA licences are needed.\n", "abbreviations"),
        ("7. The SFC said on 15 January 2026 that nine platforms held a licence.\n", "any first number"),
        ('1. The SFC calls platforms with a licence "VATPs" and must decide at the latest by 1 May 2026.\n', "a limit"),
        ("1. The court found on 15 January 2026 no trust in the terms of these platforms.\n", "a finding"),
        (
            "1. Platforms could go on without a licence until 1 February 2026. {nature=rule ended=2026-02-01}\n",
            "a period that ran out",
        ),
        (
            (CLEAN[:-1] + " {nature=rule ended=2026-02-01}\n2." + CLEAN[2:-1] + " {published=2026-02-01}\n"),
            "what ended it is told",
        ),
    ],
)
def test_what_is_allowed_passes(tmp_path: Path, body: str, what: str) -> None:
    """Rules do not fire for what only looks like a mistake."""
    assert check(write(tmp_path, body)) == [], what


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ("", "a-note.md:1: no source is named: give official_urls or sources"),
        ("sources: [example.org]", "a-note.md:8: sources: 'example.org' is not a link"),
        ("official_urls: ['javascript:alert(1)']", "a-note.md:8: official_urls: 'javascript:alert(1)' is not a link"),
        ("sources: ['https://nowhere']", "a-note.md:8: sources: 'https://nowhere' is not a link"),
        ("sources: ['https://example.org/a b']", "a-note.md:8: sources: 'https://example.org/a b' is not a link"),
    ],
)
def test_links_are_links(tmp_path: Path, more: str, problem: str) -> None:
    """A note names at least one source, and each is a web address."""
    assert check(write(tmp_path, CLEAN, more=more)) == [problem]


@pytest.mark.parametrize(
    ("ended", "problem"),
    [
        ("", "old.md:1: superseded by new, but `ended` is empty"),
        ("ended: 2026-01-20\n", "old.md:8: ended 20 January 2026, before new was published (1 February 2026)"),
        ("ended: 2026-02-01\n", None),
        ("ended: 2026-02\n", None),
    ],
)
def test_what_is_superseded_has_ended(tmp_path: Path, ended: str, problem: str | None) -> None:
    """A superseded policy ends, and not before its successor was published."""
    old = write(tmp_path, CLEAN, "old", f"{ended}{SOURCE}")
    new = write(tmp_path, CLEAN.replace("nine platforms", "twelve custodians and brokers"), "new", SOURCE)
    text = new.read_text(encoding="utf-8").replace("2026-01-15", "2026-02-01", 1)
    new.write_text(text.replace("confidence", "relations: {supersedes: [old]}\nconfidence"), encoding="utf-8")
    assert check(old, new) == ([problem] if problem else [])


def test_a_thing_is_said_once(tmp_path: Path) -> None:
    """The same paragraph in two notes is reported at the second; within one note it may come again."""
    first = write(tmp_path, CLEAN, "first")
    second = write(
        tmp_path, f"{CLEAN}2. The SFC said on 15 January 2026 that nine platforms held a licence.\n", "second"
    )
    assert check(first, second) == [
        f"second.md:{line}: says nearly the same as {first}:{BODY}" for line in (BODY, BODY + 1)
    ]
    assert check(second) == []


def test_bad_fields_are_reported_too(tmp_path: Path) -> None:
    """The check includes the register's problems, sorted by file and line, and goes on with the other notes."""
    bad = write(tmp_path, CLEAN, "bad", "colour: red")
    short = write(tmp_path, "1. Too short.\n", "short")
    assert [problem.split(": ")[0] for problem in check(short, bad)] == ["bad.md:8", f"short.md:{BODY}"]
