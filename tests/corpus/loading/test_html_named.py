"""Pages without their stylesheets, and what stands around their text: looks by class, roles, tabs and teasers."""

from __future__ import annotations

import pytest

from tests.corpus.loading.test_html_reading import OTHER, SENTENCE, read, texts


@pytest.mark.parametrize(
    "words",
    [
        "<span class=line-through>CLD 1</span> <u>CLD 6</u>",
        "<span class='text-decoration-line-through'>CLD 1</span> CLD 6",
        "<span class=strikethrough>CLD 1</span> CLD 6",
        "<span class=diff-deleted>CLD 1</span><span class=diff-inserted>CLD 6</span>",
        "<span class=del>CLD 1</span><ins>CLD 6</ins>",
    ],
)
def test_words_that_a_class_calls_struck_are_struck(words: str) -> None:
    """The stylesheet that crosses them out lies at another address."""
    block = read(f"<p>Capital is {words}.</p>").blocks[0]
    assert block.text == "Capital is CLD 6."
    assert [words for _, words in block.struck] == ["CLD 1"]


@pytest.mark.parametrize(
    ("body", "head"),
    [
        ("<p>Capital is <span class=removed>CLD 1</span>.</p>", ""),  # nothing on the page was inserted
        (
            "<p>Capital is <span class=line-through>CLD 1</span>.</p>",
            "<style>.line-through{text-decoration:none}</style>",
        ),
        ("<p class=strike-price>Capital is CLD 1.</p>", ""),
    ],
)
def test_words_that_no_class_calls_struck_stay(body: str, head: str) -> None:
    """A name that says something else, or that the page itself takes back, strikes nothing."""
    assert texts(body, head) == ["Capital is CLD 1."]


def test_struck_rows_and_lists_are_struck_in_their_parts() -> None:
    """A style on what holds rows or items alone."""
    head = "<style>.old{text-decoration:line-through}</style>"
    rows = "<tr><th>Item<th>Fee</tr><tr class=old><td>Audit<td>CLD 1</tr><tr><td>Audit<td>CLD 6</tr>"
    document = read(f"<table>{rows}</table><ul class=old><li>Due in 5 days.</li></ul><p>Due in 9 days.</p>", head)
    joined = " ".join(block.text for block in document.blocks)
    assert "CLD 1" not in joined
    assert "5 days" not in joined
    assert {words for block in document.blocks for _, words in block.struck} == {"Audit", "CLD 1", "Due in 5 days."}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("RVH 300,000<a href=#n2 class=noteref>2</a> in cash", "RVH 300,000 [note 2] in cash"),
        ("within 8<span><a href=#n3>3</a></span> days", "within 8 days [note 3]"),
        ("within <a href=#c2>F5</a>28 days", "within [note F5] 28 days"),
        ("within 12<sup><a href=#fn:2>[footnote 2]</a></sup> hours", "within 12 hours [note 2]"),
        ("within 40 (<a href=#E4><span class=superscript>4</span></a>) days", "within 40 days [note 4]"),
        ("under section <a href=#s5>5</a> and Art.<a href=#s6>6</a>", "under section 5 and Art.6"),
        ("in Table<a href=#t1> 1</a>", "in Table 1"),
        ("依第<a href=#s5>5</a>條", "依第5條"),
        ("see <a href=#a1>A1</a> and section 5(<a href=#s52>2</a>)", "see A1 and section 5(2)"),
    ],
)
def test_links_to_notes_are_no_figures(words: str, expected: str) -> None:
    """Their marks touch the words they belong to; a number that is one of its own, or part of a citation, stays."""
    assert texts(f"<p>{words}.</p>") == [f"{expected}."]


def test_numbers_of_printed_pages_are_no_part_of_a_sentence() -> None:
    """They stand where the page of the printed text ends."""
    page = (
        "<p>Reserves of at least <span class=printed-page>Start Printed Page 4420</span> 103 percent, see page 12.</p>"
    )
    assert texts(page) == ["Reserves of at least 103 percent, see page 12."]


def test_tables_by_role_are_tables() -> None:
    """Cells of any element are cells."""
    row = "<div role=row><span role=cell>{}</span><span role=cell>{}</span></div>"
    page = f"<div role=table>{row.format('Service', 'Fee')}{row.format('Staking', 'NVD 1,150')}</div>"
    assert texts(page) == ["Service | Fee\nStaking | NVD 1,150"]


def test_items_have_the_numbers_of_the_lists_around_them() -> None:
    """Where the page's style writes all of them."""
    head = "<style>ol{counter-reset:i}li:before{counter-increment:i;content:counters(i,'.') ' '}</style>"
    page = "<ol><li>Entry<ol><li>Test.</li><li>Pay.</li></ol></li><li>Exit<ol><li>Tell.</li></ol></li></ol>"
    assert texts(page, head) == ["1. Entry", "1.1 Test.", "1.2 Pay.", "2. Exit", "2.1 Tell."]


def test_the_title_of_a_tab_stands_above_its_panel() -> None:
    """So that a version that no longer holds is called so."""
    tab = "<button role=tab aria-controls={}>{}</button>"
    tabs = f"<div role=tablist>{tab.format('a', 'Now')}{tab.format('b', 'Repealed')}</div>"
    panels = f"<div role=tabpanel id=a><p>{OTHER}</p></div><div role=tabpanel id=b hidden><p>{SENTENCE}</p></div>"
    blocks = [block.text for block in read(tabs + panels).blocks]
    assert blocks == ["Now", OTHER.strip(), "Repealed", SENTENCE.strip()]


def test_teasers_of_other_articles_are_left_out() -> None:
    """Their headings are links; a page that is a list of such articles is read."""
    teaser = "<article><h3><a href=/old>Circular of 2023</a></h3><p>A lender holds 110 per cent.</p></article>"
    assert texts(f"<article><h1>Circular</h1><p>{OTHER}</p></article><section>{teaser}</section>") == [OTHER.strip()]
    assert texts(teaser * 3) == ["A lender holds 110 per cent."] * 3


def test_a_table_that_holds_headings_sets_the_page() -> None:
    """Old pages stand in the cell beside their menu."""
    page = f"<table><tr><td>Home</td><td><h1>Order</h1><p>{OTHER}</p><p>Fee: 4.</p></td></tr></table>"
    assert texts(page)[-2:] == [OTHER.strip(), "Fee: 4."]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("<td>Bitcoin<br>Ether<td>12%<br>19%", ["Bitcoin | 12%", "Ether | 19%"]),
        ("<td>Bitcoin<br>Ether<td>12\npercent<br>19\npercent", ["Bitcoin | 12 percent", "Ether | 19 percent"]),
        ("<td>Licence<br>fee<td>NVD<br>700", ["Licence fee | NVD 700"]),
        ("<td>Bitcoin<br>and Ether<td>12%", ["Bitcoin and Ether | 12%"]),
    ],
)
def test_lines_of_cells_that_stand_side_by_side_are_rows(row: str, expected: list[str]) -> None:
    """If one column of them holds figures alone, a line each."""
    assert texts(f"<table><tr><th>Asset<th>Cut</tr><tr>{row}</tr></table>") == ["\n".join(("Asset | Cut", *expected))]
