"""Where an answer stands, as a question set writes it, and whether a passage stands there.

`s. 40(3)`, `Art. 4(2)(b)`, `12.1.8, footnote 113`, `GL/2024/15 para 26`, `III.A`, `First Schedule`: any of the places
that a row names counts, whatever point of it.
"""

from __future__ import annotations

import re

from corpus.language.locators import slug
from corpus.records import Passage

ALIKE = (
    ("article", "art"), ("section", "sec", "s", "§"), ("paragraph", "para"), ("recital",), ("annex", "appendix"),
    ("schedule", "sch"), ("rule",), ("regulation", "reg"), ("chapter",), ("part",), ("footnote", "note"),
)  # fmt: skip
NAMES = {name: names for names in ALIKE for name in names}
BARE = "para"  # a number without a name is that of a paragraph
_CODE = re.compile(r"\S*/\S*|\([^)]*\)")  # of a document; and points, or words set aside
_NAMED = re.compile(
    rf"(?:\b(?P<name>{'|'.join(sorted(NAMES, key=len, reverse=True))})s?\b\.?\s*)?"
    r"(?P<place>\b\d+[A-Za-z]*(?:\.\d+[A-Za-z]*)*|\b[IVXLC]+\b(?!\.))",
    re.IGNORECASE,
)
_BELOW = re.compile(r"[A-Z\d]+(?:\.[A-Z\d]+)+")  # III.A: a heading below another


def stands_at(passage: Passage, provision: str) -> bool:
    """Return whether a passage stands at one of the places that a provision names."""
    pieces = [piece.strip() for piece in re.split(r"[;,]", provision)]
    return any(_stands(passage, _CODE.sub(" ", piece).strip()) for piece in pieces if piece)


def _stands(passage: Passage, piece: str) -> bool:
    if _BELOW.fullmatch(piece) and not piece[0].isdigit():
        return _below(passage.headings, piece.split("."))
    named = list(_NAMED.finditer(piece))
    if not named or (len(named) == 1 and not named[0]["name"] and not named[0]["place"][0].isdigit()):
        return any(plain(piece) in plain(heading) for heading in passage.headings) or _below(passage.headings, [piece])
    last = named[-1]["name"] or (named[0]["name"] if len(named) > 1 else "")
    places = [one["place"] for one in named if (one["name"] or last) == last]
    return any(_is_at(passage, (last or BARE).lower(), place) for place in places)


def _is_at(passage: Passage, name: str, place: str) -> bool:
    if name in NAMES["footnote"]:
        return re.match(rf"\W*{place}(?!\d)", passage.text) is not None
    at = re.sub(r"~\d+\Z", "", passage.id.split("#")[-1])
    wanted = [f"{slug(one)}-{slug(place)}" for one in NAMES[name]]
    return any(at == one or at.startswith(f"{one}-") or at.endswith(f"-{one}") for one in wanted)


def _below(headings: tuple[str, ...], labels: list[str]) -> bool:
    """Return whether headings begin with these labels, each below the one before."""
    rest = iter(headings)
    return all(any(re.match(rf"{re.escape(label)}[.:)\s]", heading) for heading in rest) for label in labels)


def plain(text: str) -> str:
    """Return a text in small letters, its letters and digits only."""
    return " ".join(re.findall(r"\w+", text.lower()))
