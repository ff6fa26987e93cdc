"""Labels by people: a blind, shuffled, stratified sample as XLSX, and how far the labellers agree."""

from __future__ import annotations

import io
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.evaluation.scoring.text import plain
from assistant.evaluation.sets.records import AnswerSet, EvalQuestion, QuestionSet, Status
from assistant.evaluation.sets.tables import read_rows
from assistant.evaluation.statistics import DRAWS, drawn_counts
from assistant.exporting.spreadsheets import csv_text, workbook_cell
from corpus.errors import InputError
from corpus.files import write_whole

LABELS = ("right", "partly right", "wrong", "cannot tell")
COLUMNS = ("item", "question", "what a good answer holds", "answer", "label", "comment")
WIDTHS = (8, 40, 50, 80, 14, 40)
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Item:
    """One answer to be labelled: its blind name, and what it stands for."""

    item: str
    set_name: str
    question: EvalQuestion
    answer: str


def draw_sample(questions: QuestionSet, sets: Sequence[AnswerSet], count: int, seed: int) -> list[Item]:
    """Draw answers in proportion to set, expected behaviour and slices, and shuffle them under blind names.

    Every k-th answer of the list ordered by stratum, from a random start: each stratum is there by its share.
    Questions without an answer are left out, for people need not say that nothing is wrong.
    """
    random = np.random.default_rng(seed)
    pool = [
        (answers.name, question.behavior.value, question.slices, float(random.random()), question, answer.text)
        for answers in sets
        for question in questions.questions
        if (answer := answers.answer(question.id)).status is Status.OK and answer.text.strip()
    ]
    if count > len(pool):
        raise InputError(f"The sets hold {len(pool)} answers: draw at most so many with --n.")
    pool.sort(key=lambda row: row[:4])
    step = len(pool) / count
    start = float(random.random()) * step
    picked = [pool[int(start + step * number)] for number in range(count)]
    order = random.permutation(count)
    return [
        Item(f"{place:03d}", picked[number][0], picked[number][4], plain(picked[number][5]))
        for place, number in enumerate(order, 1)
    ]


def wanted(question: EvalQuestion) -> str:
    """Describe what a good answer holds: the reference, else the key facts, else what it does."""
    held = question.reference or "\n".join(fact.text for fact in question.facts if fact.text)
    return held or f"({question.behavior.value})"


def key_rows(items: Sequence[Item]) -> list[tuple[str, str, str]]:
    """Return the key: which answer stands behind each blind name."""
    return [("item", "set", "id"), *((item.item, item.set_name, item.question.id) for item in items)]


def write_sheet(path: Path, items: Sequence[Item]) -> Path:
    """Write the sheet for the labellers, and the key beside it, which they must not see; give the key's path."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.datavalidation import DataValidation

    if path.suffix.lower() != ".xlsx":
        raise InputError(f"{path} is not a name for a sheet: end it with .xlsx.")
    book = Workbook()
    sheet = book.active
    sheet.title = "Labels"
    sheet.append(COLUMNS)
    for item in items:
        cells = (item.item, item.question.text, wanted(item.question), item.answer, "", "")
        sheet.append([workbook_cell(cell) for cell in cells])
    choice = DataValidation("list", formula1=f'"{",".join(LABELS)}"', allow_blank=True)
    sheet.add_data_validation(choice)
    choice.add(f"E2:E{len(items) + 1}")
    for letter, width in zip("ABCDEF", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
        for cell in sheet[letter]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    key = path.with_suffix(".key.csv")
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(key, csv_text(key_rows(items)).encode())
    write_whole(path, out.getvalue())
    return key


@dataclass(frozen=True, slots=True)
class Agreement:
    """A kappa with its 95 % bootstrap interval over items; NaN where everybody gave one and the same label."""

    name: str
    items: int
    observed: float
    kappa: float
    low: float
    high: float


def read_labels(path: Path) -> dict[str, str]:
    """Read the labels of one labeller by item; rows without a label are left out."""
    labels: dict[str, str] = {}
    for number, row in read_rows(path):
        if "item" not in row or "label" not in row:
            raise InputError(f"{path}, row {number}: a sheet of labels has the columns item and label.")
        item, label = str(row["item"] or "").strip(), " ".join(str(row["label"] or "").lower().split())
        if label and item in labels:
            raise InputError(f"{path}, row {number}: the item {item!r} is labelled twice.")
        if label:
            labels[item] = label
    if not labels:
        raise InputError(f"{path} holds no label: fill in the column label.")
    return labels


def agreement(labels: Sequence[dict[str, str]], names: Sequence[str], seed: int = 1) -> list[Agreement]:
    """Return Cohen's kappa of each two labellers and Fleiss' kappa of all, over the items that they share."""
    agreements = [
        _agreement(f"Cohen, {names[one]} and {names[two]}", [labels[one], labels[two]], seed, fleiss=False)
        for one, two in itertools.combinations(range(len(labels)), 2)
    ]
    return [*agreements, _agreement(f"Fleiss, {len(labels)} labellers", labels, seed, fleiss=True)]


def _agreement(name: str, labels: Sequence[dict[str, str]], seed: int, *, fleiss: bool) -> Agreement:
    items = sorted(set[str].intersection(*(set(row) for row in labels)))
    if len(items) < 2:
        raise InputError(f"{name}: fewer than two items were labelled by all; kappa needs more.")
    kinds = sorted({row[item] for row in labels for item in items})
    marks = np.array([[[row[item] == kind for kind in kinds] for item in items] for row in labels], dtype=np.float64)
    once = np.ones((1, len(items)))
    kappa = _fleiss if fleiss else _cohen
    drawn = np.concatenate([kappa(marks, counts)[0] for counts in drawn_counts(len(items), DRAWS, seed)])
    value, observed = kappa(marks, once)
    known = drawn[np.isfinite(drawn)]
    low, high = np.quantile(known, (0.025, 0.975)) if len(known) else (np.nan, np.nan)
    return Agreement(name, len(items), float(observed[0]), float(value[0]), float(low), float(high))


def _cohen(marks: Floats, counts: Floats) -> tuple[Floats, Floats]:
    """Return Cohen's kappa (1960) and the share of agreement for each draw of items.

    `marks` has shape (2, items, labels), 1 at each label given; `counts` shape (draws, items).
    """
    size = counts.sum(axis=1)
    observed = counts @ (marks[0] * marks[1]).sum(axis=1) / size
    expected = ((counts @ marks[0]) * (counts @ marks[1])).sum(axis=1) / size**2
    return _kappa(observed, expected), observed


def _fleiss(marks: Floats, counts: Floats) -> tuple[Floats, Floats]:
    """Return Fleiss' kappa (1971) and the mean share of agreeing pairs; shapes as in `_cohen`."""
    raters, size = len(marks), counts.sum(axis=1)
    votes = marks.sum(axis=0)
    pairs = ((votes**2).sum(axis=1) - raters) / (raters * (raters - 1))
    observed = counts @ pairs / size
    expected = ((counts @ votes / (size * raters)[:, None]) ** 2).sum(axis=1)
    return _kappa(observed, expected), observed


def _kappa(observed: Floats, expected: Floats) -> Floats:
    beyond = 1 - expected
    return np.where(beyond > 1e-12, (observed - expected) / np.where(beyond > 1e-12, beyond, 1.0), np.nan)
