"""The text itself beside our note: a held official text is found by its link, and its provision by the paragraph."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.answers.citing import cite, official_words
from assistant.answers.records import Hit, Statement
from assistant.retrieval.provisions import read_in_notes
from corpus.build import Sources, build
from corpus.current import CurrentIndex
from corpus.history.official import notes_of, reported, texts_of
from corpus.index.edition import Edition
from corpus.library import Details, Library
from corpus.records import PartialDate, Passage, Standing
from tests.conftest import WordEncoder

NOW = date(2026, 11, 22)
LINK = "https://law.example.org/acts/7"
NOTE = f"""\
---
id: quokka-act-2026
title: Quokka Act
issuer: Parliament
jurisdiction: Singapore
kind: act
published: 2026-01-05
effective: 2026-01-05
official_urls: [{LINK}]
confidence: high
evidence_to: 2026-06-01
---
# Quokka Act

## Custody
1. Under section 4 of the Quokka Act custodians must keep quokka tokens in cold storage. {{at="s. 4(1)"}}
2. The Quokka Act sets fines of up to S$5,000 for custodians that keep no register. {{at="ss. 6, 9"}}
3. The Quokka Act was introduced by the wombat party.
"""
ACT = """\
# Quokka Act 2026

## Section 4 Custody

(1) A custodian shall keep quokka tokens in cold storage, away from any network.

(2) A custodian shall tell the wombat board of every loss within fourteen days.

## Section 5 Registers

(1) A custodian shall keep a register of quokka tokens and of those who own them.

## Section 9 Fines

(1) A custodian that keeps no register is liable to a fine of S$5,000.
"""


@pytest.fixture
def library(sources: Sources, texts: Path) -> Library:
    """Write the note on an act, and give the library that may hold the act itself."""
    (texts / "quokka-act-2026.md").write_text(NOTE, encoding="utf-8")
    return Library(sources.library)


def edition(sources: Sources) -> Edition:
    """Build the index, and open what it holds."""
    build(sources, WordEncoder())
    return CurrentIndex(sources.index, sources.chroma_url).edition()


def paragraph(held: Edition, number: int) -> Passage:
    """Return a paragraph of the note."""
    return held.texts.get([f"quokka-act-2026#p{number}"])[f"quokka-act-2026#p{number}"]


def hit(held: Edition, passage: Passage) -> Hit:
    """Return a hit on a passage."""
    return Hit(passage, held.policies[passage.policy_id], 1.0, 1.0, 1.0, Standing.IN_FORCE)


def add(library: Library, link: str, published: str = "2026-01-05") -> None:
    """Put the act into the library under a link."""
    said = Details(published=PartialDate.parse(published), effective=PartialDate.parse(published), url=link)
    library.add(ACT.encode(), "act.md", said)


@pytest.mark.parametrize("link", [LINK, "http://www.law.example.org/acts/7/#top"])
def test_a_paragraph_has_the_provision_that_it_reports(library: Library, sources: Sources, link: str) -> None:
    """The same page under http, with `www.`, a slash and a fragment is the same text; each knows the other."""
    add(library, link)
    held = edition(sources)
    note = held.policies["quokka-act-2026"]
    (text,) = texts_of(held.policies, note)
    assert [one.id for one in notes_of(held.policies, text)] == [note.id]
    assert [one.locator for one in reported(held, paragraph(held, 1), NOW)] == ["Section 4(1)"]


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ("https://eur-lex.europa.eu/eli/reg/2023/1114/oj/eng", "http://data.europa.eu/eli/reg/2023/1114/oj", True),
        (
            "https://eur-lex.europa.eu/eli/reg/2023/1114/oj",
            "https://eur-lex.europa.eu/legal-content/DE/TXT/?uri=CELEX%3A32023R1114",
            True,
        ),
        (
            "https://eur-lex.europa.eu/eli/reg_del/2025/298/oj",
            "https://eur-lex.europa.eu/legal-content/EN/TXT/PDF/?uri=CELEX:32025R0298",
            True,
        ),
        ("https://eur-lex.europa.eu/eli/reg/2023/1114/oj", "https://eur-lex.europa.eu/eli/reg/2023/1113/oj", False),
        ("https://eur-lex.europa.eu/eli/dir/2015/849/oj", "https://eur-lex.europa.eu/eli/reg/2015/849/oj", False),
        (LINK, f"{LINK}?page=2", False),
    ],
)
def test_an_act_of_the_union_has_many_addresses(
    library: Library, sources: Sources, texts: Path, ours: str, theirs: str, same: bool
) -> None:
    """Its language, its host and the kind of its address make no other act of it; its number and its type do."""
    (texts / "quokka-act-2026.md").write_text(NOTE.replace(LINK, ours), encoding="utf-8")
    add(library, theirs)
    held = edition(sources)
    assert bool(texts_of(held.policies, held.policies["quokka-act-2026"])) is same


def test_a_provision_that_is_not_there_gives_way_to_those_that_are(library: Library, sources: Sources) -> None:
    """Section 6 is not in the text and section 9 is; a paragraph that names no provision has none."""
    add(library, LINK)
    held = edition(sources)
    assert [one.locator for one in reported(held, paragraph(held, 2), NOW)] == ["Section 9(1)"]
    assert reported(held, paragraph(held, 3), NOW) == []


def test_another_text_is_not_quoted(library: Library, sources: Sources) -> None:
    """Neither is one under another link, nor any where none is held."""
    for link in ("", f"{LINK}0"):
        if link:
            add(library, link)
        held = edition(sources)
        assert reported(held, paragraph(held, 1), NOW) == []


def test_an_earlier_day_does_not_know_the_text(library: Library, sources: Sources) -> None:
    """A version of March is not quoted on a day of February."""
    add(library, LINK, "2026-03-01")
    held = edition(sources)
    assert reported(held, paragraph(held, 1), date(2026, 2, 1)) == []
    assert reported(held, paragraph(held, 1), date(2026, 3, 2))


def test_answers_quote_the_text_under_the_marker_of_the_note(library: Library, sources: Sources) -> None:
    """The words are those of the act, with their place and the marker of the paragraph that reports them."""
    add(library, LINK)
    held = edition(sources)
    told = paragraph(held, 1)
    statement = Statement(told.text, (cite(hit(held, told), told.text, "3"),))
    (words,) = official_words([statement], held, NOW)
    assert (words.marker, words.locator, words.standing) == ("3", "Section 4(1)", Standing.IN_FORCE)
    assert "away from any network" in words.quote


def test_answers_read_the_note_where_it_tells_of_the_text(library: Library, sources: Sources) -> None:
    """What a note reports, and what ranks below the note, is left to it; what ranks above it stays."""
    add(library, LINK)
    held = edition(sources)
    (text,) = texts_of(held.policies, held.policies["quokka-act-2026"])
    told, *others = held.texts.passages_of(text.id)
    note = paragraph(held, 1)
    found = [hit(held, one) for one in (others[0], told, note, others[1])]
    assert [one.passage for one in read_in_notes(found, held, NOW)] == [others[0], note]
    assert read_in_notes(found[:2], held, NOW) == found[:2]
