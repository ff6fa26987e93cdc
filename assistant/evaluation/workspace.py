"""Evaluations on the page: uploaded sets kept safely, columns corrected by hand, labels written as they come."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.evaluation.people.labelling import Item, draw_sample, key_rows
from assistant.evaluation.people.prediction import Labelled, read_people
from assistant.evaluation.sets.aliases import FIELDS, recognised
from assistant.evaluation.sets.records import AnswerSet, QuestionSet
from assistant.evaluation.sets.tables import read_rows
from assistant.exporting.spreadsheets import csv_text
from corpus.files import write_whole

META = "_meta"
KEY, SHEETS = "key.csv", "sheets"


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a file, the field that each is read as (empty: it is not read), and the number of rows."""

    fields: dict[str, str]
    rows: int


def keep(folder: Path, name: str, data: bytes) -> Path:
    """Write an uploaded file below `folder`, under the hash of its content and the harmless part of its name."""
    plain = re.sub(r"[^\w.\- ]+", "_", Path(name.replace("\\", "/")).name).strip(". ") or "set"
    path = folder / hashlib.sha256(data).hexdigest()[:12] / plain
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.is_file():
        write_whole(path, data)
    return path


def columns_of(path: Path) -> Columns:
    """Describe how the columns of a file are read; raise InputError for a file that cannot be read."""
    names: dict[str, None] = {}
    count = 0
    for _, row in read_rows(path):
        if META not in row:
            names |= dict.fromkeys(row)
            count += 1
    known = recognised(names)
    return Columns({name: known.get(name, "") for name in names}, count)


def corrected(path: Path, fields: Mapping[str, str]) -> Path:
    """Write the rows again as JSONL, each column under the field that it was corrected to; give the new file.

    A column without a field is left out. The rows keep their numbers.
    """
    unknown = sorted(set(fields.values()) - {*FIELDS, ""})
    assert not unknown, unknown
    lines = [json.dumps(_renamed(row, fields), ensure_ascii=False, default=str) for _, row in read_rows(path)]
    text = "\n".join(lines) + "\n"
    return keep(path.parent.parent, f"{path.stem}.jsonl", text.encode())


def _renamed(row: Mapping[str, Any], fields: Mapping[str, str]) -> dict[str, Any]:
    if META in row:
        return dict(row)
    return {fields[name]: value for name, value in row.items() if fields.get(name)}


class LabelSheet:
    """The labels of one person, written after each: a reload or a crash loses none."""

    def __init__(self, path: Path) -> None:
        """Name the CSV file; one that exists is gone on with."""
        self.path = path
        self.rows: dict[str, tuple[str, str]] = {}
        if path.is_file():
            with io.StringIO(path.read_text(encoding="utf-8"), newline="") as file:
                self.rows = {row["item"]: (row["label"], row["comment"]) for row in csv.DictReader(file)}

    def put(self, item: Item, label: str, comment: str) -> None:
        """Label an item, or label it anew."""
        self.rows[item.item] = (label, comment)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self.path, self.text().encode())

    def text(self) -> str:
        """Return the sheet as CSV, as `evaluate agree` reads it."""
        return csv_text([("item", "label", "comment"), *((item, *row) for item, row in sorted(self.rows.items()))])

    def open(self, items: Sequence[Item]) -> list[Item]:
        """Return the items that have no label yet."""
        return [item for item in items if item.item not in self.rows]


class LabelRoom:
    """The labels that people give on the page to the answers of some sets: a folder a draw, in it a sheet a person."""

    def __init__(self, folder: Path, questions: QuestionSet, sets: Sequence[AnswerSet]) -> None:
        """Name the folder of all rooms; answers in other words, and be it one of them, have another room."""
        self.questions, self.sets = questions, sets
        words = [part for question in questions.questions for part in (question.id, question.text)]
        for answers in sets:
            words += [answers.name, *(part for id_, said in answers.answers.items() for part in (id_, said.text))]
        self.folder = folder / hashlib.sha256("\0".join(words).encode()).hexdigest()[:12]

    def draw(self, count: int, seed: int) -> list[Item]:
        """Draw a sample, always the same for a count and a seed, and keep its key; errors as `draw_sample`."""
        items = draw_sample(self.questions, self.sets, count, seed)
        key = self._key(count, seed)
        if not key.is_file():
            key.parent.mkdir(parents=True, exist_ok=True)
            write_whole(key, csv_text(key_rows(items)).encode())
        return items

    def sheet(self, count: int, seed: int, person: str) -> LabelSheet:
        """Return a person's sheet of a draw."""
        return LabelSheet(self._key(count, seed).parent / SHEETS / f"{person}.csv")

    def sheets(self, count: int, seed: int) -> list[Path]:
        """Return the sheets of everybody who has labelled something of a draw."""
        return sorted((self._key(count, seed).parent / SHEETS).glob("*.csv"))

    def people(self) -> Labelled:
        """Return every label of every draw by set and question; "cannot tell" is left out."""
        labelled: Labelled = {}
        for key in sorted(self.folder.glob(f"*/{KEY}")):
            for place, labels in read_people(sorted((key.parent / SHEETS).glob("*.csv")), key).items():
                labelled.setdefault(place, []).extend(labels)
        return labelled

    def _key(self, count: int, seed: int) -> Path:
        return self.folder / f"{count}-{seed}" / KEY
