"""References to provisions as people write them, `Art. 36 (1)` or `§ 4(a)`, and phrases in quotation marks."""

from __future__ import annotations

import re
from functools import lru_cache

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


# A number by which a text is called: 26EC26, 23CP1, PS26/12, 2023/1114, Cap. 656A.
CODE = re.compile(r"\b(?:Cap\.?\s*\d+[A-Z]*|[A-Z]+\d[\w/]*|\d+[A-Z/][\w/]*\d[\w/]*)", re.IGNORECASE)


@lru_cache(maxsize=2_000)  # titles of the register, for every question
def codes_in(text: str) -> frozenset[str]:
    """Return the numbers by which a text calls others, in one spelling: `cap656`, `26ec26`."""
    return frozenset(re.sub(r"[\s.]", "", code.group(0)).casefold() for code in CODE.finditer(text))
