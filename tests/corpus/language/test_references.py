"""References to provisions, as people write them."""

from __future__ import annotations

import pytest

from corpus.language.references import provisions, quoted, references


@pytest.mark.parametrize(
    "text",
    ["What does Article 36(1) say?", "see Art. 36 (1)", "art 36(1) of MiCA", "under Articles 36(1)"],
)
def test_one_article_is_written_in_many_ways(text: str) -> None:
    """Every way of writing it gives the same slugs."""
    assert references(text) == [frozenset({"article-36-1", "art-36-1"})]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("section 53ZRF", "section-53zrf"),
        ("Sec. 4(a)(11)", "sec-4-a-11"),
        ("§ 4(a)", "sec-4-a"),
        ("Recital 12", "recital-12"),
        ("Annex IV", "annex-iv"),
        ("¶ 2", "p2"),
        ("paragraph 10.22", "para-10-22"),
        ("Rule 2.6.4(i).", "rule-2-6-4-i"),
        ("section 12.", "section-12"),
    ],
)
def test_a_reference_has_the_slug_of_its_locator(text: str, slug: str) -> None:
    """Sections, recitals, annexes and paragraphs are found by the locators of their passages."""
    assert any(slug in slugs for slugs in references(text))


def test_what_names_another_act_is_no_reference_to_this_text() -> None:
    """Article 4 of a Directive is not Article 4 here."""
    assert references("as defined in Article 4(1) of Directive 2014/65/EU, and in Article 35") == [
        frozenset({"article-35", "art-35"})
    ]


def test_plain_words_are_no_references() -> None:
    """A part of the market and a rule of thumb name nothing."""
    assert references("Part of the market follows the rule that partners must report") == []


def test_phrases_in_any_quotation_marks_are_quoted() -> None:
    """English and Chinese marks count; a lone word of five letters does not."""
    assert quoted('Who said "nine platforms were licensed" and 「穩定幣條例草案」, or "token"?') == [
        "nine platforms were licensed",
        "穩定幣條例草案",
    ]


@pytest.mark.parametrize(
    ("at", "slugs"),
    [
        ("Arts. 36(4), 45(7)", ["article-36-4", "article-45-7"]),
        ("s. 4(a)(1)(A)(vii)", ["section-4-a-1-a-vii"]),
        ("ss. 105(c), 109", ["section-105-c", "section-109"]),
        ("paras 7.8-7.10", ["para-7-8", "para-7-9", "para-7-10"]),
        ("Arts. 36, 45 and Annex IV", ["article-36", "article-45", "annex-iv"]),
        ("Sch. 3", ["schedule-3"]),
        ("para 10, fn 4", ["para-10"]),
        ("Annex para 3", []),
        ("Budget, para 12", []),
        ("Eligible investors", []),
    ],
)
def test_a_note_names_provisions_as_lawyers_do(at: str, slugs: list[str]) -> None:
    """A name counts for the numbers behind it, a range for what lies in it; a part of no known place names nothing."""
    named = provisions(at)
    assert len(named) == len(slugs)
    assert all(slug in one for slug, one in zip(slugs, named, strict=True))


def test_a_page_is_no_paragraph() -> None:
    """Paragraph 7 is not found at page 7, nor at the seventh paragraph of a text that numbers none."""
    assert not provisions("para 7")[0] & {"p-7", "p7"}
