"""Forms of the register's own: an outline, dates to come, what is new, and lists, over five policies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.answering.finder import pointed
from assistant.answering.forms import SURE, Point, dates, listed, news, outline, points
from assistant.answers.reading import Form, Reading
from assistant.answers.records import Hit, Intent, Query
from corpus.build import Sources, build
from corpus.current import CurrentIndex
from corpus.index.edition import Edition
from corpus.records import Standing
from corpus.register.standing import standing
from tests.conftest import WordEncoder

DAY = date(2026, 6, 1)
ACT = """\
---
id: hk-stable-act
title: Stablecoin Act
issuer: HKMA
jurisdiction: Hong Kong
kind: act
published: 2026-03-01
effective: 2026-09-01
sources: [https://example.org/hk-stable-act]
confidence: high
evidence_to: 2026-06-01
---
# A policy

## What it says
1. The Stablecoin Act of 1 March 2026 binds issuers. It says so at length.
2. Under the Stablecoin Act of 1 March 2026 issuers must redeem coins within one day.

## When it applies
3. The Stablecoin Act takes effect on 1 September 2026.

## Who is bound
4. The Stablecoin Act of 1 March 2026 binds issuers and nobody else.
"""


@pytest.fixture
def edition(texts: Path, sources: Sources, encoder: WordEncoder) -> Iterator[Edition]:
    """Build the four policies and an act that is made, and takes effect later."""
    (texts / "hk-stable-act.md").write_text(ACT, encoding="utf-8")
    build(sources, encoder)
    index = CurrentIndex(sources.index)
    yield index.edition()
    index.close()


def query(text: str, form: Form = Form.VALUE, sure: float = 1.0) -> Query:
    """Return a question of a form, as of the day."""
    return Query(text, text, DAY, Intent.FACT, reading=Reading(form, {form: sure}))


def hits(edition: Edition, *ids: str) -> list[Hit]:
    """Return hits of these passages, best first."""
    passages = edition.texts.get(ids)
    return [
        Hit(one, edition.policies[one.policy_id], 0.9, 0.5, 1.0, standing(one.life, DAY))
        for one in (passages[id_] for id_ in ids)
    ]


def ids(shown: list[Point]) -> list[str]:
    """Return the passages of the points."""
    return [point.hit.passage.id for point in shown]


def test_an_outline_has_a_point_for_each_heading(edition: Edition) -> None:
    """It begins with the first paragraph, and of each other heading tells the best one, by its first sentence."""
    ranked = hits(edition, "hk-stable-act#p4", "hk-stable-act#p2", "hk-stable-act#p3")
    shown = outline(edition.policies["hk-stable-act"], ranked, edition, query("What is the Stablecoin Act?"))
    assert ids(shown) == ["hk-stable-act#p1", "hk-stable-act#p2", "hk-stable-act#p3", "hk-stable-act#p4"]
    assert shown[0].text == "The Stablecoin Act of 1 March 2026 binds issuers."
    assert {point.hit.standing for point in shown} == {Standing.NOT_YET_IN_FORCE}


def test_an_overview_is_of_the_text_that_is_named_and_found(edition: Edition) -> None:
    """A policy that the question does not name, or that is not among the first, gets no outline."""
    asked = query("What is the Stablecoin Act?", Form.OVERVIEW)
    ranked = hits(edition, "hk-stable-act#p1", "hk-margin-2026#p1")
    assert not points(asked, ranked, edition)
    named = replace(asked, policies=("hk-stable-act",))
    assert ids(points(named, ranked, edition))[0] == "hk-stable-act#p1"
    assert not points(named, ranked[1:], edition)


def test_an_overview_of_a_place_lists_what_holds_there(edition: Edition) -> None:
    """Each rule by its first sentence, those in force first; not of another subject, or of two places."""
    asked = replace(query("Give me an overview of crypto regulation", Form.OVERVIEW), jurisdictions=("Hong Kong",))
    ranked = hits(edition, "hk-stable-act#p2", "hk-stable-act#p3", "hk-margin-2026#p1")
    assert ids(points(asked, ranked, edition)) == ["hk-margin-2026#p1", "hk-stable-act#p1"]
    assert not points(asked, ranked[:2], edition)
    assert not points(replace(asked, jurisdictions=("Hong Kong", "Singapore")), ranked, edition)
    other = replace(query("Give me an overview of dog licences", Form.OVERVIEW), jurisdictions=("Hong Kong",))
    assert not points(other, ranked, edition)


@pytest.mark.parametrize("form", list(Form))
def test_a_form_that_is_not_sure_is_none(edition: Edition, form: Form) -> None:
    """Below an even chance a question is answered as any other."""
    asked = replace(
        query("Which circulars are new in Hong Kong since 2025?", form, SURE - 0.01), policies=("hk-stable-act",)
    )
    assert not points(asked, hits(edition, "hk-stable-act#p1", "hk-margin-2026#p1"), edition)


def test_dates_to_come_are_told_by_the_sentence_that_names_them(edition: Edition) -> None:
    """Those ahead of the day in the places that are asked for; what lies behind is none."""
    assert [point.text for point in dates(query("What is coming?"), edition)] == [
        "The Stablecoin Act takes effect on 1 September 2026."
    ]
    assert not dates(replace(query("What is coming?"), jurisdictions=("Singapore",)), edition)
    assert not dates(replace(query("What is coming?"), as_of=date(2026, 9, 2)), edition)


def test_news_begin_where_the_question_says(edition: Edition) -> None:
    """Newest first, from the named day, from January with "this year", or within a year; one alone is no list."""
    ranked = hits(edition, "hk-remarks-2025#p1", "hk-margin-2026#p1", "sg-custody-bill#p1", "hk-platform-rules-2023#p1")
    assert ids(news(query("What is new?"), ranked)) == ["sg-custody-bill#p1", "hk-margin-2026#p1"]
    assert ids(news(query("What is new since January 2025?"), ranked))[-1] == "hk-remarks-2025#p1"
    assert len(news(query("What is new since 2020?"), ranked)) == 4
    assert ids(news(query("What is new this year?"), ranked)) == ["sg-custody-bill#p1", "hk-margin-2026#p1"]
    assert not news(query("What is new since 1 May 2026?"), ranked)


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("Which circulars has the SFC issued?", DAY, ["hk-margin-2026"]),
        ("Which circulars has MAS issued?", DAY, []),
        ("Which guidelines were published in 2023?", date(2025, 1, 1), ["hk-platform-rules-2023"]),
        ("Which guidelines were published in 2023?", DAY, []),
        ("Which guidelines were published in 2022?", date(2025, 1, 1), []),
        ("Which acts and circulars came in 2026?", DAY, ["hk-stable-act", "hk-margin-2026"]),
        ("What does the circular of the SFC say?", DAY, []),
        ("Which circulars are there?", DAY, []),
    ],
)
def test_lists_are_of_a_kind_and_of_someone(edition: Edition, text: str, day: date, expected: list[str]) -> None:
    """A kind in the plural with an issuer or a year, newest first, without what has ended; one text is no list."""
    shown = listed(replace(query(text, Form.LIST), as_of=day), edition)
    assert [point.hit.policy.id for point in shown] == expected


def test_a_list_may_be_of_a_place(edition: Edition) -> None:
    """A kind and a place are enough."""
    asked = replace(query("Which circulars are there?", Form.LIST), jurisdictions=("Hong Kong",))
    assert ids(points(asked, [], edition)) == ["hk-margin-2026#p1"]
    assert not listed(replace(asked, jurisdictions=("Singapore",)), edition)


def test_points_of_one_standing_stand_together(edition: Edition) -> None:
    """What holds, what is coming and what ended are told each in one piece, in the order in which they come first."""
    ids_ = ("hk-stable-act#p1", "hk-margin-2026#p1", "hk-stable-act#p2", "hk-margin-2026#p2")
    told = [Point(hit, hit.passage.text) for hit in hits(edition, *ids_)]
    cited = [statement.citations[0].passage_id for statement in pointed(told)]
    assert cited == ["hk-stable-act#p1", "hk-stable-act#p2", "hk-margin-2026#p1", "hk-margin-2026#p2"]
