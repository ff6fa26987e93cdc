"""Locators: labels parted into place and path, ranges cited as people do, and ids that never meet."""

from __future__ import annotations

import pytest

from corpus.language.locators import Ids, cite, parse_label, slug


@pytest.mark.parametrize(
    ("label", "place", "path"),
    [
        ("para 5.3(a)", "para 5.3", ("(a)",)),
        ("(1)(b)", "", ("(1)", "(b)")),
        ("Recital 12", "Recital 12", ()),
        ("¶2", "¶2", ()),
        ("第3條(1)", "第3條", ("(1)",)),
        ("Section 4(1), quoted (2)", "Section 4", ("(1)", ", quoted", "(2)")),
    ],
)
def test_a_label_is_a_place_and_a_path(label: str, place: str, path: tuple[str, ...]) -> None:
    """What stands in parentheses at the end is the path, in any script, an inserted text's too."""
    assert parse_label(label) == (place, path)


@pytest.mark.parametrize(
    ("first", "last", "cited"),
    [
        (("(1)", "(a)"), ("(1)", "(c)"), "Article 36(1)(a)-(c)"),
        (("(1)",), ("(1)",), "Article 36(1)"),
        (("(1)",), ("(2)", "(a)"), "Article 36(1)-(2)(a)"),
        ((), (), "Article 36"),
    ],
)
def test_a_range_repeats_nothing(first: tuple[str, ...], last: tuple[str, ...], cited: str) -> None:
    """What both ends share is written once."""
    assert cite("Article 36", first, last) == cited


def test_a_slug_is_lower_case_with_single_hyphens() -> None:
    """Parentheses, dots and blanks all part words, and the paragraph sign is a letter."""
    assert [slug(place) for place in ("Article 36(1)(b)", "¶2", "para 5.3 (a)", "第3條")] == [
        "article-36-1-b", "p2", "para-5-3-a", "第3條",
    ]  # fmt: skip


def test_ids_of_one_policy_never_meet() -> None:
    """The second passage at a place gets a number, and a place that leaves nothing is a text."""
    ids = Ids("mica")
    assert [ids.make(place) for place in ("Article 1", "article 1", "¶¶", "…")] == [
        "mica#article-1", "mica#article-1~2", "mica#pp", "mica#text",
    ]  # fmt: skip
