"""What a browser does not show is taken out of a page's tree, and what its styles draw is written as tags.

A panel that a control of the page unfolds is text that a reader sees: it stays, and is told.
"""

from __future__ import annotations

import re
from collections import Counter

from lxml import etree

from corpus.loading.cleaning import hide
from corpus.loading.html.named import compares, is_page_number, named_as, tables_by_role
from corpus.loading.html.seeing import Look, drawn_as, is_folded, is_invisible, is_unreadable, looked
from corpus.loading.html.styles import BEFORE, COUNTERS, Style, styles

SILENT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "embed",
        "svg",
        "canvas",
        "audio",
        "video",
        "map",
        "area",
        "base",
        "link",
        "meta",
        "title",
        "rp",
        "rt",
        "datalist",
        "select",
        "textarea",
    ]
)
MOST_SCREENED = 20_000  # letters of one hidden piece that are read for whom it addresses
TITLE = "data-unfolds"  # that marks the title above it
NESTED = "data-nested"  # that holds what parts the numbers of an item from those of the items around it
UNFOLDED = "data-unfolded"  # the attribute that marks a panel which the page opens
NEAR = 4  # elements within a title that may hold its button
_PAGE = frozenset(("html", "body"))  # a page that hides itself is shown by its script
_ROLES = frozenset(("button", "tab"))
_FOLDING = re.compile(r"accordion|collaps|toggle|expand|unfold|\btabs?\b|tab-|faq", re.IGNORECASE)
_OF_PARTS = frozenset(("table", "thead", "tbody", "tfoot", "tr", "ul", "ol", "dl"))
_SEPARATOR = re.compile(r"counters\(\s*[\w-]+\s*,\s*[\"']([^\"']{0,3})[\"']")
_TARGETS = ("aria-controls", "data-target", "data-bs-target", "href", "for")


def remove_unseen(tree: etree._Element, found: Counter[str]) -> int:
    """Take out of a tree what nobody sees, and count it; return how many folded panels were left in.

    Scripts and the like, which are no text, are not counted.
    """
    reader = _Reader(_controlled(tree), compared=compares(tree))
    parts = list(tables_by_role(tree))
    for element, style in list(styles(tree)):  # before the tree is changed, and with all elements alive
        reader.read(element, style)
    for element in reader.blanked:
        _blank(element, found)
    for element in reader.hidden:
        hide("".join(element.itertext())[:MOST_SCREENED], found)
        drop(element)
    for element in reader.silent:
        drop(element)
    for panel in reader.panels:
        _title(panel)
    _name_tabs(tree)
    for element, tag in reader.drawn:
        _draw(element, tag)
    for element, tag in parts:
        element.tag = tag
    return len(reader.panels)


class _Reader:
    """The place in a tree while its elements are looked at, and what is to be done with them."""

    def __init__(self, controlled: frozenset[str], *, compared: bool) -> None:
        self.hidden: list[etree._Element] = []
        self.silent: list[etree._Element] = []
        self.blanked: list[etree._Element] = []
        self.panels: list[etree._Element] = []
        self.drawn: list[tuple[etree._Element, str]] = []
        self._controlled = controlled
        self._compared = compared
        self._path: list[etree._Element] = []
        self._below = 0  # the depth of an element that goes as a whole
        self._looks: list[tuple[int, Look, bool]] = [(0, Look(), False)]  # with depth, and whether nobody can read it

    def read(self, element: etree._Element, style: Style) -> None:
        """Look at the next element in the order of the tree."""
        parent, path = element.getparent(), self._path
        while path and path[-1] is not parent:
            path.pop()
        path.append(element)
        if self._below and len(path) > self._below:
            return
        self._below = 0
        while self._looks[-1][0] >= len(path):
            self._looks.pop()
        if element.tag in SILENT or (element.tag in {"span", "a", "div"} and is_page_number(element)):
            self.silent.append(element)
            self._below = len(path)
        elif element.tag not in _PAGE and self._is_unseen(element, style):
            self.hidden.append(element)
            self._below = len(path)
        else:
            self._show(element, style)

    def _is_unseen(self, element: etree._Element, style: Style) -> bool:
        if _is_closed(element, style):
            if not _unfolds(element, self._controlled):
                return True
            self.panels.append(element)
        return bool(style) and is_unreadable(style)

    def _show(self, element: etree._Element, style: Style) -> None:
        if style and (look := looked(style, self._looks[-1][1])) != self._looks[-1][1]:
            self._looks.append((len(self._path), look, is_invisible(look)))
        if self._looks[-1][2]:
            self.blanked.append(element)
        if tag := (style and drawn_as(style)) or named_as(element, style, compared=self._compared):
            self.drawn.append((element, tag))
        if COUNTERS in style.get(BEFORE, ""):
            separator = _SEPARATOR.search(style[BEFORE])
            element.set(NESTED, separator.group(1) if separator else ".")


def _is_closed(element: etree._Element, style: Style) -> bool:
    if element.get("hidden") is not None and style.get("display", "none") == "none":
        return True
    return (element.tag == "dialog" and element.get("open") is None) or (bool(style) and is_folded(style))


def _controlled(tree: etree._Element) -> frozenset[str]:
    """Return the ids of what the controls of a page open."""
    return frozenset(
        target.removeprefix("#")
        for element in tree.iter("button", "a", "summary", "label", "div", "span", "h2", "h3", "h4", "h5", "li")
        if _is_control(element)
        for name in _TARGETS
        if (target := element.get(name) or "")
    )


def _is_control(element: etree._Element) -> bool:
    folds = any(element.get(name) is not None for name in ("aria-expanded", "data-toggle", "data-bs-toggle", "onclick"))
    return folds or element.tag in {"button", "summary", "label"} or element.get("role") in _ROLES


def _unfolds(element: etree._Element, controlled: frozenset[str]) -> bool:
    """Return whether a reader can open a panel: by a control that names it, or by the title right above it."""
    if element.get("hidden") == "until-found" or element.get("id", "") in controlled:
        return True
    title = element.getprevious()
    if title is None or not "".join(title.itertext()).strip():
        return False
    inner = [title, *(child for child, _ in zip(title.iterdescendants(), range(NEAR), strict=False))]
    classes = " ".join(one.get("class") or "" for one in (element, title))
    return any(_is_control(one) for one in inner) or _FOLDING.search(classes) is not None


def _title(panel: etree._Element) -> None:
    """Mark a panel, and the title above it as a heading."""
    panel.set(UNFOLDED, "")
    title = panel.getprevious()
    if title is not None and title.tag not in {"button", "summary"}:
        title.set(TITLE, "")


def _name_tabs(tree: etree._Element) -> None:
    """Put the title of a tab above its panel, for the titles stand side by side above all of them."""
    tabs = {target: tab for tab in tree.iter() if tab.get("role") == "tab" for name in _TARGETS
            if (target := (tab.get(name) or "").removeprefix("#"))}  # fmt: skip
    for panel in list(tree.iter()) if tabs else ():
        tab = tabs.get(panel.get("id") or "") if panel.get("role") == "tabpanel" else None
        title = "" if tab is None else " ".join("".join(tab.itertext()).split())
        if tab is None or not title:
            continue
        heading = etree.Element("h6")
        heading.text, heading.tail, panel.text = title, panel.text, None
        panel.insert(0, heading)
        panel.set(UNFOLDED, "")
        drop(tab)


def _blank(element: etree._Element, found: Counter[str]) -> None:
    """Take the text out that stands directly within an element."""
    texts = [element.text or "", *(child.tail or "" for child in element)]
    hide(" ".join(texts)[:MOST_SCREENED], found)
    element.text = None
    for child in element:
        child.tail = " " if (child.tail or "")[:1].isspace() else None


def _draw(element: etree._Element, tag: str) -> None:
    """Write as a tag what a style draws; an element that is more than a span takes the mark inside.

    The parts of tables and lists hold nothing but their parts, each of which takes it.
    """
    if tag == "s" and element.tag in _OF_PARTS:
        for child in element:
            _draw(child, tag)
        return
    if element.tag == "span" or (tag == "div" and element.tag in {"a", "b", "strong", "em", "i", "label"}):
        element.tag = tag
    elif tag != "div":
        inner = etree.SubElement(element, tag)
        inner.text, element.text = element.text, None
        for child in list(element)[:-1]:
            inner.append(child)


def drop(element: etree._Element) -> None:
    """Take all that is in an element out; its place stays, and the text behind it."""
    element.clear(keep_tail=True)
    element.tag = "span"
