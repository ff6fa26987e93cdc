"""The numbers that Word shows before paragraphs, in every form in which it keeps them."""

from __future__ import annotations

import pytest

from corpus.loading import load
from corpus.loading.docx.written import written
from tests.corpus.loading.docx_bytes import levels, make_docx, num, p, style, table

DECIMAL = (("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "(%3)"))


def texts(body: str, numbering: str, styles: str = "") -> list[str]:
    """Return the texts of a document's paragraphs, with the words after the number left out."""
    document = load(make_docx(body, numbering=numbering, styles=styles), "a.docx")
    return [block.text.replace(" Rule.", "") for block in document.blocks]


def test_levels_count_and_begin_anew() -> None:
    """A deeper level begins anew below each item of a higher one."""
    body = "".join(p("Rule.", numbers=f"1/{depth}") for depth in (0, 1, 1, 2, 0, 1))
    assert texts(body, levels(*DECIMAL) + num("1")) == ["1.", "1.1", "1.2", "(a)", "2.", "2.1"]


def test_a_list_that_is_told_to_begin_anew_does() -> None:
    """Two lists of one abstract list count on, unless the second one names its own first number."""
    body = "".join(p("Rule.", numbers=f"{list_id}/0") for list_id in ("1", "1", "2", "2", "3"))
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = levels(*DECIMAL) + num("1") + num("2", inner=again) + num("3")
    assert texts(body, numbering) == ["1.", "2.", "1.", "2.", "3."]


def test_a_style_is_bound_to_its_level() -> None:
    """A level may name the style that it numbers, and a style based on that one is numbered alike."""
    bound = levels(*DECIMAL).replace('<w:lvl w:ilvl="1">', '<w:lvl w:ilvl="1"><w:pStyle w:val="Two"/>')
    numbered = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = style("One", numbered) + style("Two", numbered) + style("Child", '<w:basedOn w:val="Two"/>')
    body = "".join(p("Rule.", style=name) for name in ("One", "Two", "Child", "One", "Two"))
    assert texts(body, bound + num("1"), styles) == ["1.", "1.1", "1.2", "2.", "2.1"]


def test_a_paragraph_may_leave_the_list_of_its_style() -> None:
    """List 0 is none."""
    styles = style("One", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    body = p("Rule.", style="One") + p("Alone here.", style="One", numbers="0") + p("Rule.", style="One")
    assert texts(body, levels(*DECIMAL) + num("1"), styles) == ["1.", "Alone here.", "2."]


def test_legal_levels_are_written_in_digits() -> None:
    """Below `Article IV`, a legal level shows 4.1."""
    forms = levels(("upperRoman", "Article %1"), ("decimal", "%1.%2"), inner="<w:isLgl/>")
    numbering = forms.replace("<w:isLgl/>", "", 1) + num("1")
    body = "".join(p("Rule.", numbers=f"1/{depth}") for depth in (0, 0, 1))
    assert texts(body, numbering) == ["Article I", "Article II", "2.1"]


def test_a_level_that_never_begins_anew_counts_on() -> None:
    """Numbered clauses run on through the chapters where `lvlRestart` says so."""
    numbering = levels(("decimal", "%1."), ("decimal", "§ %2"), inner='<w:lvlRestart w:val="0"/>') + num("1")
    body = "".join(p("Rule.", numbers=f"1/{depth}") for depth in (0, 1, 1, 0, 1))
    assert texts(body, numbering) == ["1.", "§ 1", "§ 2", "2.", "§ 3"]


def test_numbers_in_cells_and_in_lists_by_name() -> None:
    """Cells count in their order, and a list may take its levels from a style of lists."""
    named = '<w:abstractNum w:abstractNumId="9"><w:numStyleLink w:val="Legal"/></w:abstractNum>'
    styles = style("Legal", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>', kind="numbering")
    body = table(("Duty", "Time"), (p("Rule.", numbers="5"), "one day"), (p("Rule.", numbers="5"), "two days"))
    assert texts(body, levels(*DECIMAL) + named + num("1") + num("5", "9"), styles) == [
        "Duty | Time\n1. | one day\n2. | two days"
    ]


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (11, "chineseCountingThousand", "十一"),
        (20, "taiwaneseCountingThousand", "二十"),
        (105, "chineseCounting", "一百零五"),
        (3, "ideographTraditional", "丙"),
        (12, "ideographLegalTraditional", "壹拾貳"),
        (7, "decimalZero", "07"),
        (22, "ordinal", "22nd"),
        (21, "ordinalText", "Twenty-first"),
        (40, "cardinalText", "Forty"),
        (3, "decimalEnclosedCircle", "③"),
        (28, "lowerLetter", "bb"),
        (1994, "upperRoman", "MCMXCIV"),
        (10**12, "upperRoman", "1000000000000"),
        (4 * 10**10, "lowerLetter", "40000000000"),
        (0, "upperRoman", "0"),
        (5, "none", ""),
    ],
)
def test_forms(value: int, form: str, shown: str) -> None:
    """Each form as Word shows it; a number too large for one is written in digits."""
    assert written(value, form) == shown


def test_odd_numbers_are_no_trouble() -> None:
    """Digits of other scripts, words, 5,000 digits and lists that are not there are read as none."""
    odd = levels(*DECIMAL).replace('<w:start w:val="1"/>', f'<w:start w:val="{"9" * 5000}"/>', 1)
    body = p("Rule.", numbers="1/²") + p("Rule.", numbers="1/two") + p("Rule.", numbers="77/0")
    assert texts(body, odd + num("1")) == ["1.", "2.", "Rule."]
