"""What a source is called: our note on a text is called a note, and a text itself by its own name."""

from __future__ import annotations

import re

from corpus.language.dates import YEAR
from corpus.records import Policy

LONGEST = 28  # characters of a short name: two chips stand side by side
PARENTHESISED = re.compile(r"\(([^()]+)\)")
PARTS = re.compile(r"[,;]")
HEAD_ENDS = re.compile(r"[:(;]|\s[-–—]\s")
ENDS_WITH_YEAR = re.compile(rf"\b{YEAR}$")
NO_ARTICLE = re.compile(r"^(?:(?:the|an?)\s|['\"“‘\d])", re.IGNORECASE)
ARTICLE = re.compile(r"^(?:Article|Artikel)\s+", re.IGNORECASE)
SECTION = re.compile(r"^Section\s+", re.IGNORECASE)
NOTE_RESTS_ON = {
    "high": "the official text, or two independent good sources",
    "medium": "one good source",
    "low": "less than one good source",
}


def is_note(policy: Policy) -> bool:
    """Return whether what is held of a policy is our note on it, and not its own words."""
    return not policy.own


def with_article(title: str) -> str:
    """Return a title as it stands in a sentence: `the Stablecoins Ordinance (Cap. 656)`."""
    return title if NO_ARTICLE.match(title) else f"the {title}"


def full_name(policy: Policy) -> str:
    """Return what a source is called in full: `Our note on the JPEX case`, or an own document's title."""
    return f"Our note on {with_article(policy.title)}" if is_note(policy) else policy.title


def rests_on(policy: Policy) -> str:
    """Return what a note was made from, empty for a text itself and where the register does not know it."""
    return NOTE_RESTS_ON.get(policy.confidence, "") if is_note(policy) else ""


def short_name(policy: Policy) -> str:
    """Return the name that people use: the number or acronym that a title gives in parentheses, else its head.

    `Cap. 656`, `26EC22`, `MiCA`, `Notice FSM-N27`; at most 28 characters, cut at the end of a word.
    """
    title = policy.title.replace("'", "").strip('"')
    head = HEAD_ENDS.split(title, maxsplit=1)[0].strip()
    named = [name for inside in PARENTHESISED.findall(policy.title) if (name := _code(inside))]
    if named and not (head and any(map(str.isdigit, head)) and len(head) <= len(named[-1]) + len("Notice ")):
        return named[-1]
    head = head if " " in head else title
    if len(head) <= LONGEST:
        return head
    year = policy.life.published.text[:4] if policy.life.published else ""
    return f"{shortened(head, LONGEST - len(year))} {year}".strip()


def _code(inside: str) -> str:
    """Return the number or acronym that stands in parentheses, empty where it is a remark or a date."""
    name = PARTS.split(inside)[0].strip()
    words = name.split()
    if not 3 <= len(name) <= 20 or len(words) > 2 or ENDS_WITH_YEAR.search(name):
        return ""
    capitals = sum(char.isupper() for char in words[0])
    return name if capitals >= 2 or (words[0].endswith(".") and any(map(str.isdigit, name))) else ""


def short_place(locator: str) -> str:
    """Return where in a text something stands, as people cite it: `Art. 36(1)`, `s. 4`, `¶23`."""
    return SECTION.sub("s. ", ARTICLE.sub("Art. ", locator))


def shortened(text: str, longest: int) -> str:
    """Return a text cut at the end of a word, with an ellipsis where something is missing."""
    return text if len(text) <= longest else f"{text[:longest].rsplit(' ', 1)[0].rstrip(' ,;:(–-')}…"
