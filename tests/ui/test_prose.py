"""Words of others on the page: every character is shown, and none makes a link, an icon, a list or a formula."""

from __future__ import annotations

import re

import pytest

from assistant.answers.records import Check, Statement
from ui.components.sources.prose import CUT, plain, statement_prose


@pytest.mark.parametrize(
    "text", ["HK$25 million", ":material/home:", "www.evil.example", "a@b.example", "- a list", "1. one", "# head"]
)
def test_the_words_come_out_as_they_are(text: str) -> None:
    """With the escapes and the empty elements taken away, the text is exactly what it was."""
    assert re.sub(r"\\(.)", r"\1", plain(text).replace(CUT, "")) == text


def test_money_is_escaped_where_the_page_draws_it() -> None:
    """Two sums in a sentence would else be a formula."""
    assert plain("HK$25 million or US$3 million") == "HK\\$25 million or US\\$3 million"


def test_a_statement_that_failed_is_marked() -> None:
    """The mark stands after the words; a mark of citation in the words stands in parentheses."""
    failed = Statement("It says so [7].", (), checks=(Check("numbers", passed=False, note="7"),))
    assert statement_prose(failed) == "It says so (7). *(not supported by its source)*"
