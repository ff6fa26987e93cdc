"""HTML: what a reader sees of a page's main text, with its headings, lists and tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import trafilatura
from lxml import etree, html

from corpus.errors import InputError
from corpus.loading.cleaning import clean, report, squeeze
from corpus.loading.draft import Draft
from corpus.loading.firstpage import describe
from corpus.loading.structure import structured
from corpus.records import BlockKind, Document, PartialDate

MAIN_SHARE = 0.5  # where trafilatura finds less than this share of the visible text, the whole page is read
FRONT_DRAFTS = 30  # paragraphs that count as the first page
FEWEST_LETTERS = 200  # a page with less is an error page, a form or a shell that a script would fill

_SILENT = ("script", "style", "noscript", "template", "iframe", "object", "svg", "head")
_FRAME = ("nav", "header", "footer", "aside", "form", "button", "select")
_BLOCKS = ("p", "li", "dd", "dt", "blockquote", "pre", "figcaption", "div", "section", "article", "td", "th")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|\Z)|font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|\Z)", re.IGNORECASE
)
_META_DATES = ("article:published_time", "dcterms.date", "dc.date", "date", "dcterms.issued", "datepublished")


def load_html(data: bytes, name: str) -> Document:
    """Read a page; raise InputError for one without text. Nothing is fetched, and no entity is resolved."""
    tree = _parse(data, name)
    found: Counter[str] = Counter()
    _remove_unseen(tree, found)
    drafts = [draft for draft in _drafts(tree, found) if draft.text]
    letters = sum(len(draft.text) for draft in drafts)
    if not letters:
        raise InputError(f"{name} holds no text: save the page from the browser once it shows the text, or add its PDF.")
    first = describe(drafts[:FRONT_DRAFTS])
    little = ("The page holds very little text: check that it is the document and not a notice.",) if letters < FEWEST_LETTERS else ()
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
        if isinstance(element, etree._Comment | etree._ProcessingInstruction) or (element.tag in _SILENT and element.tag != "head"):
            _drop(element)
        elif _is_hidden(element):
            if squeeze("".join(element.itertext())):
                found["pieces of hidden text"] += 1
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
    """Give the paragraphs of the main text as trafilatura finds it, or of the whole page where that is too little."""
    whole = [draft for draft in _walk(tree, found) if draft.text]
    extracted = trafilatura.extract(
        tree, output_format="xml", include_comments=False, include_links=False, include_tables=True, favor_recall=True, fast=True
    )
    if extracted is None:
        return whole
    main = etree.fromstring(extracted.encode(), etree.XMLParser(resolve_entities=False, no_network=True)).find("main")
    chosen = [] if main is None else [draft for draft in _main_drafts(main, found) if draft.text]
    enough = sum(len(draft.text) for draft in chosen) >= MAIN_SHARE * sum(len(draft.text) for draft in whole)
    return chosen if enough else whole


def _main_drafts(main: etree._Element, found: Counter[str]) -> Iterator[Draft]:
    """Give the paragraphs of trafilatura's XML."""
    for element in main:
        if element.tag == "head":
            yield Draft(_text(element, found), level=int((element.get("rend") or "h2")[1:] or 2))
        elif element.tag == "table":
            rows = (" | ".join(_text(cell, found) for cell in row.iter("cell")) for row in element.iter("row"))
            yield Draft("\n".join(row for row in rows if row.strip(" |")), BlockKind.TABLE)
        elif element.tag == "list":
            for item in element.iter("item"):
                yield Draft(_text(item, found))
        else:
            yield Draft(_text(element, found))


def _walk(tree: html.HtmlElement, found: Counter[str]) -> Iterator[Draft]:
    """Give the headings and innermost blocks of a page outside its navigation, in their order."""
    body = tree.find(".//body")
    for element in (tree if body is None else body).iter(*_HEADINGS, *_BLOCKS):
        if any(above.tag in _FRAME for above in element.iterancestors()):
            continue
        if element.tag in _HEADINGS:
            yield Draft(_text(element, found), level=int(element.tag[1]))
        elif next(element.iterdescendants(*_HEADINGS, *_BLOCKS), None) is None:
            yield Draft(_text(element, found))
        elif element.text and element.text.strip():
            yield Draft(squeeze(clean(element.text, found)))


def _text(element: etree._Element, found: Counter[str]) -> str:
    return squeeze(clean("".join(element.itertext()), found))


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
