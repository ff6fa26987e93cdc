"""What a reader sees of a page is read, and nothing else: containers, tables, lists, marks, struck and hidden text."""

from __future__ import annotations

import pytest

from corpus.loading import load
from corpus.records import Block, BlockKind, Document

SENTENCE = "Licensed platforms may offer staking services to their clients where they keep control of the assets. " * 3
OTHER = "A keeper must hold capital of two million and must not lend more than four times its capital at any time. " * 3
HIDDEN = "The desk pays every claim at once."


def read(body: str, head: str = "") -> Document:
    """Read a page with this body."""
    return load(
        f"<!DOCTYPE html><html><head><title>Site</title>{head}</head><body>{body}</body></html>".encode(), "a.html"
    )


def texts(body: str, head: str = "") -> list[str]:
    """Return the texts of a page's blocks without its headings."""
    return [block.text for block in read(body, head).blocks if block.kind is not BlockKind.HEADING]


@pytest.mark.parametrize(
    "frame",
    [
        "<main><div class=title><h1>Rules</h1></div><div>{}</div></main>",
        "<nav>Home</nav><article><header><h1>Rules</h1></header>{}</article><footer>Imprint</footer>",
        "<div><div><div><h1>Rules</h1></div></div><div><div>{}</div></div></div>",
        "<main><section><h1>Rules</h1></section><section>{}</section></main>",
        "<main><h1>Rules</h1></main><div>{}</div>",
        "<table><tr><td><a href=x>Home</a></td><td><h1>Rules</h1>{}</td></tr></table>",
        "<header><h1>Rules</h1>{}</header>",
        "<form><h1>Rules</h1>{}</form>",
    ],
)
def test_no_container_loses_the_text(frame: str) -> None:
    """The same text is read whole whatever stands around it, with its headings."""
    body = frame.format(f"<p>{SENTENCE}</p><h2>Capital</h2><p>{OTHER}</p>")
    assert [text for text in texts(body) if len(text) > 20] == [SENTENCE.strip(), OTHER.strip()]
    heads = [block.text for block in read(body).blocks if block.kind is BlockKind.HEADING]
    assert heads == ["Rules", "Capital"]


def test_menus_are_left_out_and_lists_of_links_that_are_the_page_are_not() -> None:
    """Many short links beside a text are a menu; where they are all that a page says they are its text."""
    links = "".join(f"<li><a href={number}>Topic {number}</a></li>" for number in range(6))
    assert texts(f"<ul>{links}</ul><div><p>{SENTENCE}</p></div>") == [SENTENCE.strip()]
    assert len(texts(f"<ul>{links}</ul>")) == 6


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>Capital of a keeper:<br>QSD 4,500,000</p>", ["Capital of a keeper: QSD 4,500,000"]),
        ("<p>within <em>nine<br/>business days</em> of it</p>", ["within nine business days of it"]),
        ("<p>First part.<br><br>Second part.</p>", ["First part.", "Second part."]),
        ("<p>A keeper must:<br>(a) keep books<br>(b) report</p>", ["A keeper must:", "(a) keep books", "(b) report"]),
        ("<p>QSD <b>25</b>,000</p>", ["QSD 25,000"]),
        ("<div><span>(a)</span><p>keeps books</p></div>", ["(a) keeps books"]),
        ("<div><div>1.</div><div>Keeps books.</div></div>", ["1. Keeps books."]),
        ("<p>He said <q>no</q>.</p>", ["He said “no”."]),
    ],
)
def test_lines_and_labels(body: str, expected: list[str]) -> None:
    """Line breaks part words, inline tags do not, and a label stands before its text."""
    assert texts(body) == expected


def test_a_break_within_a_heading_parts_its_words() -> None:
    """A heading over two lines is one heading."""
    (heading, _) = read(f"<h1>Circular on keeping<br>client tokens</h1><p>{SENTENCE}</p>").blocks
    assert heading.text == "Circular on keeping client tokens"


@pytest.mark.parametrize(
    ("list_", "expected"),
    [
        ('<ol start="3"><li>x y<li>z w</ol>', ["3. x y", "4. z w"]),
        ('<ol reversed><li>x y<li value="9">z w<li>v u</ol>', ["3. x y", "9. z w", "8. v u"]),
        ('<ol type="i" start="3"><li>x y<li>z w</ol>', ["(iii) x y", "(iv) z w"]),
        ('<ol type="A" start="26"><li>x y<li>z w</ol>', ["(Z) x y", "(AA) z w"]),
        ('<ol style="list-style: lower-roman"><li>x y</ol>', ["(i) x y"]),
        ('<ol style="list-style-type:none"><li>x y</ol>', ["x y"]),
        ('<ol start="-1"><li>x y<li>z w</ol>', ["-1. x y", "0. z w"]),
        ('<ol type="i" start="4000"><li>x y</ol>', ["4000. x y"]),
        (f'<ol start="{"9" * 5000}"><li>x y</ol>', ["1. x y"]),
        ('<ol start="²"><li>x y</ol>', ["1. x y"]),
        ("<ol><li>x y<ol type=a><li>z w</ol><li>v u</ol>", ["1. x y", "(a) z w", "2. v u"]),
        ("<ol><li>(b) as the page itself numbers it</ol>", ["(b) as the page itself numbers it"]),
    ],
)
def test_ordered_lists_have_the_numbers_that_are_shown(list_: str, expected: list[str]) -> None:
    """Start, type, direction and value are read as browsers read them, and absurd ones do no harm."""
    assert texts(list_) == expected


TABLE = """<table><thead><tr><th rowspan="2">Token</th><th colspan="2">Haircut</th></tr><tr><th>Licence A</th>
<th>Licence B</th></tr></thead><tbody><tr><td rowspan="2">Bitcoin</td><td>15</td><td>35</td></tr>
<tr><td>18 under stress</td><td>44 under stress</td></tr><tr><td>Stable</td><td colspan="2">5 for both</td></tr>
</tbody></table>"""


def test_spans_are_filled_and_heads_joined() -> None:
    """Each cell stands below its column's heads and beside its row's."""
    (table,) = texts(TABLE)
    assert table.split("\n") == [
        "Token | Haircut: Licence A | Haircut: Licence B",
        "Bitcoin | 15 | 35",
        "Bitcoin | 18 under stress | 44 under stress",
        "Stable | 5 for both | 5 for both",
    ]


def test_a_row_over_the_whole_width_is_the_head_of_those_below_it() -> None:
    """A group's name stands in the first cell of its rows."""
    rows = "<tr><td colspan=2>Retail</td></tr><tr><td>Bitcoin</td><td>2x</td></tr>"
    assert texts(f"<table><tr><th>Token</th><th>Limit</th></tr>{rows}</table>") == [
        "Token | Limit\nRetail\nRetail: Bitcoin | 2x"
    ]


def test_a_long_table_has_its_heads_in_every_part() -> None:
    """A row far down is read with the heads of its columns."""
    rows = "".join(f"<tr><td>Keeper class {n}</td><td>{n * 3} days</td></tr>" for n in range(1, 60))
    parts = texts(f"<table><tr><th>Class</th><th>Delay</th></tr>{rows}</table>")
    assert len(parts) > 1
    assert all(part.startswith("Class | Delay\n") for part in parts)
    assert sum("Keeper class 43 | 129 days" in part for part in parts) == 1


@pytest.mark.parametrize(
    "span", ['colspan="200000000"', 'rowspan="200000000"', 'colspan="0"', 'colspan="-3"', 'colspan="²"', 'rowspan="x"']
)
def test_absurd_spans_do_no_harm(span: str) -> None:
    """A span is no wider than the table has cells, and no higher than it has rows."""
    (table,) = texts(f"<table><tr><th>A</th><th>B</th></tr><tr><td {span}>words here</td></tr></table>")
    assert table.startswith("A | B\n")
    assert table.count("words here") <= 2


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>within 30<sup>4</sup> days</p>", "within 30 days [note 4]"),
        ("<p>USD 5,000,000<sup>3</sup></p>", "USD 5,000,000 [note 3]"),
        ("<p>10<sup>18</sup> units</p>", "10^18 units"),
        ("<p>the 1<sup>st</sup> day</p>", "the 1st day"),
        ('<p>of 30<a href="#n4">[4]</a> days</p>', "of 30 days [note 4]"),
        (
            '<p>the Committee <a href="#n">(<span style="vertical-align: super">1</span>)</a></p>',
            "the Committee [note 1]",
        ),
    ],
)
def test_marks_are_not_figures(body: str, expected: str) -> None:
    """Note marks, exponents and ordinals never become part of a figure."""
    assert texts(body) == [expected]


@pytest.mark.parametrize(
    ("mark", "head"),
    [
        ("<s>{}</s>", ""),
        ("<del>{}</del>", ""),
        ("<strike>{}</strike>", ""),
        ('<span style="text-decoration: line-through red">{}</span>', ""),
        ('<span class="gone">{}</span>', "<style>.gone {{ text-decoration-line: line-through }}</style>"),
        ('<span class="gone">{}</span>', "<style>p > .gone {{ text-decoration: line-through }}</style>"),
    ],
)
def test_struck_words_are_kept_beside_the_text(mark: str, head: str) -> None:
    """What is crossed out is no text, and is told; what was inserted stays."""
    body = f"<p>{SENTENCE}</p><p>Capital of at least {mark.format('CLD 1 million')} <ins>CLD 6 million</ins>.</p>"
    document = read(body, head.format())
    assert document.blocks[-1] == Block("Capital of at least CLD 6 million.", struck=((19, "CLD 1 million"),))
    assert "Struck through in the document, shown so and kept out of answers: 1 pieces of text." in document.warnings


def test_a_struck_block_is_struck_as_a_whole() -> None:
    """A deletion around paragraphs strikes each of them."""
    document = read(f"<p>{SENTENCE}</p><del><p>Old one here.</p><p>Old two here.</p></del><p>{OTHER}</p>")
    assert [block.text for block in document.blocks] == [SENTENCE.strip(), OTHER.strip()]
    assert [words for _, words in document.blocks[0].struck] == ["Old one here.", "Old two here."]


@pytest.mark.parametrize(
    ("piece", "head"),
    [
        ('<p class="x">{}</p>', "<style>.x{display:none}</style>"),
        (
            '<p class="x">{}</p>',
            "<style>@media screen{p.x{visibility:hidden!important}} p.x{visibility:visible}</style>",
        ),
        ('<p class="x">{}</p>', "<style>.x{color:#fff}</style>"),
        ('<p style="color:white;background-color:rgb(254,254,254)">{}</p>', ""),
        ('<div style="background:#000"><p style="color:#010101">{}</p></div>', ""),
        ('<p style="color:rgba(0,0,0,.01)">{}</p>', ""),
        ('<p style="color:oklch(99% 0 0)">{}</p>', ""),
        ('<p style="transform:scale(0)">{}</p>', ""),
        ('<p style="position:absolute;clip:rect(0,0,0,0)">{}</p>', ""),
        ('<p style="clip-path: inset(100%)">{}</p>', ""),
        ('<p style="height:0;overflow:hidden">{}</p>', ""),
        ('<p style="position:absolute;left:-9999px">{}</p>', ""),
        ('<p style="text-indent:-400em">{}</p>', ""),
        ('<p style="opacity:.01">{}</p>', ""),
        ('<p style="font-size:.1px">{}</p>', ""),
        ("<dialog>{}</dialog>", ""),
        ("<p hidden>{}</p>", ""),
    ],
)
def test_what_nobody_sees_is_taken_out_and_told(piece: str, head: str) -> None:
    """Whatever hides a text, it is no text, and the user reads that there was some."""
    document = read(f"<p>{SENTENCE}</p>{piece.format(HIDDEN)}<p>{OTHER}</p>", head)
    assert [block.text for block in document.blocks] == [SENTENCE.strip(), OTHER.strip()]
    assert "Taken out: 1 pieces of hidden text." in document.warnings


@pytest.mark.parametrize(
    "piece",
    [
        '<div style="background:#003"><p style="color:#fff">{}</p></div>',
        '<ul style="font-size:0"><li style="font-size:14px">{}</li></ul>',
        '<div style="color:#fff"><p style="background:navy">{}</p></div>',
        '<div style="background:url(x.png)"><p style="color:#fff">{}</p></div>',
        '<p style="color:#777">{}</p>',
    ],
)
def test_what_is_seen_stays(piece: str) -> None:
    """Light words on a dark ground, pale print and the tricks of layout are no hiding."""
    assert HIDDEN in texts(f"<p>{SENTENCE}</p>{piece.format(HIDDEN)}")


@pytest.mark.parametrize(
    "panel",
    [
        "<button>Q1. How long?</button><div style='display:none'><p>75 business days.</p></div>",
        "<h3><button aria-controls=p1>Q1. How long?</button></h3><div id=p1 hidden>75 business days.</div>",
        "<details><summary>Q1. How long?</summary><p>75 business days.</p></details>",
        "<div class=accordion-title>Q1. How long?</div><div style='height:0;overflow:hidden'>75 business days.</div>",
        "<label for=c>Q1. How long?</label><div style='max-height:0;overflow:hidden'>75 business days.</div>",
    ],
)
def test_panels_that_a_reader_opens_are_read(panel: str) -> None:
    """The answer of a folded question is text, and what follows the panel does not stand below the question."""
    blocks = read(f"<h1>FAQ</h1><p>{SENTENCE}</p>{panel}<p>{OTHER}</p>").blocks
    found = [block.text for block in blocks]
    assert "75 business days." in found
    assert "Q1. How long?" in found
    if blocks[found.index("Q1. How long?")].kind is BlockKind.HEADING:
        assert found[-2:] == ["FAQ", OTHER.strip()]


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 1_500 + f"<p>{SENTENCE}</p>",
        "<table><tr><td>" * 400 + f"<p>{SENTENCE}</p>",
        "<ol><li>" * 500 + f"<p>{SENTENCE}</p>",
        "<span>" * 1_500 + SENTENCE,
    ],
)
def test_deep_nesting_is_read(body: str) -> None:
    """No depth that the parser takes ends in an error."""
    assert any(text.endswith(SENTENCE.strip()) for text in texts(body))


def test_the_layouts_of_the_official_journal_are_read() -> None:
    """Points set by tables, by grids and by spans alike have their paths; marks of editing are no text."""
    title = "<p>REGULATION (EU) 2026/903 OF THE EUROPEAN PARLIAMENT AND OF THE COUNCIL</p><p>of 25 February 2026</p>"
    table = "<table><tr><td><p>(1)</p></td><td><p>Keepers should be subject to common rules.</p></td></tr></table>"
    grid = "<div><div><span>(a) </span></div><div><p>financial instruments;</p></div></div>"
    body = f"""<p>26.2.2026</p><div>{title}<p>on keepers (Text with EEA relevance)</p></div><p>Whereas:</p>{table}
    <div><p>Article 1</p><p>Scope</p><div><span>1.  </span><div>It does not apply to:{grid}</div></div>
    <p>▼M1</p><p>2.   It applies to ►C1 keepers ◄.</p></div>"""
    document = read(body)
    assert [(block.label, block.text) for block in document.blocks if block.label not in {"", "Preamble"}] == [
        ("Recital 1", "(1) Keepers should be subject to common rules."),
        ("Article 1", "Article 1 Scope"),
        ("(1)", "1. It does not apply to:"),
        ("(1)(a)", "(a) financial instruments;"),
        ("(2)", "2. It applies to keepers ."),
    ]
    assert document.title.startswith("Regulation (EU) 2026/903")
    assert str(document.published) == "26 February 2026"
