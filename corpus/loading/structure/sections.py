"""Sections of statutes and rules anywhere: `§ 123a`, `Section 12A.`, `Sec. 88.4`, `Article VI`, `53ZRF. Offence`.

In Chinese `第十二條`. A provision is a heading of its own, or its number and name run in to its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.loading.draft import Draft
from corpus.loading.structure.numbering import Numbering, tokens_of
from corpus.records import Block, BlockKind

FEWEST = 2  # provisions before a text counts as made of them
NAME_LENGTH = 160  # letters of a heading that is no more than a number and a name
LEVEL = 4  # of a provision's heading where the format gives none
LETTERED = ("lower letter", "number", "lower roman", "upper letter", "upper roman")  # 17 CFR 240.3(a)(1)(i)(A)
NUMBERED = ("number", "lower letter", "lower roman", "upper letter", "upper roman")  # Cap. 615 s. 5(1)(a)(i)

_PLACE = r"(?:\d{1,5}[A-Za-z]{0,4}(?:[.-]\d{1,5}[A-Za-z]{0,3}){0,3}|[IVXLC]{1,7})"
_PROVISION = re.compile(
    rf"(?:(?P<sign>§)\s?|(?P<name>Section|Sec\.|Article|Art\.|Regulation|Reg\.|Rule|Clause|Schedule|Annex|Appendix)\s+)"
    rf"(?P<place>{_PLACE})(?P<end>[.:—–-]?(?=\s|\Z))\s*(?P<rest>.*)",
    re.DOTALL | re.IGNORECASE,
)
_PLAIN = re.compile(r"(?P<place>\d{1,4}[A-Z]{0,4})\.\s+(?P<rest>[A-Z“‘(\u3400-\u9fff].*)", re.DOTALL)
_CHINESE = re.compile(
    r"(?P<label>第[一二三四五六七八九十百千零〇\d]{1,8}[條条](?:之[一二三四五六七八九十\d]{1,3})?)\s*(?P<rest>.*)",
    re.DOTALL,
)
_SENTENCE = re.compile(r"\b(?:shall|must|may|is|are|was|were|has|have|means|applies|of|to|under)\b|[;,]")
_SPOKEN = {"art.": "Article", "reg.": "Regulation"}


def is_made_of(drafts: Sequence[Draft]) -> bool:
    """Return whether a text is made of such provisions."""
    return len({label for draft in drafts if (label := _read(draft)[0])}) >= FEWEST


def structured(drafts: Sequence[Draft], heading_level: int = LEVEL) -> Iterator[Block]:
    """Yield the blocks of a text with provisions as labels, and paths such as `(1)(a)` below them."""
    order = _order(drafts)
    numbering = Numbering(order)
    run_in = ""  # the provision whose name is run in to its text
    before = ""
    for draft in drafts:
        label, is_heading = _read(draft)
        if label or draft.level:
            numbering.clear()
            run_in = "" if is_heading or draft.level else label
        if label and is_heading:
            yield draft.heading(draft.level or heading_level, label)
        elif draft.level:
            yield draft.heading(draft.level)
        elif draft.kind is not BlockKind.PARAGRAPH:
            yield draft.block(run_in)
        else:
            for token in tokens_of(draft.text) if not label else ():
                numbering.enter(token, leads_in=before.rstrip().endswith((":", "—", "–", "-")))
            yield draft.block(f"{run_in}{numbering.path}" if run_in or numbering.path else "")
        before = draft.text


def _order(drafts: Sequence[Draft]) -> tuple[str, ...]:
    """Return how labels nest, by whether the first one below a provision is a letter or a number."""
    first = next((tokens[0] for draft in drafts if (tokens := tokens_of(draft.text)) and tokens[0][0] == "("), "(1)")
    return LETTERED if first[1].isalpha() else NUMBERED


def _read(draft: Draft) -> tuple[str, bool]:
    """Return the provision that a paragraph opens, or nothing, and whether it is no more than its heading."""
    if draft.kind is not BlockKind.PARAGRAPH:
        return "", False
    if chinese := _CHINESE.match(draft.text):
        return chinese["label"], draft.level > 0 or not chinese["rest"]
    if match := _PROVISION.match(draft.text):
        return _named(draft, match)
    plain = _PLAIN.match(draft.text) if draft.level or draft.bold else None
    return (f"Section {plain['place']}", True) if plain else ("", False)


def _named(draft: Draft, match: re.Match[str]) -> tuple[str, bool]:
    """Do as `_read` for a paragraph that begins with the name of a provision; in a sentence it opens none."""
    name = "§" if match["sign"] else _SPOKEN.get(match["name"].lower(), match["name"].capitalize())
    label, rest = f"{name} {match['place']}", match["rest"]
    if rest and not rest[0].isupper() and not draft.level:
        return "", False
    alone = len(draft.text) <= NAME_LENGTH and "\n" not in draft.text and not _SENTENCE.search(rest.rstrip("."))
    if draft.level or draft.bold or alone:
        return label, True
    return (label, False) if match["end"] or match["sign"] else ("", False)
