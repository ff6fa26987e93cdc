"""Sentences of the model that state nothing: connectives, and remarks on what the passages do not say.

What a model finds missing is never shown in its own words: "the passages do not say why the ban was lifted" states that
it was. Of 80 sentences written to smuggle something in with the words of the question alone, a rule that let those
words pass showed 24.
"""

from __future__ import annotations

import re

from assistant.composing.markers import Marked
from assistant.understanding.parts import parts_of
from corpus.language.dates import without_dates
from corpus.language.numbers import quantities
from corpus.language.terms import terms

JOINT_WORDS = 4  # "In short", "It depends": without a source such a sentence says nothing
LEFT_OPEN = "The passages that were read do not say all that is asked."
NOT_SAID = "The passages that were read do not say this: “{part}”."
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


def is_joint(marked: Marked) -> bool:
    """Return whether a sentence without a source only joins others ("In short:") or is a heading."""
    words = WORD.findall(marked.text)
    few = len(words) <= JOINT_WORDS and not quantities(marked.text)
    return not marked.numbers and (few or marked.text.endswith((":", "：")))


def is_gap(marked: Marked) -> bool:
    """Return whether a sentence without a source only says that the passages do not say something, whatever it is."""
    text = without_dates(marked.text)
    return not marked.numbers and not GOES_ON.search(text) and bool(SOURCES.search(text) and UNSAID.search(text))


def told_gap(marked: Marked, question: str) -> str:
    """Return what is told of a gap: the part of the question that it is about, in the reader's words, if one is."""
    said = set(terms(marked.text))
    shared = {part: len(said & set(terms(part))) for part in parts_of(question)[1]}
    most = max(shared.values(), default=0)
    nearest = [part for part, count in shared.items() if count == most and count]
    return NOT_SAID.format(part=nearest[0]) if len(nearest) == 1 else LEFT_OPEN
