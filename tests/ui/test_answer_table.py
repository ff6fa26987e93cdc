"""An answer as a table, without a browser: its places, its rows, its short answers in bold, and what it lacks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answers.citing import cite
from assistant.answers.records import Hit, Statement
from assistant.answers.tabulated import compared
from corpus.current import CurrentIndex
from corpus.records import Label, Standing
from ui.components.sources.cell import answer_table


@pytest.fixture
def hits(index: CurrentIndex) -> dict[str, Hit]:
    """Return two passages of Hong Kong and one of Singapore as found, by the place they are of and their number."""
    found = {}
    for policy in ("hk-margin-2026", "sg-custody-bill"):
        edition = index.edition()
        for number, passage in enumerate(edition.texts.passages_of(policy), 1):
            standing = Standing.IN_FORCE if policy.startswith("hk") else Standing.PROPOSED
            found[f"{policy[:2]}{number}"] = Hit(passage, edition.policies[policy], 1.0, 1.0, 1.0, standing)
    return found


def said(hit: Hit, marker: str, aspect: str = "") -> Statement:
    """Return a passage as a statement of its place."""
    text = hit.passage.text
    return Statement(text, (cite(hit, text, marker),), place=hit.policy.jurisdiction, aspect=aspect)


def test_a_place_without_an_answer_is_told(hits: dict[str, Hit]) -> None:
    """The table has a column for each place that was asked for, and says of which nothing was found."""
    statements = [said(hits["hk1"], "1"), said(hits["hk2"], "2")]
    places = compared(statements, ("Hong Kong", "Japan"))
    head, _, first, second = answer_table(statements, places, {}, {}).split("\n")
    assert head == "| Hong Kong | Japan |"
    assert first.endswith(":gray[not found] |")
    assert second.endswith("|  |")  # said once


def test_an_aspect_is_a_row_and_a_proposal_says_so(hits: dict[str, Hit]) -> None:
    """Each aspect has its own row, and what is not in force is marked in its cell."""
    statements = [said(hits["hk2"], "1", "Haircut"), said(hits["sg1"], "2", "Cold storage")]
    rows = answer_table(statements, ("Hong Kong", "Singapore"), {}, {}).split("\n")[2:]
    assert [row.split(" | ")[0] for row in rows] == ["| **Haircut**", "| **Cold storage**"]
    assert ":orange-badge[proposed]" in rows[1]
    assert ":orange-badge" not in rows[0]


def test_the_short_answer_of_a_label_is_bold(hits: dict[str, Hit]) -> None:
    """What the cited paragraph is labelled with stands out in the sentence, and only as whole words."""
    hit = hits["hk2"]
    for value, bold in (("at least 60%", "**at least 60%**"), ("least 6", "")):
        passage = replace(hit.passage, labels=(Label(value=value),))
        known = {hit.passage.id: replace(hit, passage=passage)}
        table = answer_table([said(hit, "1"), said(hits["sg1"], "2")], ("Hong Kong", "Singapore"), {}, known)
        assert (bold in table) if bold else ("**" not in table)


@pytest.mark.parametrize(
    ("text", "value", "bold"),
    [
        (
            "Article 40 prohibits issuers, and those who serve holders, from granting interest.",
            "granting interest",
            False,
        ),
        ("A licensee must not attach unreasonable fees.", "unreasonable fees", False),
        ("Margin is not lent; a keeper holds a separate pool.", "a separate pool", True),
        ("Licensed issuers must not pay interest.", "must not pay interest", True),
        ("Tokens may not be locked for more than 30 days.", "30 days", True),
    ],
)
def test_what_is_denied_does_not_stand_out(hits: dict[str, Hit], text: str, value: str, *, bold: bool) -> None:
    """Who reads the bold words alone must not read the reverse of the sentence."""
    hit = hits["hk2"]
    passage = replace(hit.passage, labels=(Label(value=value),))
    known = {hit.passage.id: replace(hit, passage=passage)}
    statements = [replace(said(hit, "1"), text=text), said(hits["sg1"], "2")]
    assert (f"**{value}**" in answer_table(statements, ("Hong Kong", "Singapore"), {}, known)) is bold


def test_what_compares_nothing_is_no_table(hits: dict[str, Hit]) -> None:
    """Statements without a place, or of one place alone, stay sentences."""
    alone = said(hits["hk1"], "1")
    assert compared([replace(alone, place="")], ()) == ()
    assert compared([alone], ()) == ()
    assert compared([alone, replace(alone, place="Japan")], ()) == ("Hong Kong", "Japan")
