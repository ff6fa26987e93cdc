"""Where in a document an answer stands, for a question that asks for just that: which article, which section."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answers.records import Hit
from corpus.language.terms import CJK

WHICH = re.compile(
    r"\b(?:which|what)\s+(?:\w+\s+){0,2}?(?:articles?|sections?|paragraphs?|provisions?|rules?|regulations?|schedules?|"
    r"annex(?:es)?|chapters?|recitals?|parts?|clauses?)\b"
    r"|\bwhere\b.{1,40}\b(?:says?|stated?|laid down|set out|written|found)\b"
    r"|第[幾几][條条章段節节]|哪一?[條条章段節节]",
    re.IGNORECASE,
)
COUNTED = "¶"  # begins a place that the document itself does not number
MOST = 3


def where(question: str, cited: Sequence[Hit]) -> str:
    """Return a line with the provisions that an answer cites, in its order; empty where no provision is asked for."""
    if not WHICH.search(question):
        return ""
    places = list(dict.fromkeys(hit.passage.locator for hit in cited if COUNTED not in hit.passage.locator))[:MOST]
    if not places:
        return ""
    return f"見{'、'.join(places)}。" if CJK.search(question) else f"See {', '.join(places)}."
