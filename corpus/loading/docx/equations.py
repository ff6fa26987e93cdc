"""Equations of Word in one line: `a^2 + b_1`, `(x + y)/(z)`, `sqrt(x)`."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
DEEPEST = 40  # levels of one equation; deeper ones give their letters alone


def linear(element: etree._Element, depth: int = 0) -> str:
    """Return an equation as people type it."""
    if depth > DEEPEST:
        return "".join(text.text or "" for text in element.iter(f"{MATH}t"))
    name = str(element.tag).removeprefix(MATH)
    if name in {"t", "d", "m", "eqArr", "mr"}:
        return (element.text or "") if name == "t" else _several(element, name, depth)

    def part(child: str) -> str:
        found = element.find(f"{MATH}{child}")
        return "" if found is None else linear(found, depth + 1)

    degree = part("deg")
    forms = {
        "f": lambda: f"{_grouped(part('num'))}/{_grouped(part('den'))}",
        "rad": lambda: f"root {degree} of ({part('e')})" if degree else f"sqrt({part('e')})",
        "nary": lambda: f"{_sign(element, 'chr', '∫')}{_scripts(part)} {part('e')}",
        "func": lambda: f"{part('fName')} {part('e')}",
        **dict.fromkeys(("sSup", "sSub", "sSubSup", "sPre"), lambda: part("e") + _scripts(part)),
    }
    if name in forms:
        return forms[name]()
    children = (child for child in element if isinstance(child.tag, str) and not child.tag.endswith("Pr"))
    return "".join(linear(child, depth + 1) for child in children)


def _several(element: etree._Element, name: str, depth: int) -> str:
    """Return what holds several parts: something in brackets, a matrix, its rows, equations below one another."""
    parts = element.findall(f"{MATH}mr") or element.findall(f"{MATH}e")
    if name == "d":
        inner = _sign(element, "sepChr", "|").join(linear(item, depth + 1) for item in parts)
        return _sign(element, "begChr", "(") + inner + _sign(element, "endChr", ")")
    return (", " if name == "mr" else "; ").join(linear(item, depth + 1) for item in parts)


def _sign(element: etree._Element, of: str, fallback: str) -> str:
    found = element.find(f"{element.tag}Pr/{MATH}{of}")
    return fallback if found is None else found.get(f"{MATH}val") or ""


def _scripts(part: Callable[[str], str]) -> str:
    """Return what stands below and above."""
    return "".join(sign + _grouped(text) for sign, text in (("_", part("sub")), ("^", part("sup"))) if text.strip())


def _grouped(text: str) -> str:
    simple = text.strip().replace(".", "").replace(",", "").isalnum()
    return text.strip() if simple else f"({text.strip()})"
