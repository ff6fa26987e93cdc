"""Injuries to the files of an index, and what became of them: `python -m benchmarks.faults.injuries --out FILE`.

A small index of two editions is injured, one file and one way at a time. Then a question is asked of it, the index is
built again, and the question is asked once more. What is looked for: one line and no traceback, an answer from what is
sound, and after the build the same answer as before.
"""

from __future__ import annotations

import argparse
import logging
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from assistant.answers.records import Question
from assistant.chain import PolicyChain
from assistant.settings import SHIPPED_TEXTS, Settings
from benchmarks.faults.double import Words
from benchmarks.tables import write
from corpus.build import Sources, build
from corpus.current import CurrentIndex
from corpus.encoders.sentence import Encoder
from corpus.errors import AssistantError
from corpus.index.manifest import POINTER, current_edition
from corpus.library import Details, Library
from corpus.vocabulary.glossary import Glossary

SEED = 20_261_128
NOTES = ("sg-mas-stablecoin-cp-2026", "sg-stablecoin-framework-2023", "sg-stablecoin-cp-2022")
PLACE = "singapore"
QUESTION = Question("Must stablecoin reserves be held in cash?", date(2026, 6, 1))
OWN = b"Our desk holds stablecoin reserves in cash, within limits that the board sets.\n"
Injury = Callable[[Path, Random], object]


def _changed(path: Path, change: Callable[[bytearray], object]) -> None:
    data = bytearray(path.read_bytes())
    change(data)
    path.write_bytes(data)


def _flipped(data: bytearray, random: Random, count: int) -> None:
    for _ in range(count if data else 0):
        data[random.randrange(len(data))] ^= 1 << random.randrange(8)


def _noise(data: bytearray, random: Random) -> None:
    data[:] = random.randbytes(len(data))


def _folder(path: Path, _: Random) -> None:
    path.unlink()
    path.mkdir()


INJURIES: dict[str, Injury] = {
    "deleted": lambda path, _: path.unlink(),
    "emptied": lambda path, _: path.write_bytes(b""),
    "cut in half": lambda path, _: _changed(path, lambda data: data.__delitem__(slice(len(data) // 2, None))),
    "last byte cut": lambda path, _: _changed(path, lambda data: data.__delitem__(slice(-1, None))),
    "one bit flipped": lambda path, random: _changed(path, lambda data: _flipped(data, random, 1)),
    "many bits flipped": lambda path, random: _changed(path, lambda data: _flipped(data, random, 1 + len(data) // 50)),
    "filled with noise": lambda path, random: _changed(path, lambda data: _noise(data, random)),
    "filled with zeros": lambda path, _: path.write_bytes(bytes(path.stat().st_size)),
    "lengthened": lambda path, random: _changed(path, lambda data: data.extend(random.randbytes(100))),
    "a folder in its place": _folder,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one injury; `after` and `before` are what was answered, or the line that was said instead.

    `told` is what was said of the damage, by the answer, by an error or by the build that mended it.
    """

    file: str
    injury: str
    before: str
    told: str
    after: str
    error: str = ""


class Patient:
    """An index of two editions, whole; a copy of it is injured at a time."""

    def __init__(self, folder: Path, texts: Path, question: Question, encoder: Encoder) -> None:
        """Build an edition of the texts in a folder of one's own, and then one with an own document more."""
        self._folder, self._texts, self._question, self._encoder = folder, texts, question, encoder
        self.whole = self.sources(folder / "whole")
        build(self.whole, self._encoder)
        self.earlier = self.answer(self.whole)
        Library(self.whole.library).add(OWN, "own.txt", Details())
        build(self.whole, self._encoder)
        self.latest = self.answer(self.whole)

    def sources(self, data: Path) -> Sources:
        """Name the folders of a copy."""
        return Sources(data / "index", (self._texts,), data / "library")

    def files(self) -> list[str]:
        """Return the paths of the files of the edition in force below the index, its pointer and its manifest too."""
        edition = self.whole.index / str(current_edition(self.whole.index))
        paths = [path for path in sorted(edition.rglob("*")) if path.is_file()]
        return [POINTER, *(str(path.relative_to(self.whole.index)) for path in paths)]

    def answer(self, sources: Sources) -> str:
        """Return what is answered to the question, with the passages that were found."""
        index = CurrentIndex(sources.index)
        try:
            settings = Settings(data=sources.index.parent)
            answer = PolicyChain(index, self._encoder, Glossary([]), settings).invoke(self._question)
            return f"{answer.edition}: {[(one.text, one.citations) for one in answer.statements]}"
        finally:
            index.close()

    def injured(self, file: str, injury: str, seed: int = SEED) -> Outcome:
        """Injure one file of a copy, ask, build, and ask again."""
        data = self._folder / "injured"
        shutil.rmtree(data, ignore_errors=True)
        shutil.copytree(self.whole.index.parent, data)
        sources = self.sources(data)
        INJURIES[injury](sources.index / file, Random(f"{seed} {file} {injury}"))
        told = _Told()
        logging.getLogger("corpus").addHandler(told)
        try:
            before = self._said(sources)
            mended = build(sources, self._encoder).mended
            after = self._said(sources)
            again = build(sources, self._encoder)
        except Exception as error:  # noqa: BLE001 - what is counted here
            return Outcome(file, injury, "", "", "", f"{type(error).__name__}: {error}")
        finally:
            logging.getLogger("corpus").removeHandler(told)
        wrong = "" if (again.mended, again.encoded, again.changed) == ("", 0, 0) else f"not mended: {again}"
        return Outcome(file, injury, before, " ".join(filter(None, (*told.lines, mended))), after, wrong)

    def _said(self, sources: Sources) -> str:
        try:
            return self.answer(sources)
        except AssistantError as error:
            return f"said: {error}"

    def kind(self, outcome: Outcome) -> str:
        """Name what was answered while the index was injured."""
        if outcome.error:
            return "traceback or not mended"
        known = {self.latest: "the same answer", self.earlier: "the answer of the edition before"}
        return known.get(outcome.before, "one line" if outcome.before.startswith("said: ") else "another answer")


class _Told(logging.Handler):
    """Keeps the warnings."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def all_injuries(patient: Patient) -> Iterator[Outcome]:
    """Yield the outcome of each injury to each file."""
    for file in patient.files():
        for injury in INJURIES:
            yield patient.injured(file, injury)


def notes(folder: Path) -> Path:
    """Copy some notes, without what they say of others, and their questions."""
    folder.mkdir()
    for name in NOTES:
        lines = (SHIPPED_TEXTS / PLACE / f"{name}.md").read_text(encoding="utf-8").splitlines(keepends=True)
        alone = (line for line in lines if not line.startswith("relations:"))
        (folder / f"{name}.md").write_text("".join(alone), encoding="utf-8")
    head, *rows = (SHIPPED_TEXTS / PLACE / "questions.tsv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "questions.tsv").write_text("".join([head, *filter(of_notes, rows)]), encoding="utf-8")
    return folder


def of_notes(row: str) -> bool:
    """Return whether a row of questions is of one of the notes."""
    return row.startswith(NOTES)


def main() -> None:
    """Print what became of each kind of injury, and every one that was not told or not mended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, help="Also write the figures as JSON, as `benchmarks/results/` holds them.")
    given = parser.parse_args()
    logging.getLogger("corpus").propagate = False
    with tempfile.TemporaryDirectory() as folder:
        patient = Patient(Path(folder), notes(Path(folder) / "texts"), QUESTION, Words())
        outcomes = list(all_injuries(patient))
    rows = []
    for injury in INJURIES:
        those = [outcome for outcome in outcomes if outcome.injury == injury]
        kinds = Counter(map(patient.kind, those))
        mended = sum(outcome.after == patient.latest and not outcome.error for outcome in those)
        told = sum(bool(outcome.told) for outcome in those)
        figures = {"injuries": len(those), **{kind: kinds[kind] for kind in KINDS}, "told": told, "mended": mended}
        rows.append((injury, {name: (figure,) for name, figure in figures.items()}))
        print(injury, figures)
    for outcome in outcomes:
        if outcome.error or not outcome.told or patient.kind(outcome) == "another answer":
            print(outcome.file, outcome.injury, outcome.error or outcome.before[:200], outcome.told)
    if given.out:
        write(given.out, "python -m benchmarks.faults.injuries", f"{len(outcomes)} injuries to an edition", rows)


KINDS = (
    "the same answer",
    "the answer of the edition before",
    "one line",
    "another answer",
    "traceback or not mended",
)

if __name__ == "__main__":
    main()
