"""Sections of statutes and rules anywhere: `§ 123a`, `Section 12A.`, `Sec. 88.4`, `Article VI`, `53ZRF. Offence`.

In Chinese `第十二條`. A provision is a heading of its own, or its number and name run in to its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.loading.draft import Draft
from corpus.loading.structure.numbering import Numbering, points_of
from corpus.records import Block, BlockKind

FEWEST, DIFFERENT = 2, 0.7  # provisions before a text counts as made of them, and the share that occurs once
NAME_LENGTH = 160  # letters of a heading that is no more than a number and a name
LEVEL = 4  # of a provision's heading where the format gives none
LETTERED = ("lower letter", "number", "lower roman", "upper letter", "upper roman")  # 17 CFR 240.3(a)(1)(i)(A)
NUMBERED = ("number", "lower letter", "lower roman", "upper letter", "upper roman")  # Cap. 615 s. 5(1)(a)(i)

_PLACE = r"(?:\d{1,5}[A-Za-z]{0,4}(?:[.-]\d{1,5}[A-Za-z]{0,3}){0,3}|[IVXLC]{1,7})"
_PROVISION = re.compile(
    rf"(?:(?P<sign>§)\s?|(?P<name>Section|Sec\.|Article|Art\.|Regulation|Reg\.|Rule|Clause|Schedule|Annex|Appendix)(?:\s+|(?=\()))"
    rf"\(?(?P<place>{_PLACE})\)?(?P<end>(?:\s?[.:—–-])?(?=\s|\Z))\s*(?P<rest>.*)",
    re.DOTALL | re.IGNORECASE,
)
_PLAIN = re.compile(r"(?P<place>\d{1,4}[A-Z]{0,4})\.\s+(?P<rest>[A-Z“‘(\u3400-\u9fff].*)", re.DOTALL)
_CHINESE = re.compile(
    r"(?P<label>第[一二三四五六七八九十百千零〇\d]{1,8}[條条](?:之[一二三四五六七八九十\d]{1,3})?)\s*(?P<rest>.*)",
    re.DOTALL,
)
# As the statutes of the Commonwealth set them: `30. (1) A provider shall`, and `31. A provider shall` behind it; the
# line at the edge of a scanned page may be read as a letter before the number.
_STATUTE = re.compile(
    r"(?:[|!Il]\s)?(?P<place>\d{1,4})(?P<letters>[A-Z]{0,3})\.\s*[—–-]?\s*(?P<rest>\(1\)\s*\S.*|[A-Z“‘].*)", re.DOTALL
)
FEWEST_STATUTE = 3  # sections that begin with their subsection (1)
SKIPPED = 3  # sections in a row that may be missing
FEWEST_ROW, MOST_IN_ROW = 3, 0.8  # headings with a number that goes on, and their share of all that may be such
_SENTENCE = re.compile(r"\b(?:shall|must|may|is|are|was|were|has|have|means|applies|of|to|under)\b|[;,]")
_SPOKEN = {"art.": "Article", "reg.": "Regulation"}


def count(drafts: Sequence[Draft]) -> int:
    """Return of how many such provisions a text is made; 0 where what looks like some is no structure of it."""
    named = [label for draft in drafts if (label := _read(draft)[0])] or list(_in_a_row(drafts).values())
    made = FEWEST <= len(set(named)) >= DIFFERENT * len(named)
    return max(len(set(named)) if made else 0, len(_statute(drafts)))


def structured(drafts: Sequence[Draft], heading_level: int = LEVEL) -> Iterator[Block]:
    """Yield the blocks of a text with provisions as labels, and paths such as `(1)(a)` below them."""
    statute = _statute(drafts)
    titled = {} if statute else _in_a_row(drafts)
    order = NUMBERED if statute else _order(drafts)
    numbering = Numbering(order)
    run_in = ""  # the provision whose name is run in to its text
    before = ""
    for place, draft in enumerate(drafts):
        label, is_heading = (statute.get(place, ""), False) if statute else _read(draft)
        label, is_heading = (titled[place], True) if place in titled else (label, is_heading)
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
            text = _STATUTE.sub(r"\g<rest>", draft.text) if label and statute else "" if label else draft.text
            for token in points_of(text):
                numbering.enter(token, leads_in=before.rstrip().endswith((":", "—", "–", "-")))
            yield draft.block(f"{run_in}{numbering.path}" if run_in or numbering.path else "")
        before = draft.text


def _statute(drafts: Sequence[Draft]) -> dict[int, str]:
    """Return the sections of a statute that sets bare numbers before its text, by the places of their paragraphs."""
    found = {
        place: match
        for place, draft in enumerate(drafts)
        if draft.kind is BlockKind.PARAGRAPH and (match := _STATUTE.match(draft.text))
    }
    if sum(match["rest"].startswith("(1)") for match in found.values()) < FEWEST_STATUTE:
        return {}
    labels: dict[int, str] = {}
    last = 0
    for place, match in found.items():
        number = int(match["place"])
        if not labels or last < number <= last + SKIPPED or (number == last and match["letters"]):
            labels[place], last = f"Section {number}{match['letters']}", number
    return labels if len(labels) >= FEWEST_STATUTE else {}


def _in_a_row(drafts: Sequence[Draft]) -> dict[int, str]:
    """Return the headings that their numbers tell, by place: `Article (118) Prohibition on activities of banks`.

    Such a title may hold the small words of a sentence; what tells it from one is that its number comes next, as nearly
    all numbers of its name do.
    """
    labels: dict[int, str] = {}
    for name, found in _by_name(drafts).items():
        last, row = 0, dict[int, str]()
        for place, match in found:
            if 0 < int(match["place"]) - last <= SKIPPED:
                last, row[place] = int(match["place"]), f"{name} {match['place']}"
        if len(row) >= max(FEWEST_ROW, MOST_IN_ROW * len(found)):
            labels |= row
    return labels


def _by_name(drafts: Sequence[Draft]) -> dict[str, list[tuple[int, re.Match[str]]]]:
    """Return the paragraphs that may be the heading of a numbered provision, by the name of it."""
    found: dict[str, list[tuple[int, re.Match[str]]]] = {}
    for place, draft in enumerate(drafts):
        match = _PROVISION.match(draft.text) if draft.kind is BlockKind.PARAGRAPH else None
        if match and match["name"] and match["place"].isdigit() and match["rest"][:1].isupper():
            ended = match["rest"].endswith((".", ";", ":", ","))
            if len(draft.text) <= NAME_LENGTH and "\n" not in draft.text and not ended:
                found.setdefault(_spoken(match), []).append((place, match))
    return found


def _order(drafts: Sequence[Draft]) -> tuple[str, ...]:
    """Return how labels nest, by whether the first one below a provision is a letter or a number."""
    first = next((tokens[0] for draft in drafts if (tokens := points_of(draft.text))), "(1)")
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
    label, rest = f"{_spoken(match)} {match['place']}", match["rest"]
    if rest and not rest[0].isupper() and not draft.level:
        return "", False
    short = len(draft.text) <= NAME_LENGTH and "\n" not in draft.text
    alone = short and (not _SENTENCE.search(rest.rstrip(".")) or _is_name(rest))
    if draft.level or draft.bold or alone:
        return label, True
    return (label, False) if match["end"] or match["sign"] else ("", False)


def _spoken(match: re.Match[str]) -> str:
    """Return the name of a provision as people write it."""
    return "§" if match["sign"] else _SPOKEN.get(match["name"].lower(), match["name"].capitalize())


def _is_name(text: str) -> bool:
    """Return whether a text is set as a name: its longer words have capitals, and it does not end as a sentence."""
    words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 3]
    return bool(words) and all(word[0].isupper() for word in words) and not text.endswith((".", ";", ":", ","))
