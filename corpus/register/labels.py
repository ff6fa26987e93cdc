"""Labels: what a paragraph of a note says, as data that people can check and programs can use.

They stand in `labels.tsv` beside the notes of a place, one row per rule or figure of a paragraph; the words that a row
may use are in `corpus/texts/labels.yaml`. A label holds as long as its paragraph: it has no dates of its own.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import yaml

from corpus.errors import InputError
from corpus.records import Label, Passage

LABELS, QUESTIONS, VOCABULARY = "labels.tsv", "questions.tsv", "labels.yaml"
COLUMNS = ("policy", "paragraph", "activity", "aspect", "stance", "who", "value")
STATED = ("activity", "aspect", "who")  # columns that hold several words

Labels = Mapping[str, tuple[Label, ...]]  # by passage id
Questions = Mapping[str, tuple[str, ...]]  # by passage id


def read_labels(folders: Iterable[Path]) -> Labels:
    """Read the labels beside the notes of some folders; raise InputError with file and line for a broken row."""
    labels: dict[str, tuple[Label, ...]] = {}
    for path, line, row in _rows(folders, LABELS):
        if tuple(row) != COLUMNS or None in row.values():
            raise InputError(f"{path}:{line}: a row has {len(COLUMNS)} columns: {', '.join(COLUMNS)}")
        id_ = passage_id(row["policy"], row["paragraph"])
        activity, aspect, who = (tuple(filter(None, row[name].split(";"))) for name in STATED)
        labels[id_] = (*labels.get(id_, ()), Label(activity, aspect, row["stance"], who, row["value"]))
    return labels


def read_questions(folders: Iterable[Path]) -> Questions:
    """Read the questions that paragraphs answer, in the order of their columns; raise InputError for a broken row."""
    questions: dict[str, tuple[str, ...]] = {}
    for path, line, row in _rows(folders, QUESTIONS):
        texts = tuple(text for name, text in row.items() if name not in COLUMNS[:2] and text)
        if not texts or not row.get("paragraph"):
            raise InputError(f"{path}:{line}: a row names policy and paragraph, and then questions")
        questions[passage_id(row["policy"], row["paragraph"])] = texts
    return questions


def passage_id(policy: str, paragraph: str) -> str:
    """Return the id that a numbered paragraph of a note has as a passage."""
    return f"{policy}#p{paragraph}"


def labelled(passages: Sequence[Passage], labels: Labels) -> list[Passage]:
    """Return the passages with their labels."""
    return [replace(passage, labels=labels.get(passage.id, ())) for passage in passages]


def vocabulary(folders: Iterable[Path]) -> dict[str, tuple[str, ...]]:
    """Return the words that each column of labels may use; a folder without `labels.yaml` has none."""
    words: dict[str, tuple[str, ...]] = {}
    for folder in folders:
        if (path := folder / VOCABULARY).is_file():
            rows = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
            words |= {name: tuple(meanings) for name, meanings in rows.items()}
    return words


def check_label(label: Label, text: str, words: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield what is wrong with a label: unknown words, and a value that its paragraph does not hold."""
    for name in STATED:
        for word in getattr(label, name):
            if word not in words.get(name, ()):
                yield f"label {name} {word!r} is not in {VOCABULARY}"
    if label.stance and label.stance not in words.get("stance", ()):
        yield f"label stance {label.stance!r} is not in {VOCABULARY}"
    if not label.aspect:
        yield "a label has no aspect"
    if label.value not in text:
        yield f"the labelled value {label.value!r} is not in the paragraph"


def _rows(folders: Iterable[Path], name: str) -> Iterator[tuple[Path, int, dict[str, str]]]:
    """Yield the rows of every file of this name with their lines; columns of the same name are numbered."""
    for folder in folders:
        for path in sorted(folder.rglob(name)):
            with path.open(encoding="utf-8", newline="") as file:
                lines = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
                header = next(lines, [])
                names = [one if header.count(one) == 1 else f"{one} {place}" for place, one in enumerate(header)]
                for number, cells in enumerate(lines, 2):
                    yield path, number, dict(zip(names, cells, strict=False))
