"""The wording of notes: claims must match what was found, and stay true after the day on which they are read.

Each rule is of a class of error that a review of the notes found; `corpus/texts/README.md` says how to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from corpus.language.sentences import sentences
from corpus.records import Label, Life, Nature

MOST_QUOTED = 14  # words: a longer quotation is a sentence of the source, not a term of it
QUOTATION = re.compile(r"[“\"]([^“”\"]+)[”\"]")
# What only the day of writing makes true. `At the latest` is a limit, and stays.
UNDATED = re.compile(
    r"(?<!at the )\b(?:latest|newest|most recent(?:ly)?|currently|recently|nowadays|at the moment|to this day)\b",
    re.IGNORECASE,
)
# In the active voice somebody found it: a court, an inspector. The passive tells of our own search.
SEARCH = re.compile(
    r"\bno\b[^.;:]{0,90}?\b(?:was|were|has been|have been|had been) (?:seen|located|traced|found)\b"
    r"|\bcould not be (?:found|confirmed|verified|traced)\b|\bsources (?:read|seen|were written)\b|\bnot checked\b"
    r"|\bunconfirmed\b|\bsearch(?:es)? (?:found|gave|showed) (?:no|nothing)\b",
    re.IGNORECASE,
)
# Shown below another question than the heading that it answers, it would say the opposite.
REPLY = re.compile(r"^(?:Yes\b|No[,:.])")
MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
RANGE = re.compile(rf"\b\d{{1,2}}\s?[-–/]\s?\d{{1,2}} {MONTH}\b|\b{MONTH} \d{{1,2}}\s?[-–/]\s?\d{{1,2}}\b")
# A period that ran out needs nobody who ended it; anything else was ended by something.
PERIOD = re.compile(r"\b(?:until|up to|by \d+|periods?|transition(?:al)?|open from|had \w+ (?:days|weeks|months))\b")
GIST_WORDS = range(8, 37)
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
STANDING = re.compile(r"\b(?:in force|in effect|takes? effect|not yet|no longer)\b", re.IGNORECASE)
MANDATORY = re.compile(
    r"\b(?:must|shall|requir\w+|cannot|oblig\w+|needs?|ha(?:s|ve|d) to|forbid\w*|prohibit\w*|binds?|bound|binding"
    r"|mandatory|dut(?:y|ies)|conditions?|not allowed|only after)\b",
    re.IGNORECASE,
)
ADVISORY = re.compile(r"\b(?:should|expected to|encouraged to|urged)\b", re.IGNORECASE)


def check_wording(text: str, life: Life, attributes: dict[str, str], begun: Collection[str]) -> Iterator[str]:
    """Yield what is wrong with how a paragraph says things; `life` is its note's, `attributes` are its own.

    `begun` are the days on which paragraphs of the note begin: one of them tells what ended another on that day.
    """
    for quoted in QUOTATION.findall(text):
        if len(quoted.split()) > MOST_QUOTED:
            yield f"quotes {len(quoted.split())} words: say it in our own, and quote terms alone"
    if undated := UNDATED.search(text):
        yield f"{undated.group(0)!r} is true on the day of writing alone: give the date"
    if reply := REPLY.search(text):
        yield f"begins with {reply.group(0)!r}, a reply to its heading: it is read alone, so say what holds"
    if search := SEARCH.search(text):
        yield f"{search.group(0)!r} is the result of a search and no law: move evidence_to instead"
    if range_ := RANGE.search(text):
        yield f"{range_.group(0)!r} is a range: write `from 1 to 2 June 2026`, or the day that counts"
    if attributes.get("ended") not in begun and _ended_by_nothing(text, life, attributes):
        yield "ended by nothing: say by= which policy, or in a paragraph of that day what ended it"


def check_strength(label: Label, text: str) -> Iterator[str]:
    """Yield where a label makes more of a paragraph than its words do, or less."""
    if label.stance == "required" and ADVISORY.search(text) and not MANDATORY.search(text):
        yield "label stance 'required', but the paragraph only says what should be done: say expected"
    if label.stance == "expected" and re.search(r"\bmust\b", text) and not ADVISORY.search(text):
        yield "label stance 'expected', but the paragraph says must: say required"


def _ended_by_nothing(text: str, life: Life, attributes: dict[str, str]) -> bool:
    nature = attributes.get("nature", life.nature)
    return "ended" in attributes and "by" not in attributes and nature == Nature.RULE and not PERIOD.search(text)


def check_gist(gist: str, words: str) -> Iterator[str]:
    """Yield what is wrong with the one sentence that says what an instrument is; `words` are those of its note.

    How it stands is said beside it, by its dates: the gist must hold on every day.
    """
    if len(gist.split()) not in GIST_WORDS or len(sentences(gist)) != 1 or not gist.endswith("."):
        yield f"gist: write one sentence of {GIST_WORDS.start} to {GIST_WORDS.stop - 1} words"
    if timely := UNDATED.search(gist) or STANDING.search(gist):
        yield f"gist: {timely.group(0)!r} holds on some days only: leave it to the dates"
    if unknown := set(NUMBER.findall(gist)).difference(NUMBER.findall(words)):
        yield f"gist: {', '.join(sorted(unknown))} stands nowhere else in the note"
