"""Names: what the class or role of an element says of it, where the page was saved without its stylesheets.

A class counts only by words that name a look (`line-through`, `superscript`), or that two of a page name together:
deleted words beside inserted ones. What the page's own styles say of an element goes before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from corpus.loading.html.styles import Style

MARK = 6  # letters of a mark that is set high

_STRUCK = re.compile(
    r"(?:\A|[-_\s])(?:text-)?(?:decoration-)?(?:line-?through|strike-?through|strike-?out|struck)(?=\s|\Z)"
)
_DELETED = re.compile(r"(?:\A|[-_\s])(?:del|deleted|deletion|removed)(?=\s|\Z)")
_INSERTED = re.compile(r"(?:\A|[-_\s])(?:ins|inserted|insertion|added)(?=\s|\Z)")
_RAISED = re.compile(r"(?:\A|[-_\s])(?:superscript|super|sup)(?=\s|\Z)")
_LOWERED = re.compile(r"(?:\A|[-_\s])subscript(?=\s|\Z)")
_TABLES = frozenset(("table", "grid", "treegrid"))
_PARTS = {"row": "tr", "cell": "td", "gridcell": "td", "columnheader": "th", "rowheader": "th", "rowgroup": "tbody"}
_NATIVE = frozenset(("table", "thead", "tbody", "tfoot", "tr", "td", "th"))
_PAGE_CLASS = re.compile(r"printed-?page|page-?(?:break|num)", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"\W*(?:(?:start|end)\s+)?(?:printed\s+)?(?:page\s+)?[\divxl]{1,7}\W*", re.IGNORECASE)


def compares(tree: etree._Element) -> bool:
    """Return whether a page shows what was inserted, so that its deleted words are those that no longer stand."""
    if next(tree.iter("ins"), None) is not None:
        return True
    return any(_INSERTED.search(element.get("class", "").lower()) for element in tree.iter() if element.get("class"))


def named_as(element: etree._Element, style: Style, *, compared: bool) -> str:
    """Return the tag that stands for the look that an element's class names: `s`, `sup`, `sub`, or nothing."""
    name = (element.get("class") or "").lower()
    if not name or element.tag in {"html", "body"}:
        return ""
    says = "text-decoration" in style or "text-decoration-line" in style
    if not says and (_STRUCK.search(name) or (compared and _DELETED.search(name))):
        return "s"
    if element.tag == "span" and "vertical-align" not in style and len("".join(element.itertext()).strip()) <= MARK:
        return "sup" if _RAISED.search(name) else "sub" if _LOWERED.search(name) else ""
    return ""


def tables_by_role(tree: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield the parts of tables that are told by their roles, each with the tag of such a part."""
    for table in tree.iter("div", "section", "ul", "ol", "dl", "span"):
        if table.get("role") not in _TABLES:
            continue
        yield table, "table"
        for part in table.iterdescendants():
            if isinstance(part.tag, str) and part.tag not in _NATIVE and part.get("role") in _PARTS:
                yield part, _PARTS[part.get("role", "")]


def is_page_number(element: etree._Element) -> bool:
    """Return whether an element is the number of a printed page, which stands within the sentence that goes on."""
    kind = element.get("role") == "doc-pagebreak" or "pagebreak" in (
        element.get("{http://www.idpf.org/2007/ops}type") or ""
    )
    if not kind and not _PAGE_CLASS.search(element.get("class") or ""):
        return False
    return _PAGE_NUMBER.fullmatch("".join(element.itertext())) is not None
