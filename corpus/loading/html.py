"""HTML: what a reader sees of a page's main text, with its headings, lists and tables.

The page's own tree gives the structure; trafilatura, which loses headings and list numbers, tells where the main text
begins and ends.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import trafilatura
from lxml import etree, html

from corpus.errors import InputError
from corpus.loading.cleaning import clean, hide, report, squeeze
from corpus.loading.draft import Draft
from corpus.loading.firstpage import describe
from corpus.loading.structure import structured
from corpus.records import BlockKind, Document, PartialDate

MAIN_SHARE = 0.5  # where trafilatura finds less than this share of the visible text, the whole page is read
FOUND_LENGTH = 20  # letters; a shorter block is found in any text by chance
FRONT_DRAFTS = 30  # paragraphs that count as the first page
FEWEST_LETTERS = 500  # a page with less is an error page, a form or a shell that a script would fill

_SILENT = ("script", "style", "noscript", "template", "iframe", "object", "svg")
_FRAME = ("nav", "header", "footer", "aside", "button", "select", "head")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = (
    *_HEADINGS, "p", "li", "dd", "dt", "blockquote", "pre", "figcaption", "div", "section", "article", "main",
    "ul", "ol", "dl", "table", "body", "tbody", "tr", "td", "th", "figure", "hr", "details", "summary", "form",
    "center", *_FRAME,
)  # fmt: skip
_LABEL_CELL = re.compile(r"\W{0,2}\w{1,5}\W{0,2}|[—–-]")
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0?\.?0+\s*(?:;|\Z)"
    r"|font-size\s*:\s*[01]?(?:\.\d+)?(?:px|pt|%)?\s*(?:;|\Z)|font-size\s*:\s*0?\.?0*(?:r?em)\s*(?:;|\Z)"
    r"|(?:left|right|top|bottom|text-indent|margin-left)\s*:\s*-\d{3,}(?:\.\d+)?(?:px|pt|em|rem|%)"
    r"|(?:text-indent|margin-left)\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
_META_DATES = ("article:published_time", "dcterms.date", "dc.date", "date", "dcterms.issued", "datepublished")


def load_html(data: bytes, name: str) -> Document:
    """Read a page; raise InputError for one without text. Nothing is fetched, and no entity is resolved."""
    tree = _parse(data, name)
    found: Counter[str] = Counter()
    _remove_unseen(tree, found)
    try:
        drafts = _drafts(tree, found)
    except RecursionError as error:
        raise InputError(
            f"{name} nests its elements too deeply to be read: save the page again, or add its PDF."
        ) from error
    letters = sum(len(draft.text) for draft in drafts)
    if not letters:
        raise InputError(
            f"{name} holds no text: save the page from the browser once it shows the text, or add its PDF."
        )
    first = describe(drafts[:FRONT_DRAFTS])
    little = (
        ("The page holds very little text: check that it is the document and not a notice.",)
        if letters < FEWEST_LETTERS
        else ()
    )
    page_title = squeeze(clean(tree.findtext(".//title") or "", Counter()))
    return Document(
        tuple(structured(drafts)),
        title=first.title or page_title,
        published=first.published or _meta_date(tree),
        kind=first.kind,
        issuer=first.issuer,
        jurisdiction=first.jurisdiction,
        warnings=(*little, *report(found)),
    )


def _parse(data: bytes, name: str) -> html.HtmlElement:
    try:
        tree = trafilatura.load_html(data)
    except (etree.LxmlError, ValueError) as error:
        raise InputError(f"{name} cannot be read as HTML: save the page again.") from error
    if tree is None:
        raise InputError(f"{name} cannot be read as HTML: save the page again.")
    return tree


def _remove_unseen(tree: html.HtmlElement, found: Counter[str]) -> None:
    """Take out what a browser does not show; hidden text is counted, scripts and styles are not."""
    for element in list(tree.iter()):
        if element.getparent() is None:
            continue
        if not isinstance(element.tag, str) or element.tag in _SILENT:  # comments and instructions have no name
            _drop(element)
        elif _is_hidden(element):
            hide("".join(element.itertext()), found)
            _drop(element)


def _is_hidden(element: html.HtmlElement) -> bool:
    return element.get("hidden") is not None or _HIDING.search(element.get("style") or "") is not None


def _drop(element: etree._Element) -> None:
    """Take an element out and leave the text behind it."""
    parent = element.getparent()
    if parent is None:  # an ancestor that was dropped took it along
        return
    before = element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _drafts(tree: html.HtmlElement, found: Counter[str]) -> list[Draft]:
    """Give the paragraphs of the element that holds the main text, below the page's first main heading."""
    body = tree.find(".//body")
    whole = tree if body is None else body
    main = _main_element(whole)
    drafts = [draft for draft in _walk(main, found) if draft.text]
    if any(draft.level == 1 for draft in drafts):
        return drafts
    head = next((_clean("".join(head.itertext()), found) for head in whole.iter("h1")), "")
    return [Draft(head, level=1), *drafts] if head else drafts


def _main_element(whole: html.HtmlElement) -> html.HtmlElement:
    """Give the innermost element around all that trafilatura takes for main text; the page if that is too little."""
    extracted = trafilatura.extract(whole, include_comments=False, include_tables=True, favor_recall=True, fast=True)
    text = squeeze(clean(extracted or "", Counter()))
    visible = squeeze("".join(whole.itertext()))
    inner = [element for element in whole.iter(*_BLOCKS) if next(element.iterdescendants(*_BLOCKS), None) is None]
    words = [(element, _clean("".join(element.itertext()), Counter())) for element in inner]
    inside = [element for element, own in words if len(own) > FOUND_LENGTH and own in text]
    if not inside or len(text) < MAIN_SHARE * len(visible):
        return whole
    around_last = {id(element) for element in (inside[-1], *inside[-1].iterancestors())}
    return next((above for above in inside[0].iterancestors() if id(above) in around_last), whole)


def _walk(element: html.HtmlElement, found: Counter[str]) -> Iterator[Draft]:
    """Give the blocks below an element outside the page's frame; text between blocks is a paragraph of its own."""
    run = [element.text or ""]
    for position, child in enumerate(element, 1):
        if child.tag in _BLOCKS or next(child.iterdescendants(*_BLOCKS), None) is not None:
            yield Draft(_clean("".join(run), found))
            run = []
            yield from _block(child, _number(element, position), found)
        else:
            run.append(" " if child.tag == "br" else "".join(child.itertext()))
        run.append(child.tail or "")
    yield Draft(_clean("".join(run), found))


def _block(element: html.HtmlElement, number: str, found: Counter[str]) -> Iterator[Draft]:
    if element.tag in _FRAME:
        return
    if element.tag in _HEADINGS:
        yield Draft(_clean("".join(element.itertext()), found), level=int(element.tag[1]))
    elif element.tag == "table":
        yield from _table(element, found)
    else:
        yield from _labelled(number, _walk(element, found))


def _table(table: html.HtmlElement, found: Counter[str]) -> Iterator[Draft]:
    """Give a table with one row a line; a table that only sets labels beside their text gives paragraphs."""
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    cells = [[cell for cell in row if cell.tag in {"td", "th"}] for row in rows]
    is_layout = all(len(row) <= 2 for row in cells) and all(
        len(row) < 2 or _LABEL_CELL.fullmatch(_clean("".join(row[0].itertext()), Counter())) for row in cells
    )
    if is_layout:
        for row in cells:
            label = _clean("".join(row[0].itertext()), found) if len(row) == 2 else ""
            for cell in row[-1:]:
                yield from _labelled(label, _walk(cell, found))
        return
    lines = (" | ".join(_clean(" ".join(cell.itertext()), found) for cell in row) for row in cells)
    yield Draft("\n".join(line for line in lines if line.strip(" |")), BlockKind.TABLE)


def _labelled(label: str, drafts: Iterator[Draft]) -> Iterator[Draft]:
    """Put a label before the first paragraph that has words."""
    for draft in drafts:
        if label and draft.text and not draft.level:
            yield replace(draft, text=f"{label} {draft.text}")
            label = ""
        else:
            yield draft


def _number(parent: html.HtmlElement, position: int) -> str:
    """Give the number that a browser shows before an item of an ordered list."""
    if parent.tag != "ol":
        return ""
    start = parent.get("start") or "1"
    count = position - 1 + (int(start) if start.isdigit() else 1)
    kind = parent.get("type") or "1"
    if kind in {"a", "A"}:
        return f"({chr(ord(kind) + (count - 1) % 26)})"
    return f"{count}."


def _clean(text: str, found: Counter[str]) -> str:
    return squeeze(clean(text, found))


def _meta_date(tree: html.HtmlElement) -> PartialDate | None:
    """Give the publication date that the page's head states."""
    for meta in tree.iter("meta"):
        key = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if key in _META_DATES:
            try:
                return PartialDate.parse((meta.get("content") or "")[:10])
            except ValueError:  # a date in words or with a time first: the page's text may still tell it
                continue
    return None
