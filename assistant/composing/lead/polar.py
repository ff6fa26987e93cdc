"""Lines of yes or no that could stand first, made of the labels of a hit, and how likely each is right.

A line is shown where a small logistic model, fitted on lines that other hands judged, finds it likely enough to be
right: `python -m benchmarks.fitting.polar` fits it again (`polar.json`, with its card). Of 230 lines that gave a figure
(the label's own words) 53 % were right, and no model of these signs could tell which: the first statement gives the
figure with what it is of.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.answers.answer_types import asked_for
from assistant.answers.clues import Clues
from assistant.answers.reading import Form, Sense
from assistant.answers.records import Hit, Query
from corpus.records import Label, Standing

MODEL = Path(__file__).with_name("polar.json")
NAMED = {"retail": "retail investors", "professional": "professional investors"}
PROPOSED = "Only proposed so far."
NEAR = 0.7  # of the score of the first hit: labels of others so near may say the reverse
# Of 166 lines that two other hands judged, "only on conditions" and "not yet in force" were rarely an answer (7 of 26).
LINES: dict[Sense, dict[str, str]] = {
    Sense.ALLOWED: {"allowed": "Yes.", "barred": "No."},
    Sense.REQUIRED: {
        "required": "Yes, this is required.",
        "licence": "Yes, a licence or approval is needed.",
        "expected": "Yes, this is expected.",
        "outside": "No.",
    },
    Sense.BARRED: {"barred": "Yes, it is barred.", "allowed": "No, it is allowed."},
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line that could stand first, and the signs of whether it is right, each in [0, 1] or a small count."""

    text: str
    signs: Mapping[str, float]


def polar_lines(query: Query, first: Hit, ranked: Sequence[Hit], closeness: float, clues: Clues) -> Iterator[Line]:
    """Yield the lines that the labels of the first hit of an answer could give.

    `ranked` are all the hits, `closeness` is the probability that the answer holds all that is asked, and `clues` are
    what that was told by.
    """
    others = [hit.score for hit in ranked if hit.passage.id != first.passage.id]
    signs = {
        "no question of yes or no": query.reading.senses.get(Sense.NONE, 0.0),
        "asks for a value": query.reading.forms.get(Form.VALUE, 0.0),
        "kinds asked for": float(len(asked_for(query.question))),
        "closeness": closeness,
        "alike": clues.alike,
        "apart": clues.apart,
        "above the next": first.score - max(others, default=0.0),
        "proposed": float(first.standing is Standing.PROPOSED),
    }
    near = [hit for hit in ranked if hit.passage.id != first.passage.id and hit.score >= NEAR * first.score]
    for sense, share in query.reading.senses.items():
        against = {text[:2] for hit in near for text in _lines(sense, hit)}
        for text in _lines(sense, first):
            spoken_against = float(any(said != text[:2] for said in against))
            yield Line(text, signs | {"sense": share, "spoken against": spoken_against})


def _lines(sense: Sense, hit: Hit) -> Iterator[str]:
    """Yield what the labels of a hit say in one sense of the question."""
    if sense in LINES:
        yield from filter(None, (_said(sense, hit.standing, label) for label in hit.passage.labels))


def _said(sense: Sense, stands: Standing, label: Label) -> str:
    """Return yes or no in the sense of the question; a yes that is only proposed is said to be so instead."""
    if stands in (Standing.SUPERSEDED, Standing.NOT_YET_IN_FORCE):
        return ""
    only = [NAMED[one] for one in label.who if one in NAMED]
    line = LINES[sense].get(label.stance, "")
    if sense is Sense.ALLOWED and label.stance == "conditional" and only == [NAMED["professional"]]:
        line = "Only for professional investors."
    if sense is Sense.ALLOWED and label.stance == "barred" and only == [NAMED["retail"]]:
        line = "Not for retail investors."
    if stands is Standing.PROPOSED or label.stance == "proposed":
        return PROPOSED if label.stance == "proposed" or line.startswith("Yes") else ""
    return line


@dataclass(frozen=True, slots=True)
class Model:
    """Logistic weights of the signs; a line that is less likely than `least` is not shown."""

    base: float
    weights: Mapping[str, float]
    least: float

    def probability(self, line: Line) -> float:
        """Return the probability in [0, 1] that a line is right."""
        odds = self.base + sum(weight * line.signs.get(name, 0.0) for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-odds))


@cache
def model() -> Model:
    """Return the model that is shipped."""
    return Model(**json.loads(MODEL.read_text(encoding="utf-8")))
