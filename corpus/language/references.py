"""References to provisions as people write them, `Art. 36 (1)` or `§ 4(a)`, and phrases in quotation marks."""

from __future__ import annotations

import re

from corpus.language.locators import slug

_ALIKE = (
    ("article", "art"), ("section", "sec", "s"), ("paragraph", "para", "p"), ("recital",), ("annex",), ("chapter",),
    ("rule",), ("schedule",), ("title",), ("part",), ("regulation", "reg"),
)  # fmt: skip
_NAMES = {name: names for names in _ALIKE for name in names} | {"§": _ALIKE[1], "¶": _ALIKE[2]}
_WRITTEN = sorted((name for name in _NAMES if len(name) > 1), key=len, reverse=True)
REFERENCE = re.compile(
    rf"(?<![\w-])(?:(?P<name>{'|'.join(_WRITTEN)})s?\.?\s+|(?P<sign>[§¶])\s?)"
    r"(?P<place>(?>\d+[A-Z]*(?:\.\d+[A-Z]*)*(?:\s?\(\w{1,5}\))*)|[IVXL]+\b)"
    r"(?!\s+(?:of|to)\s+(?:the\s+)?(?:Directive|Regulation|Decision|Treaty|Charter|Council))",
    re.IGNORECASE,
)
PHRASE = re.compile(r"[\"“「『]([^\"“”「」『』]{6,200})[\"”」』]")


def references(text: str) -> list[frozenset[str]]:
    """Return each provision that a text refers to, as the slugs that its locator may have; not those of other acts."""
    referred = []
    for match in REFERENCE.finditer(text):
        names = _NAMES[(match["name"] or match["sign"]).lower()]
        place = slug(match["place"])
        referred.append(frozenset({f"{name}-{place}" for name in names} | ({f"p{place}"} if "p" in names else set())))
    return list(dict.fromkeys(referred))


def quoted(text: str) -> list[str]:
    """Return the phrases that stand in quotation marks."""
    return [match.group(1).strip() for match in PHRASE.finditer(text)]
