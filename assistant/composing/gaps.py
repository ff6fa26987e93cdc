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
# Shown in place of a sentence on what is missing that says more than it may.
LEFT_OPEN = "The passages that were read do not say all that is asked."
WORD = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+")
SOURCES = re.compile(
    r"\b(?:passages?|texts?|sources?|documents?|notes?)\b|段落|文本|資料|资料|文件|條文|条文|來源|来源|文中",
    re.IGNORECASE,
)
UNSAID = re.compile(
    r"\b(?:nothing|none|no|not|cannot|\w+n['’]t|silent|open|missing)\b|(?:沒有|没有|並無|并无|未|不|冇)", re.IGNORECASE
)
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
WRITTEN = frozenset(
    "上述所提供找到搵這些呢啲的嘅段落文本資料條文來源裏入面中沒有未並無冇說明講提及到交代列出記載寫明至於都也亦，。、？"
)


def is_joint(marked: Marked) -> bool:
    """Return whether a sentence without a source only joins others ("In short:") or is a heading."""
    words = WORD.findall(marked.text)
    few = len(words) <= JOINT_WORDS and not quantities(marked.text)
    return not marked.numbers and (few or marked.text.endswith((":", "：")))


def is_gap(marked: Marked) -> bool:
    """Return whether a sentence without a source only says that the passages do not say something, whatever it is."""
    text = without_dates(BESIDE_CHINESE.sub("", marked.text))
    return not marked.numbers and not GOES_ON.search(text) and bool(SOURCES.search(text) and UNSAID.search(text))


def told_gap(marked: Marked, question: str) -> str:
    """Return a gap as it may be told: in the model's words where they are the question's, else in ours.

    What else it names could be a claim that passed no check: "when the fee was waived", "whether the ban that was
    lifted may return". Where "whether" was let use the words of the passages, 13 of 80 planted sentences were told.
    """
    text = BESIDE_CHINESE.sub("", marked.text)
    asked = quantities(without_dates(question))
    stated = [q for q in quantities(without_dates(text)) if q.unit or q.text[0].isdigit()]
    figures = all(any(q.same_as(other) for other in asked) for q in stated)
    dates = {m.when.text for m in mentions(text)} <= {m.when.text for m in mentions(question)}
    safe = len(text) <= LONGEST and figures and dates and not strange_contacts(marked.text, question)
    return marked.text if safe and _named(text, question) else LEFT_OPEN


def _named(text: str, question: str) -> bool:
    """Return whether the names of a text, and all its other words, stand in the question."""
    low = question.lower()
    text = without_places(text) if {*places_in(text)} <= {*places_in(question)} else text
    if any(name.lower() not in low for name in NAME.findall(text)):
        return False
    if {*JOINED.findall(text)} - {*JOINED.findall(question), *WRITTEN}:
        return False  # words of Chinese are told by their characters
    known = VOCABULARY | set(terms(question))
    return all(stem in known or JOINED.search(stem) for stem in terms(text))
