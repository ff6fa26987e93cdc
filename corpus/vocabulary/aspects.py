"""The aspects that places are compared on: by topic, each with a question and the words that speak of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import yaml

from corpus.errors import InputError

NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Words:
    """Words and phrases that can be found in a text: whole, with their plural, or as a beginning that ends in `*`."""

    names: tuple[str, ...] = ()
    pattern: re.Pattern[str] = field(default=NOTHING, compare=False, repr=False)

    @classmethod
    def of(cls, names: Sequence[str]) -> Self:
        """Compile the words; those in capitals count only in capitals, Chinese ones anywhere in a text."""
        return cls(tuple(names), re.compile("|".join(map(_pattern, names))) if names else NOTHING)

    def found_in(self, text: str) -> bool:
        """Return whether a text holds one of the words."""
        return self.pattern.search(text) is not None

    def removed_from(self, text: str) -> str:
        """Blank the words out."""
        return self.pattern.sub(" ", text)


def _pattern(name: str) -> str:
    if not name.isascii():
        return re.escape(name)
    plural = "(?:s|es)?" if name[-1].isalpha() else ""
    end = r"(?!\w)" if name[-1].isalnum() else ""
    letters = re.escape(name).replace(r"\*", r"\w*")
    body = rf"(?<![\w-]){letters}{plural}{end}"
    return body if name.isupper() else f"(?i:{body})"


@dataclass(frozen=True, slots=True)
class Aspect:
    """One row of a comparison: its label, the question it asks, and what a text must hold to speak of it.

    An aspect in a user's own words has no `words`: it is `own`, and only its topic guards it, where it has one.
    """

    label: str
    question: str
    words: Words = Words()
    beside: Words = Words()
    barred: Words = Words()
    subject: Words = Words()
    asked: Words = Words()

    @property
    def own(self) -> bool:
        """Return whether the aspect is in a user's own words."""
        return not self.words.names

    def asked_in(self, question: str) -> bool:
        """Return whether a question asks for the aspect by its words."""
        return self.asked.found_in(question) or self._spoken_of(question)

    def said_in(self, text: str, around: str = "") -> bool:
        """Return whether a text speaks of the aspect, and it or what stands `around` it of the topic."""
        about = not self.subject.names or self.subject.found_in(f"{text} {around}")
        return about and (self.own or self._spoken_of(text)) and not self.barred.found_in(text)

    def _spoken_of(self, text: str) -> bool:
        return self.words.found_in(text) and (not self.beside.names or self.beside.found_in(text))


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic with its aspects in the order of reading."""

    name: str
    words: Words
    aspects: tuple[Aspect, ...]


class Aspects:
    """The topics and aspects that are known."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        """Take the topics."""
        self.topics = {topic.name: topic for topic in topics}

    def topics_in(self, text: str) -> list[Topic]:
        """Find the topics that a text names."""
        return [topic for topic in self.topics.values() if topic.words.found_in(text)]

    def topic(self, name: str) -> Topic:
        """Return a topic by name, whatever its case; raise InputError that names the topics for an unknown one."""
        for topic in self.topics.values():
            if topic.name == name.strip().lower():
                return topic
        raise InputError(f"There is no topic {name!r}: choose one of {', '.join(self.topics)}.")


def read_aspects(path: Path) -> Aspects:
    """Read a list of aspects; an absent file is an empty list. Raise InputError with file and topic for a bad one."""
    if not path.is_file():
        return Aspects([])
    try:
        rows = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=yaml.CSafeLoader) or []
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: the aspects are not valid YAML: {' '.join(str(error).split())}") from error
    if not isinstance(rows, list):
        raise InputError(f"{path}: the aspects are not a list of topics: begin each with `- topic: ...`")
    topics = []
    for number, row in enumerate(rows, 1):
        try:
            topics.append(_topic(row))
        except (TypeError, KeyError, ValueError) as error:
            raise InputError(f"{path}: topic {number} is not usable: {_reason(error)}") from error
    return Aspects(topics)


def _reason(error: Exception) -> str:
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)


def _topic(row: dict[str, Any]) -> Topic:
    known = {"topic", "words", "zh", "aspects"}
    name, latin, chinese = row["topic"], _list(row, "words"), _list(row, "zh")
    _refuse_unknown(row, known)
    words = Words.of((*latin, *chinese))
    aspects = tuple(_aspect(words, entry) for entry in row["aspects"])
    labels = [aspect.label for aspect in aspects]
    if not words.names or not labels or len(set(labels)) < len(labels):
        raise ValueError(f"{name!r} needs words, and aspects of different names")
    return Topic(str(name), words, aspects)


def _aspect(subject: Words, row: dict[str, Any]) -> Aspect:
    _refuse_unknown(row, {"aspect", "question", "words", "with", "without", "asked", "zh"})
    label, question = str(row["aspect"]), str(row["question"])
    words = Words.of(_list(row, "words"))
    if not words.names or not question.endswith("?"):
        raise ValueError(f"{label!r} needs words, and a question that ends in a question mark")
    asked = Words.of((label, *_list(row, "asked"), *_list(row, "zh")))
    beside, barred = Words.of(_list(row, "with")), Words.of(_list(row, "without"))
    return Aspect(label, question, words, beside, barred, subject, asked)


def _refuse_unknown(row: dict[str, Any], known: set[str]) -> None:
    if unknown := set(row) - known:
        raise ValueError(f"{', '.join(sorted(unknown))} is not a field; the fields are {', '.join(sorted(known))}")


def _list(row: dict[str, Any], name: str) -> tuple[str, ...]:
    value = row.get(name) or []
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise TypeError(f"{name} must be a list of words (a figure in quotation marks)")
    return tuple(value)
