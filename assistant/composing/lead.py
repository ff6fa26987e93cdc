"""The direct first line of an answer, made of the labels of what it cites: yes, no, only for, the figure, the names.

A lead is given only where a label plainly answers what is asked; where it does not, the answer begins with its first
statement. It says no more than the labels of a cited paragraph do, and what is proposed or past is never a yes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answers.records import Form, Hit, Query
from assistant.composing.answer_types import asked_for, given_by
from corpus.language.verbs import FORBID, UNLAWFUL
from corpus.records import Label, Standing

# How a yes-or-no question is put, which decides what its stance means.
PERMISSION = re.compile(
    r"^\W*(?:so |and |but |hi,? |hello,? )?(?:can|may|could|are|is|does)\b|可以|可唔可以|合法|允許|允许|可否",
    re.IGNORECASE,
)
DUTY = re.compile(
    r"\b(?:need|must|have to|has to|required|obliged|licen[cs]e)\b|要唔要|使唔使|需要|必須|必须|是否要", re.IGNORECASE
)
BANNED = re.compile(
    rf"\b(?:{FORBID.participles}|{'|'.join(UNLAWFUL)})\b|{FORBID.written}|違法|违法|非法", re.IGNORECASE
)
LEAST_FIT = 0.35  # of the probability that a paragraph that answers would have this label's aspect
LEADING = 2  # hits whose labels may give the lead: the first statements of the answer
NAMED = {"retail": "retail investors", "professional": "professional investors"}
PERMITTED = {
    "allowed": "Yes.",
    "conditional": "Only on conditions.",
    "barred": "No.",
    "licence": "Only with a licence or approval.",
    "outside": "It is not regulated by these rules.",
}
OWED = {
    "required": "Yes, this is required.",
    "licence": "Yes, a licence or approval is needed.",
    "expected": "It is expected.",
    "outside": "No, these rules do not cover it.",
}
FORBIDDEN = {
    "barred": "Yes, it is barred.",
    "allowed": "No, it is allowed.",
    "conditional": "Not altogether: it is allowed on conditions.",
}
STANDS = {
    Standing.PROPOSED: "Only proposed so far.",
    Standing.NOT_YET_IN_FORCE: "Not yet in force",
    Standing.SUPERSEDED: "No longer in force",
}


def lead(query: Query, shown: Sequence[Hit]) -> str:
    """Return the first line for a question answered from these hits, in the order of the answer; empty if none fits."""
    form = query.reading.form
    for hit in shown[:LEADING]:
        for label in fitting(query, hit):
            line = _line(query, form, hit, label)
            if line:
                return line
    return ""


def fitting(query: Query, hit: Hit) -> list[Label]:
    """Return the labels of a hit whose aspect the question is likely to ask for, the likeliest first."""
    scored = [
        (max((query.reading.aspect.get(one, 0.0) for one in label.aspect), default=0.0), label)
        for label in hit.passage.labels
    ]
    return [label for fit, label in sorted(scored, key=lambda pair: -pair[0]) if fit >= LEAST_FIT]


def _line(query: Query, form: Form, hit: Hit, label: Label) -> str:
    if form in (Form.ALLOWED, Form.STATUS) and label.stance:
        return _stance(query.question, hit, label)
    if form in (Form.VALUE, Form.LIST) and label.value:
        asked = asked_for(query.question)
        if asked and asked & given_by(label.value):
            return f"{label.value[0].upper()}{label.value[1:]}."
    return ""


def _stance(question: str, hit: Hit, label: Label) -> str:
    """Return yes or no as the question is put; what is not in force on the day is said to be so first."""
    if hit.standing in STANDS:
        return _not_in_force(hit)
    if label.stance == "proposed":
        return STANDS[Standing.PROPOSED]
    if BANNED.search(question):
        return FORBIDDEN.get(label.stance, "")
    if DUTY.search(question):
        return OWED.get(label.stance, "")
    return _permitted(question, label) if PERMISSION.search(question) else ""


def _not_in_force(hit: Hit) -> str:
    effective, ended = hit.passage.life.effective, hit.passage.life.ended
    line = STANDS[hit.standing]
    if hit.standing is Standing.NOT_YET_IN_FORCE:
        return f"{line}: it applies from {effective}." if effective else f"{line}."
    return f"{line} since {ended}." if hit.standing is Standing.SUPERSEDED and ended else line


def _permitted(question: str, label: Label) -> str:
    only = [NAMED[one] for one in label.who if one in NAMED]
    if label.stance == "conditional" and only == [NAMED["professional"]]:
        return "Only for professional investors."
    if label.stance == "barred" and only == [NAMED["retail"]] and "retail" not in question.lower():
        return "Not for retail investors."
    return PERMITTED.get(label.stance, "")
