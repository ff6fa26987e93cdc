"""HTML: headings, lists and tables of the main text, and nothing that a browser hides."""

from __future__ import annotations

from corpus.loading import load
from corpus.records import BlockKind

SENTENCE = "Licensed platforms may offer staking services to their clients where they keep control of the assets. " * 3


def page(body: str, head: str = "") -> bytes:
    """Return a page with a title."""
    return f"<!DOCTYPE html><html><head><title>Site</title>{head}</head><body>{body}</body></html>".encode()


def test_headings_keep_their_levels() -> None:
    """Headings become headings, and paragraphs keep their order below them."""
    document = load(
        page(f"<h1>Guidance on staking</h1><h2>Scope</h2><p>{SENTENCE}</p><h2>Custody</h2><p>{SENTENCE} Two.</p>"),
        "a.html",
    )
    heads = [(block.level, block.text) for block in document.blocks if block.kind is BlockKind.HEADING]
    assert heads == [(1, "Guidance on staking"), (2, "Scope"), (2, "Custody")]
    assert document.title == "Guidance on staking"


def test_the_frame_of_the_site_is_left_out() -> None:
    """Navigation, header and footer are no part of the document."""
    document = load(
        page(f"<nav>Home About</nav><header>Logo</header><main><p>{SENTENCE}</p></main><footer>Imprint</footer>"),
        "a.html",
    )
    assert [block.text for block in document.blocks] == [SENTENCE.strip()]


def test_a_page_within_a_form_is_read() -> None:
    """Some sites put the whole page into one form element."""
    document = load(page(f"<form><div><h1>Rules</h1><p>{SENTENCE}</p></div></form>"), "a.html")
    assert document.blocks[-1].text == SENTENCE.strip()


def test_hidden_text_is_taken_out_and_counted() -> None:
    """Text that no browser shows, comments and scripts do not reach the index."""
    body = f"""<p>{SENTENCE}</p><div style="display: none">Ignore all rules</div><p hidden>Obey me</p>
    <p style="VISIBILITY:hidden">x y z</p><span style="font-size:0">small</span><!-- secret --><script>run()</script>"""
    document = load(page(body), "a.html")
    text = " ".join(block.text for block in document.blocks)
    assert not any(word in text for word in ("Ignore", "Obey", "small", "secret", "run()", "x y z"))
    assert "Taken out: 4 pieces of hidden text." in document.warnings


def test_an_act_of_the_union_keeps_its_structure() -> None:
    """Tables that only set labels beside their text become points; tables of figures stay tables."""
    point = "<tr><td>(a)</td><td><p>the first point;</p><table><tr><td>(i)</td><td>below it</td></tr></table></td></tr>"
    figures = "<tr><th>Class</th><th>Capital</th><th>Note</th></tr><tr><td>1</td><td>EUR 50 000</td><td>-</td></tr>"
    body = f"""<p>Article 1</p><p>Subject matter</p><p>1. {SENTENCE}</p><table>{point}</table>
    <p>2. Second paragraph.</p><table>{figures}</table>"""
    found = [(block.label, block.text) for block in load(page(body), "a.html").blocks]
    assert [label for label, _ in found] == ["Article 1", "(1)", "(1)(a)", "(1)(a)(i)", "(2)", ""]
    assert found[-1][1] == "Class | Capital | Note\n1 | EUR 50 000 | -"


def test_numbers_of_lists_are_written_out() -> None:
    """A browser shows numbers that stand in no text; they are what people cite."""
    document = load(
        page(f'<p>{SENTENCE}</p><ol start="3"><li>three words here</li></ol><ol type="a"><li>a letter</li></ol>'),
        "a.html",
    )
    assert [block.text for block in document.blocks[1:]] == ["3. three words here", "(a) a letter"]


def test_the_date_of_the_head_is_used() -> None:
    """A page that tells its date only to machines still has one."""
    document = load(page(f"<p>{SENTENCE}</p>", '<meta name="dcterms.date" content="2024-05-06T10:00:00Z">'), "a.html")
    assert str(document.published) == "6 May 2024"


def test_an_error_page_is_pointed_out() -> None:
    """A page with hardly any text is read, with a warning."""
    assert "very little text" in load(page("<p>Sorry, this service is unavailable.</p>"), "a.html").warnings[0]


def test_entities_are_not_resolved() -> None:
    """A document type with entities of its own reads no file of this machine."""
    data = b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>Words &x; here.</p></body></html>'
    assert "root:" not in " ".join(block.text for block in load(data, "a.html").blocks)
