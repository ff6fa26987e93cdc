"""The rows at the head of a text that say what it is, `Issuer: ...`, as converters and letters write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.language.places import PLACES

FEWEST = 2  # rows before they count as a head
NAMES = {
    "title": "title", "subject": "title", "issuer": "issuer", "issued by": "issuer", "authority": "issuer",
    "author": "issuer", "publisher": "issuer", "region": "place", "jurisdiction": "place", "country": "place",
    "published": "published", "date": "published", "published time": "published", "date of issue": "published",
    "url source": "url", "url": "url", "source": "url", "pages": "pages", "number of pages": "pages",
    "標題": "title", "發出機構": "issuer", "地區": "place", "日期": "published",
}  # fmt: skip
_ROW = re.compile(r"\s*(?:\*\*)?([^\W\d_][^:：\n]{0,20}?)(?:\*\*)?\s*[:：]\s*(?:\*\*)?\s*(\S.*)")
_RULE = re.compile(r"\W*")


@dataclass(frozen=True, slots=True)
class Head:
    """What the rows say, by `title`, `issuer`, `place`, `published` and the like, and how many lines they take."""

    rows: dict[str, str] = field(default_factory=dict)
    lines: int = 0

    @property
    def place(self) -> str:
        """The place, where it is one that the register knows."""
        said = self.rows.get("place", "").strip().lower()
        return next((name for name in PLACES if name.lower() == said), "")


def head_of(lines: Sequence[str]) -> Head:
    """Read the rows that a text begins with; a title alone, or a sentence with a colon, is no head."""
    rows: dict[str, str] = {}
    taken = 0
    for number, line in enumerate(lines, 1):
        if _RULE.fullmatch(line):
            taken = number if rows else taken
            continue
        match = _ROW.fullmatch(line.rstrip())
        name = NAMES.get(match.group(1).strip().lower()) if match else None
        if match is None or name is None:
            break
        rows.setdefault(name, match.group(2).strip())
        taken = number
    return Head(rows, taken) if len(rows) >= FEWEST and "title" in rows else Head()
