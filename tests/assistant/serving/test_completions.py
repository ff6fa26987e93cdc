"""The text of an answer: nothing that a document says becomes live where a client draws it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.answers.records import Citation, Statement
from assistant.serving.completions import Writing, inert
from corpus.records import Standing

DRAWN = MarkdownIt("commonmark")  # links without brackets, which GitHub's dialect makes, are looked for by themselves
BARE = re.compile(r"://|\bwww\.")
LIVE = ("<script", "<img", "<a ", "<b>", "<iframe")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "\\<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![pixel](https://evil.example/p.png)",
        "\\![pixel](https://evil.example/p.png)",
        "[click](javascript:alert(1))",
        "[click][1]\n\n[1]: https://evil.example",
        "<https://evil.example>",
        "see https://evil.example/a and http://evil.example",
        "see www.evil.example/a",
        "# A heading\n\n<b>bold</b>",
    ],
)
def test_nothing_live_comes_from_a_text(text: str) -> None:
    """Neither script, element, picture nor link of a document is drawn."""
    drawn = DRAWN.render(inert(text))
    assert not any(mark in drawn for mark in LIVE), drawn
    assert not BARE.search(inert(text))


@given(st.text(alphabet="<>![]()\\:/ab `*w.\n", max_size=60))
def test_nothing_live_comes_from_any_text(text: str) -> None:
    """No arrangement of Markdown's signs gives an element, a picture or a link."""
    drawn = DRAWN.render(inert(text))
    assert not any(mark in drawn for mark in ("<a ", "<img", "<b>", "<a>")), drawn


def test_plain_words_stay_as_they_are() -> None:
    """Money, percentages, quotes and paragraphs read as they were written."""
    plain = 'HK$25 million & 5% of "assets" under ¶2(a) * _so_; 3 < 4, see art. 36(1): yes!'
    assert inert(plain) == plain


def test_an_official_link_is_the_address_of_a_source() -> None:
    """A link of the register is given; one that is none for the web is not."""
    for link, url in (
        ("https://example.org/a", "https://example.org/a"),
        ("javascript:x", "http://here/v1/policies/p"),
    ):
        citation = Citation("1", "p", "p#p1", "A [title](x)", "¶1", None, "q", Standing.IN_FORCE, link)
        writing = Writing("http://here/")
        assert writing.add(Statement("It is so.", (citation,))) == "It is so. [1]"
        assert writing.annotations[0]["url_citation"]["url"] == url


def test_paragraphs_of_one_text_have_links_of_their_own() -> None:
    """Clients number sources by their links; the same paragraph keeps its link, and an anchor of its own stays."""
    plain, anchored = "https://example.org/a", "https://example.org/b#art_5"
    about = ("p", "p#p1", "A title", "¶1", None, "q", Standing.IN_FORCE)
    cited = [("1", plain), ("2", plain), ("1", plain), ("3", anchored), ("4", anchored)]
    writing = Writing("http://here/")
    for marker, link in cited:
        writing.add(Statement("It is so.", (Citation(marker, *about, link),)))
    urls = [row["url_citation"]["url"] for row in writing.annotations]
    assert urls == [plain, f"{plain}#source-2", plain, anchored, anchored]
