"""HTML: what a reader sees of a page's main text, with its headings, lists and tables.

bytes -> letters (as browsers read them) -> tree -> without what nobody sees -> main text -> paragraphs -> structure.
Nothing is fetched, and no entity is resolved.
"""

from __future__ import annotations

import re
from collections import Counter

from lxml import etree

from corpus.errors import InputError
from corpus.loading.cleaning import clean, report, squeeze
from corpus.loading.draft import Draft
from corpus.loading.encodings import decode
from corpus.loading.first_page import describe
from corpus.loading.html.main import main_element
from corpus.loading.html.unseen import remove_unseen
from corpus.loading.html.walking import Walker
from corpus.loading.struck import settle
from corpus.loading.structure import structured
from corpus.records import Document, PartialDate

FRONT_DRAFTS = 30  # paragraphs that count as the first page
FEWEST_LETTERS = 500  # a page with less is an error page, a form or a shell that a script would fill
MOST_ELEMENTS = 2_000_000  # about 2 GB of memory; the longest official page we know has 40,000
TOO_DEEP = "Excessive depth"  # libxml2 stops there, and what follows is lost

# Elements that XHTML closes at once and HTML would hold open: `<title/>`, and all that follows would be the title.
_CLOSED = re.compile(
    r"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)\b)([A-Za-z][\w:.-]{0,40})"
    r"((?:\s[^<>]{0,2000})?)/>"
)
_META_DATES = ("article:published_time", "dcterms.date", "dc.date", "date", "dcterms.issued", "datepublished")


def load_html(data: bytes, name: str) -> Document:
    """Read a page; raise InputError for one without text, or one that no browser would draw."""
    text, warnings = decode(data, name, page=True)
    tree = _parse(text, name)
    page_title = squeeze(clean(tree.findtext(".//title") or "", Counter()))
    dated = _meta_date(tree)
    found: Counter[str] = Counter()
    panels = remove_unseen(tree, found)
    main, head = main_element(tree)
    drafts = Walker(found).read(main)
    if head and not any(draft.level == 1 for draft in drafts):
        drafts = [Draft(squeeze(clean(head, found)), level=1), *drafts]
    drafts = settle(drafts)
    letters = sum(len(draft.text) for draft in drafts)
    if not letters:
        raise InputError(
            f"{name} holds no text: save the page from the browser once it shows the text, or add its PDF."
        )
    first = describe(drafts[:FRONT_DRAFTS], " ".join(draft.text for draft in drafts[:4]))
    little = "The page holds very little text: check that it is the document and not a notice."
    unfolded = f"Read {panels} folded panels, which the page opens at a click."
    return Document(
        tuple(structured(drafts)),
        title=first.title or page_title,
        published=first.published or dated,
        kind=first.kind,
        issuer=first.issuer,
        jurisdiction=first.jurisdiction,
        warnings=(
            *([little] if letters < FEWEST_LETTERS else []),
            *warnings,
            *first.warnings,
            *([unfolded] if panels else []),
            *report(found),
        ),
    )


def page_drafts(data: bytes, name: str, found: Counter[str]) -> list[Draft]:
    """Return the paragraphs of a page that is all text, as a chapter of a book is; a page of pictures has none.

    Raises InputError for one that cannot be parsed.
    """
    text, _ = decode(data, name, page=True)
    tree = _parse(text, name)
    remove_unseen(tree, found)
    body = tree.find("body")
    return Walker(found).read(tree if body is None else body)


def _parse(text: str, name: str) -> etree._Element:
    if text.lstrip().startswith("<?xml"):
        text = _CLOSED.sub(r"<\1\2></\1>", text)
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    try:
        tree = etree.fromstring(text.encode(), parser)
    except (etree.LxmlError, ValueError) as error:
        raise InputError(f"{name} cannot be read as HTML: save the page again.") from error
    if tree is None:
        raise InputError(f"{name} cannot be read as HTML: save the page again.")
    if any(TOO_DEEP in entry.message for entry in parser.error_log):
        raise InputError(f"{name} nests its elements too deeply to be read: save the page again, or add its PDF.")
    if sum(1 for _ in tree.iter()) > MOST_ELEMENTS:
        raise InputError(f"{name} has more than {MOST_ELEMENTS:,} elements: split it into parts.")
    return tree


def _meta_date(tree: etree._Element) -> PartialDate | None:
    """Return the publication date that the page's head states."""
    for meta in tree.iter("meta"):
        key = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if key in _META_DATES:
            try:
                return PartialDate.parse((meta.get("content") or "")[:10])
            except ValueError:  # a date in words or with a time first: the page's text may still tell it
                continue
    return None
