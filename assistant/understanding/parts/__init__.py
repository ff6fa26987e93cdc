"""The parts of a question that asks several things: a small grammar of where one ends and the next begins.

A part begins after a question mark, at a number in brackets, or where a question word or a verb opens a clause behind a
comma or an "and"; behind a colon, the items of a list are parts. What asks nothing of its own stays with what stands
before it ("and since when?"), or before all parts if it comes first ("In January 2025, ...").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from assistant.answers.records import Query, SubQuestion
from corpus.language.terms import terms

MOST = 6  # parts; a question that falls into more is no list of questions
LONGEST_ITEM = 6  # words of an item in a list behind a colon
OPENING = (
    r"(?:(?:(?:for|from|by|since|until|at|to|in|on|under|with|of|about) )?"
    r"(?:what|how(?: (?:long|much|many|soon|often))?|who|whom|whose|when|which)|what's|who's|where|why|whether|"
    r"is|are|was|were|do|does|did|can|could|may|must|should|will|would|has|have|had)\b"
)
ASKING_ZH = (
    r"何時|何时|幾時|几时|什麼|什么|甚麼|邊個|边个|邊啲|誰|谁|哪|多少|幾多|幾|是否|可否|能否|可以|有冇|有沒有|有没有|需唔需要|要唔要|需要|"
    r"點|怎|如何|為何|为何|會|会"
)
ASKS = re.compile(rf"^\W*(?:(?:so|hi|hello|and|but) )?{OPENING}|[?？嗎吗]|{ASKING_ZH}", re.IGNORECASE)
OPENER = re.compile(rf"^{OPENING}", re.IGNORECASE)
ENDS = re.compile(r"(?<=[?？])\s*")
NUMBERED = re.compile(r"(?:^|(?<=[\s:：,，;；]))(?:\(\w{1,3}\)|[1-9a-d][.)])\s+", re.IGNORECASE)
SHARED = r"(?!who|which)"  # "which A and which B" shares a verb: an "and" alone does not cut there
CLAUSE = re.compile(
    rf"\s*[,;]\s*(?:(?:and|but|plus|also|then)\s+)*(?={OPENING})"
    rf"|\s+(?:and|but|plus|also)\s+(?:(?:also|then)\s+)?(?={SHARED}{OPENING})"
    rf"|[，；、]\s*(?:以及|還有|还有|另外|同埋|和|及)?(?={ASKING_ZH})",
    re.IGNORECASE,
)
ITEM = re.compile(r"\s*[,;，；、]\s*(?:and\s+|or\s+)?|\s+and\s+")
HEAD_END = re.compile(r"[:：](?!//)\s*")
EDGES = " ,;，；"


def sub_questions(text: str, understand: Callable[[str], Query]) -> Iterator[SubQuestion]:
    """Yield the parts of a question, each understood alone, behind what is before all, and behind the first part."""
    head, parts = parts_of(text)
    for part in parts:
        before = (head, parts[0] if part is not parts[0] else "")
        ways = (part, *(f"{words.rstrip('?？')}: {part}" for words in before if words))
        yield SubQuestion(part, tuple(map(understand, ways)))


def parts_of(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the words that stand before the parts of a question, and the parts.

    Both are empty for a question that asks one thing.
    """
    head, body = _headed(text)
    pieces = [clause for item in _numbered(body) for clause in _clauses(item)]
    if head and not any(ASKS.search(piece) for piece in pieces):
        parts = _items(body)
    else:
        before, parts = _asking(pieces)
        head = " ".join(filter(None, (head, before)))
    return (head, tuple(parts)) if 2 <= len(parts) <= MOST else ("", ())


def _headed(text: str) -> tuple[str, str]:
    """Return what stands before a colon and after it; a colon that nothing stands before divides nothing."""
    head, *rest = HEAD_END.split(text, maxsplit=1)
    return (head.strip(), rest[0]) if rest and terms(head) and terms(rest[0]) else ("", text)


def _numbered(text: str) -> Sequence[str]:
    return NUMBERED.split(text) if len(NUMBERED.findall(text)) > 1 else [text]


def _clauses(text: str) -> Iterator[str]:
    for sentence in ENDS.split(text):
        yield from (piece for clause in CLAUSE.split(sentence) if (piece := clause.strip(EDGES)))


def _items(text: str) -> list[str]:
    """Return the items of a list of short names; none if it is a sentence."""
    items = [item.strip() for item in ITEM.split(text.rstrip("?？. "))]
    short = all(0 < len(item.split()) <= LONGEST_ITEM for item in items)
    return items if len(items) > 2 and short else []


def _asking(pieces: Sequence[str]) -> tuple[str, list[str]]:
    """Return what stands before the first piece that asks, and the pieces that ask, with what follows each."""
    before: list[str] = []
    parts: list[str] = []
    for piece in pieces:
        if parts and not _is_part(piece):
            parts[-1] = f"{parts[-1]} {piece}"
        elif ASKS.search(piece) and terms(piece):
            parts.append(piece)
        else:
            before.append(piece)
    return " ".join(before), parts


def _is_part(piece: str) -> bool:
    """Return whether a piece asks for something that it names itself."""
    return bool(ASKS.search(piece) and terms(OPENER.sub("", piece)))
