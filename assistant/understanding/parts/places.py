"""What a question about several places asks of one of them, in words of its own."""

from __future__ import annotations

import re

from assistant.understanding.patterns import COMPARISON
from corpus.language.patterns import any_of
from corpus.language.places import PLACES, place_spans
from corpus.language.terms import CJK

# What stands between two places of one list: "Hong Kong, in Singapore and under the EU's plan".
JOINING = re.compile(
    r"(?:[\s,、;/:&+()的和同與与及跟對对]|['’]s\b"
    r"|\b(?:and|or|vs|versus|against|with|than|between|in|under|for|from|the|compared|to|by|of|planned|plan)\b\.?)*",
    re.IGNORECASE,
)
COMPARING = any_of(
    r"\bplease\b", r"\bdifferences? (?:between|in|of)\b", "有(?:咩|什麼|什么|何)?(?=分別|分别|不同|區別|区别)"
)


def asked_of(question: str, place: str) -> str:
    """Return a question about several places as it would be asked of one of them alone.

    Each list of places becomes this place, and the words that only say that places are compared are left out.
    """
    text = COMPARISON.sub(" ", COMPARING.sub(" ", question))
    spans = place_spans(text)
    name = next(filter(CJK.search, PLACES[place]), place) if CJK.search(text) else place
    pieces, read = [] if spans else [text, " ", name], 0
    for start, end in spans:
        between = text[read:start]
        if not read or not JOINING.fullmatch(between):
            pieces += [between, name]
        read = end
    return " ".join("".join((*pieces, text[read:] if spans else "")).split())
