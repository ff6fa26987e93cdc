"""Styles: what the declarations of a page's stylesheets and its own attributes say of each element.

Only the page itself is read: stylesheets at other addresses are not fetched. Matching is left to cssselect2 and
tinycss2; a later or more specific declaration wins, as in a browser.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import cssselect2
import tinycss2
from lxml import etree

Style = Mapping[str, str]
READ = frozenset(
    [
        "display",
        "visibility",
        "opacity",
        "font-size",
        "text-indent",
        "left",
        "right",
        "top",
        "bottom",
        "margin-left",
        "height",
        "max-height",
        "width",
        "max-width",
        "overflow",
        "overflow-x",
        "overflow-y",
        "clip",
        "clip-path",
        "transform",
        "color",
        "background",
        "background-color",
        "position",
        "text-decoration",
        "text-decoration-line",
        "vertical-align",
        "list-style",
        "list-style-type",
        "content",
    ]
)
BEFORE = "before"  # what a page writes before an element, under this name
COUNTERS = "counters("
MOST_TESTS = 3_000_000  # of rules that must be tried on every element; about five seconds
LEAST_UNKEYED = 5
MOST_RULES = 5_000  # a page's own stylesheets have some hundreds
_SIBLINGS = ("~", "+", ":has", "-child", "-of-type")  # take time by the square of the siblings, and hide seldom

Declarations = tuple[tuple[str, str, bool], ...]


def styles(tree: etree._Element) -> Iterator[tuple[etree._Element, Style]]:
    """Yield the elements of a page in its order, each with the declarations that hold for it by name."""
    elements = list(tree.iter())
    matcher = _matcher(tree, max(LEAST_UNKEYED, MOST_TESTS // len(elements)))
    if matcher is None:
        yield from ((element, _inline(element)) for element in elements)
        return
    wrapped: dict[etree._Element, cssselect2.ElementWrapper] = {}
    for element in elements:
        found = _matching(matcher, element, wrapped) if _may_match(matcher, element) else []
        yield element, _cascaded([*found, _declared(element.get("style") or "")]) if found else _inline(element)


def _may_match(matcher: cssselect2.Matcher, element: etree._Element) -> bool:
    """Return whether a rule names the element's id, a class of it or its tag, or none of them."""
    return (
        bool(matcher.other_selectors)
        or element.tag in matcher.lower_local_name_selectors
        or element.get("id") in matcher.id_selectors
        or any(name in matcher.class_selectors for name in (element.get("class") or "").split())
    )


def _matching(
    matcher: cssselect2.Matcher, element: etree._Element, wrapped: dict[etree._Element, cssselect2.ElementWrapper]
) -> list[Declarations]:
    """Return the declarations of the rules that match an element, in rising order of weight.

    No rule that is kept looks at siblings, so that an element needs to know its ancestors alone.
    """
    line: list[etree._Element] = []
    above: etree._Element | None = element
    while above is not None and above not in wrapped:
        line.append(above)
        above = above.getparent()
    for one in reversed(line):
        parent = one.getparent()
        wrapped[one] = cssselect2.ElementWrapper(
            one, parent=None if parent is None else wrapped[parent], index=0, previous=None, in_html_document=True
        )
        _ = wrapped[one].ancestors  # remembered from the root down: each asks its parent, and a page may be deep
    return [
        declarations if pseudo is None else tuple((BEFORE, *rest) for name, *rest in declarations if name == "content")
        for *_, pseudo, declarations in matcher.match(wrapped[element])
        if pseudo in {None, "before"}
    ]


def _inline(element: etree._Element) -> Style:
    style = element.get("style") if isinstance(element.tag, str) else None
    return _only(style) if style else {}


@lru_cache(maxsize=4_096)
def _only(style: str) -> Style:
    return _cascaded([_declared(style)])


def _cascaded(found: Sequence[Declarations]) -> Style:
    """Return what holds of declarations in rising order of weight; important ones win over all others."""
    style: dict[str, str] = {}
    for important in (False, True):
        for declarations in found:
            style |= {name: value for name, value, marked in declarations if marked is important}
    return style


@lru_cache(maxsize=4_096)
def _declared(style: str) -> Declarations:
    return _declarations(tinycss2.parse_blocks_contents(style, skip_comments=True, skip_whitespace=True))


def _declarations(parsed: Sequence[tinycss2.ast.Node]) -> Declarations:
    """Return name, value in lower case and importance of the declarations that are read here."""
    return tuple(
        (node.lower_name, tinycss2.serialize(node.value).strip().lower(), node.important)
        for node in parsed
        if node.type == "declaration" and node.lower_name in READ
    )


def _matcher(tree: etree._Element, most_unkeyed: int) -> cssselect2.Matcher | None:
    """Return the rules of the page's stylesheets, or None where none of them says what is read here.

    Of rules that name no id, class or tag, which are tried on every element, the first ones are kept.
    """
    matcher = cssselect2.Matcher()
    count = 0
    for sheet in tree.iter("style"):
        for rule in _rules(tinycss2.parse_stylesheet(sheet.text or "", skip_comments=True, skip_whitespace=True)):
            declarations = _declarations(
                tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
            )
            if not declarations or any(mark in tinycss2.serialize(rule.prelude) for mark in _SIBLINGS):
                continue
            try:
                selectors = cssselect2.compile_selector_list(rule.prelude)
            except cssselect2.SelectorError:  # a browser leaves such a rule out as well
                continue
            for selector in selectors:
                if selector.id or selector.class_name or selector.local_name or most_unkeyed > 0:
                    matcher.add_selector(selector, declarations)
                    most_unkeyed -= not (selector.id or selector.class_name or selector.local_name)
                count += 1
            if count > MOST_RULES:
                return matcher
    return matcher if count else None


def _rules(nodes: Sequence[tinycss2.ast.Node]) -> Iterator[tinycss2.ast.QualifiedRule]:
    """Yield the rules of a stylesheet that hold on a screen, without conditions on its size."""
    for node in nodes:
        if node.type == "qualified-rule":
            yield node
        elif node.type == "at-rule" and node.lower_at_keyword == "media" and node.content is not None:
            media = tinycss2.serialize(node.prelude).strip().lower()
            if media in {"", "all", "screen", "only screen"}:
                yield from _rules(tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True))
