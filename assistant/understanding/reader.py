"""The reader: what a question asks for, learned from examples instead of listed.

From a question's vector and its words it tells the form of the answer that is wanted, the activities, aspects and
people that the question is about, in the words of `corpus/texts/labels.yaml`, the place whose law it asks for where it
names none ("the federal stablecoin act"), what a "yes" to it would mean, and whether it is a matter of policy or one
that is declined. It is one logistic layer for each, fitted by `python -m benchmarks.fitting.reader` and shipped as
numbers (`reader.npz`) with its card (`reader.md`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from assistant.answers.reading import Form, Matter, Reading, Sense
from corpus.language.dates import mentions
from corpus.language.places import places_in
from corpus.language.terms import CJK

MODEL = Path(__file__).with_name("reader.npz")
WORDED = ("forms", "senses", "matters")  # the layers that read the words too
LABELLED = ("activity", "aspect", "who")
TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+|[?:/]")

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Layer:
    """A logistic layer: one row of weights per name, shape (names, inputs), and one bias each."""

    names: tuple[str, ...]
    weights: Floats
    biases: Floats

    def scores(self, inputs: Floats) -> Floats:
        """Return one score per name before it becomes a probability."""
        return np.asarray(self.weights @ inputs + self.biases, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Worded:
    """A logistic layer over a question's vector and then its words; `words` are those that count, with their places."""

    layer: Layer
    words: Mapping[str, int]

    def shares(self, text: str, vector: Floats) -> dict[str, float]:
        """Return the probability of each name."""
        return _shares(self.layer, np.concatenate([vector, counted(text, self.words)]))


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads questions; `encoder` is the name of the encoder whose vectors it was fitted on."""

    encoder: str
    forms: Worded
    senses: Worded
    matters: Worded
    labels: Mapping[str, Layer]
    places: Layer

    @classmethod
    def load(cls, path: Path = MODEL) -> Self:
        """Read a fitted model."""
        held = np.load(path, allow_pickle=False)
        layers = {
            name: Layer(
                tuple(held[f"{name} names"].tolist()),
                held[f"{name} weights"].astype(np.float32),
                held[f"{name} biases"].astype(np.float32),
            )
            for name in (*WORDED, *LABELLED, "place")
        }
        forms, senses, matters = (
            Worded(layers[name], {word: place for place, word in enumerate(held[f"{name} words"].tolist())})
            for name in WORDED
        )
        labels = {name: layers[name] for name in LABELLED}
        return cls(str(held["encoder"]), forms, senses, matters, labels, layers["place"])

    def read(self, text: str, vector: Floats) -> Reading:
        """Read a question with its unit vector."""
        forms = {Form(name): share for name, share in self.forms.shares(text, vector).items()}
        senses = {Sense(name): share for name, share in self.senses.shares(text, vector).items()}
        matters = {Matter(name): share for name, share in self.matters.shares(text, vector).items()}
        topics = {name: _probabilities(layer, vector) for name, layer in self.labels.items()}
        form, place = max(forms, key=lambda form: forms[form]), _shares(self.places, vector)
        return Reading(form, forms, **topics, place=place, senses=senses, matters=matters)


@cache
def shipped_reader() -> Reader:
    """Return the reader of this repository."""
    return Reader.load()


def _shares(layer: Layer, inputs: Floats) -> dict[str, float]:
    """Return the probability of each name, of which one is right."""
    scores = layer.scores(inputs)
    shares = np.exp(scores - scores.max())
    return dict(zip(layer.names, (shares / shares.sum()).tolist(), strict=True))


def _probabilities(layer: Layer, vector: Floats) -> dict[str, float]:
    return dict(zip(layer.names, (1 / (1 + np.exp(-layer.scores(vector)))).tolist(), strict=True))


def counted(text: str, words: Mapping[str, int]) -> Floats:
    """Return which of the words that count a question has, scaled so that long questions weigh no more than short."""
    row = np.zeros(len(words), dtype=np.float32)
    row[[words[word] for word in marks_of(text) if word in words]] = 1
    return row / max(1.0, float(np.sqrt(row.sum())))


def marks_of(text: str) -> set[str]:
    """Return the words of a question and their pairs, how it begins and ends, and whether it names places or days."""
    plain: Sequence[str] = TOKEN.findall(text.lower())
    marks = {*plain, *(f"{first} {second}" for first, second in pairwise(plain))}
    marks |= {f"^{word}" for word in plain[:1]} | {f"{word}$" for word in plain[-1:]}
    for run in CJK.findall(text):
        marks |= {run[place : place + size] for size in (1, 2, 3) for place in range(len(run) - size + 1)}
    places = len(places_in(text))
    marks |= {f"<{min(places, 3)} places>", f"<{min(len(text) // 40, 4)} long>"}
    return marks | ({"<a day>"} if any(True for _ in mentions(text)) else set())
