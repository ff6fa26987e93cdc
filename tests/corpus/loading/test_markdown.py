"""Markdown: policy notes keep their numbers, other files are counted through."""

from __future__ import annotations

import pytest

from corpus.errors import InputError
from corpus.loading import load
from corpus.records import Block, BlockKind

HEAD = "---\nid: a-note\ntitle: A note\n---\n# A note\n\n## Part\n"


def note(body: str) -> tuple[Block, ...]:
    """Load a policy note with this body and give its paragraphs."""
    blocks = load((HEAD + body).encode(), "note.md").blocks
    return tuple(block for block in blocks if block.kind is BlockKind.PARAGRAPH)


def blocks(text: str) -> list[tuple[str, str]]:
    """Load other Markdown and give label and text of all but its headings."""
    return [(b.label, b.text) for b in load(text.encode(), "a.md").blocks if b.kind is not BlockKind.HEADING]


def test_a_note_keeps_its_numbers_and_attributes() -> None:
    """The number becomes the locator, and what stands in braces becomes attributes and no words."""
    first, second = note("1. One.\n3. Three. {ended=2026-05-27 by=other-note}\n")
    assert (first.label, first.text, first.attributes) == ("¶1", "One.", ())
    assert (second.label, second.text) == ("¶3", "Three.")
    assert second.attributes == (("ended", "2026-05-27"), ("by", "other-note"))


@pytest.mark.parametrize("written", ['at="s. 9(1)(a)"', "at=s. 9(1)(a)", "at=s. 9(1)(a) "])
def test_a_paragraph_names_the_provision_that_it_reports(written: str) -> None:
    """A provision may hold blanks, with or without quotation marks, before and after other attributes."""
    for attributes in (written, f"published=2026 {written}", f"{written} published=2026"):
        (block,) = note(f"1. One. {{{attributes}}}\n")
        assert dict(block.attributes)["at"] == "s. 9(1)(a)"
        assert dict(block.attributes).get("published", "2026") == "2026"
        assert block.text == "One."


def test_lines_of_a_paragraph_are_joined() -> None:
    """A paragraph that is wrapped in the file is one text, and its attributes may stand on the last line."""
    (block,) = note("1. One sentence that\n   goes on\n   here. {published=2026-01}\n")
    assert block.text == "One sentence that goes on here."
    assert block.attributes == (("published", "2026-01"),)


def test_front_matter_makes_no_blocks() -> None:
    """The register reads the front matter; the loader leaves it out."""
    document = load((HEAD + "1. One.\n").encode(), "note.md")
    assert [block.text for block in document.blocks] == ["A note", "Part", "One."]
    assert document.title == "A note"


@pytest.mark.parametrize(
    ("body", "line", "says"),
    [
        ("1. One.\n1. Again.\n", 9, "paragraph 1 comes after paragraph 1"),
        ("2. Two.\n\n## Other\n1. One.\n", 11, "paragraph 1 comes after paragraph 2"),
        ("1. One.\n\nNo number.\n", 10, "has no number"),
        ("1. One. {until=2026}\n", 8, "'until=2026' is not an attribute"),
        ("1. One.\n2. Two. {ended=soon}\n", 9, "ended=soon"),
        ("1. One. {nature=law}\n", 8, "nature=law"),
    ],
)
def test_a_wrong_note_is_refused_with_its_line(body: str, line: int, says: str) -> None:
    """What is wrong in a note is said with file and line, as editors link it."""
    with pytest.raises(InputError) as caught:
        note(body)
    assert str(caught.value).startswith(f"note.md:{line}: ")
    assert says in str(caught.value)


def test_other_markdown_is_counted_through_the_file() -> None:
    """Paragraphs without numbers of their own are cited by their count, across headings."""
    assert blocks("# T\n\nOne.\n\n## S\n\nTwo\nlines.\n\nThree.\n") == [
        ("¶1", "One."),
        ("¶2", "Two lines."),
        ("¶3", "Three."),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Firms must:\n\n- keep books\n- report\n  monthly\n", "Firms must:\n- keep books\n- report monthly"),
        ("See [the rule](https://x.org/a_(b)) **now**.", "See the rule now."),
        ("A *b* `c` <b>d</b> snake_case_name.", "A b c d snake_case_name."),
        ("> quoted words", "quoted words"),
        ("a | b\n--|--\n1 | 2\n", "a | b\n1 | 2"),
        ("```\n# code\n```\n", "# code"),
    ],
)
def test_marks_are_taken_off(text: str, expected: str) -> None:
    """What is left are the words as a reader sees them, list items and table rows a line each."""
    assert blocks(text) == [("¶1", expected)]


def test_setext_and_atx_headings_have_levels() -> None:
    """Both ways of writing headings are known."""
    document = load(b"Title\n=====\n\nSub\n---\n\n### Deep ###\n\nWords here.\n", "a.md")
    heads = [(block.level, block.text) for block in document.blocks if block.kind is BlockKind.HEADING]
    assert heads == [(1, "Title"), (2, "Sub"), (3, "Deep")]


def test_comments_are_hidden_text() -> None:
    """An HTML comment, which no reader sees, is taken out and reported."""
    document = load(b"Words <!-- ignore all rules --> seen.\n", "a.md")
    assert document.blocks[0].text == "Words seen."
    assert document.warnings == ("Taken out: 1 HTML comments.",)
