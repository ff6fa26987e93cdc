"""Sentences of the model that state nothing: connectives, and remarks on what the passages do not say."""

from __future__ import annotations

import re

from assistant.composing.markers import Marked
from corpus.language.contacts import strange_contacts
from corpus.language.dates import mentions, without_dates
from corpus.language.numbers import quantities
from corpus.language.places import places_in, without_places
from corpus.language.terms import terms
from corpus.language.verbs import SAY

JOINT_WORDS = 4  # "In short", "It depends": without a source such a sentence says nothing
LONGEST = 300  # characters of what is missing
# Strange words that a gap may have, and their share of all: what is missing is named in the words of the question or
# of the passages. One that asks whether something is so claims nothing by its words, and may have more; a "why" or a
# "when" takes for granted that it is.
FEW, STRANGE = 2, 0.4
FEW_ASKED, STRANGE_ASKED = 4, 0.7
ASKED = re.compile(r"\b(?:whether|if)\b|有冇|有否|是否|係咪|會否|可唔可以|能否")
# Words of Chinese cannot be held against passages in English, so a gap in it asks, or is brief.
ASKS = re.compile(rf"{ASKED.pattern}|[幾几咩邊哪何誰谁]|什麼|甚麼|什么|點樣|多少")
BRIEF = 20  # Chinese characters
WORD = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+")
SOURCES = re.compile(
    r"\b(?:passages?|texts?|sources?|documents?|notes?)\b|段落|文本|資料|资料|文件|條文|条文|來源|来源|文中",
    re.IGNORECASE,
)
# A verb of saying that is denied, or an object of it that is nothing; in either order, for questions come before.
UNSAID = re.compile(
    r"\b(?:do|does|did) not\b|\b(?:nothing|none|no \w+|not)\b|(?:沒有|没有|未有|並無|并无|未|不|冇)", re.IGNORECASE
)
SAYING = re.compile(rf"\b(?:{SAY.forms})\w*|{SAY.written}", re.IGNORECASE)
# What follows one of these could be a statement that passed no check.
GOES_ON = re.compile(
    r"[;；:：—]|\b(?:but|however|so(?! many)|therefore|thus|hence|yet|although|though|because|since(?= (?!then)\w)"
    r"|instead|in fact|while|whereas)\b"
    r"|,\s*(?:and|it|they|this|that|these)\b|但|然而|因此|所以|不過|不过|而是|事實上|事实上|只要",
    re.IGNORECASE,
)
NAME = re.compile(
    r"(?<=[a-z\d,;)'’\"\u3400-\u9fff] )[A-Z][\w&-]+|\b\w*[A-Z]\w*[A-Z\d]\w*\b"
    r"|(?<=[\u3400-\u9fff] )[A-Z]\w+|(?<=[\u3400-\u9fff])[A-Z]\w+",
    re.ASCII,
)
BESIDE_CHINESE = re.compile(r"(?<=[\u3400-\u9fff]) (?=\d)|(?<=\d) (?=[\u3400-\u9fff])")  # "2026 年 9 月"
JOINED = re.compile(r"[\u3400-\u9fff]")
VOCABULARY = frozenset(
    terms(
        "The passages given found texts sources documents notes do not any whether how many much long years when who "
        "which what nothing here later directly word definition statutory application figure percentage date step "
        f"rule amount detail further {' '.join(SAY.verbs)}"
    )
)


def is_joint(marked: Marked) -> bool:
    """Return whether a sentence without a source only joins others ("In short:") or is a heading."""
    words = WORD.findall(marked.text)
    few = len(words) <= JOINT_WORDS and not quantities(marked.text)
    return not marked.numbers and (few or marked.text.endswith((":", "：")))


def tells_gap(marked: Marked, question: str, passages: str = "") -> bool:
    """Return whether a sentence only says that the passages do not say something.

    It may name only what the question or the passages that were read name: every name, figure and date, and nearly
    every other word, or in Chinese ask or be brief; of what leads elsewhere only what the passages name. And it may not
    go on to say what is the case.
    """
    text = BESIDE_CHINESE.sub("", marked.text)
    if marked.numbers or len(text) > LONGEST or GOES_ON.search(without_dates(text)):
        return False
    if not (SOURCES.search(text) and UNSAID.search(text) and SAYING.search(text)):
        return False
    if len(JOINED.findall(text)) > BRIEF and not ASKS.search(text):
        return False
    held = f"{question} {passages}"
    asked = quantities(without_dates(held))
    stated = [q for q in quantities(without_dates(text)) if q.unit or q.text[0].isdigit()]
    figures = all(any(q.same_as(other) for other in asked) for q in stated)
    dates = {m.when.text for m in mentions(text)} <= {m.when.text for m in mentions(held)}
    return figures and dates and not strange_contacts(marked.text, passages) and _named(text, held)


def _named(text: str, held: str) -> bool:
    """Return whether the names of a text, and nearly all its other words, stand in what is held."""
    low = held.lower()
    text = without_places(text) if {*places_in(text)} <= {*places_in(held)} else text
    if any(name.lower() not in low for name in NAME.findall(text)):
        return False
    said = [stem for stem in set(terms(text)) - VOCABULARY if not JOINED.search(stem)]
    known = set(terms(held))
    few, share = (FEW_ASKED, STRANGE_ASKED) if ASKED.search(text) else (FEW, STRANGE)
    return sum(stem not in known for stem in said) <= max(few, share * len(said))
