"""Rows and Markdown: the schema that outside scripts read, and that no text becomes markup."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from markdown_it import MarkdownIt

from assistant.answers.records import Answer, Citation, Intent, Part, Statement
from assistant.answers.rows import answer_row, error_row, escape, markdown, readable
from corpus.records import Standing

KEYS = {
    "id", "run_id", "user_input", "as_of", "response", "statements", "citations", "retrieved_context_ids",
    "retrieved_contexts", "retrieval_scores", "refused", "refusal_reason", "confidence", "notes", "composer", "model",
    "edition", "latency_ms", "error", "official",
}  # fmt: skip
CITATION_KEYS = {"marker", "policy_id", "passage_id", "title", "locator", "page", "quote", "standing", "url", "at"}


def answer(text: str, part: Part = Part.ANSWER, place: str = "") -> Answer:
    """Make an answer of one statement."""
    citation = Citation(
        "1", "cap656", "cap656#p2", "Cap. 656", "¶2", None, text, Standing.IN_FORCE, "https://x.example"
    )
    return Answer("q", date(2026, 1, 1), Intent.FACT, (Statement(text, (citation,), part, place),))


def test_an_answer_row_has_the_schema() -> None:
    """The keys of interface.md are all there, and the row is JSON."""
    row = answer_row(answer("Issuers must redeem."), "q1", "run")
    assert row.keys() >= KEYS
    assert row["citations"][0].keys() == CITATION_KEYS
    assert row["statements"][0]["citations"] == ["1"]
    assert json.loads(json.dumps(row))["as_of"] == "2026-01-01"


def test_an_error_row_has_the_same_keys() -> None:
    """A question that fails gives a row that scripts can read like any other."""
    assert error_row("q1", "run", "q", "it broke").keys() == answer_row(answer("x"), "q1", "run").keys()


def test_parts_and_places_are_headed() -> None:
    """What is only proposed stands under its own heading, after its place."""
    text = markdown(answer("Custodians would need a licence.", Part.COMING, "Singapore"))
    assert text.startswith("**Singapore · Proposed or not yet in force**")


def test_what_is_past_is_headed_as_ended_or_overtaken() -> None:
    """A bill that was overtaken never was in force: the heading is true of it, and of a rule that ended."""
    assert markdown(answer("Custodians would need a licence.", Part.PAST)).startswith("**Ended or overtaken since**")


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[click](javascript:alert(1))",
        "![x](https://evil.example/leak.png)",
        "<https://evil.example>",
        "https://evil.example/leak",
        "data:text/html,<b>x</b>",
        "# heading **bold** `code` | table | $x^2$ ~~no~~",
        ":red[coloured] :material/home:",
    ],
)
def test_no_text_becomes_markup(hostile: str) -> None:
    """Every character that Markdown, HTML, TeX or Streamlit would read as markup is escaped."""
    escaped = escape(hostile)
    for position, character in enumerate(escaped):
        if character in "<>[]*_`$|~#!:":
            assert escaped[position - 1] == "\\"


@pytest.mark.parametrize(
    "text",
    [
        'A capital of HK$25 million; fees: US$1,000 & 5% (Cap. 656, s. 3(1)) - "fit" #2 | ~3 months!',
        "less than 5 < 6 items, a_name_with_lines and 1-2 days.",
        "持牌法團須有2,500萬港元的資本：見第3段。",
    ],
)
def test_a_response_reads_as_plain_text(text: str) -> None:
    """Money, colons, ampersands and brackets stand in JSON, CSV and exports as they stand in the source."""
    assert answer_row(answer(text), "q1", "run")["response"] == f"{text} [1]"


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script> and </b> and <!-- x -->",
        '<img src=x onerror="alert(1)">',
        "[click](javascript:alert(1))",
        "![x](https://evil.example/leak.png)",
        "<https://evil.example>",
        "[click][here]\n\n[here]: https://evil.example",
        "**bold** `code` ~~no~~ _soft_",
    ],
)
def test_a_response_makes_no_link_and_no_element(hostile: str) -> None:
    """Read as Markdown, a response shows the words and holds no link, picture, element or emphasis of theirs."""
    html = MarkdownIt("commonmark").enable("strikethrough").render(readable(hostile))
    assert not re.findall(r"<(?!/?p>)[a-z/!]", html)
