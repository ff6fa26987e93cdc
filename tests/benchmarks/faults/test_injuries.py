"""Injuries to the files of an index: each is told on one line, done without, and mended by the next build."""

from __future__ import annotations

import shutil
from datetime import date
from itertools import cycle
from pathlib import Path

import pytest

from assistant.answers.records import Question
from benchmarks.faults.injuries import INJURIES, Outcome, Patient
from corpus.index.manifest import MANIFEST, POINTER
from tests.conftest import WordEncoder, write_notes

pytestmark = pytest.mark.slow
ASKED = "policy\tparagraph\tq\tq\nhk-margin-2026\t1\tMay brokers lend on margin?\t券商可否提供孖展融資？\n"
QUESTION = Question("Is margin financing against bitcoin allowed?", date(2026, 6, 1))


@pytest.fixture(scope="module")
def patient(tmp_path_factory: pytest.TempPathFactory) -> Patient:
    """Build the two editions once."""
    folder = tmp_path_factory.mktemp("patient")
    texts = write_notes(folder / "texts")
    (texts / "questions.tsv").write_text(ASKED, encoding="utf-8")
    return Patient(folder, texts, QUESTION, WordEncoder())


def test_every_file_of_an_edition_is_injured(patient: Patient) -> None:
    """The pointer, the manifest, texts, questions, vectors, three fields of keywords and Chroma's files are there."""
    names = [Path(file).name for file in patient.files()]
    expected = {POINTER, MANIFEST, "texts.db", "questions.json", "questions.npy", "vectors.npy", "chroma.sqlite3"}
    assert expected <= {*names}
    assert names.count("counts.npz") == names.count("vocabulary.json") == names.count("lengths.npy") == 3
    assert len(names) == 21


def test_each_file_injured_in_two_ways(patient: Patient) -> None:
    """An injured index answers, as it is or by the edition before, or says one line; the next build mends it."""
    ways = cycle(INJURIES)
    outcomes = [patient.injured(file, next(ways)) for file in patient.files() for _ in range(2)]
    assert len(outcomes) == 42
    for outcome in outcomes:
        told(outcome, patient)


def told(outcome: Outcome, patient: Patient) -> None:
    """See that an injury was told on one line, answered by what is sound, and mended."""
    assert outcome.error == "", outcome
    assert patient.kind(outcome) in ("the same answer", "the answer of the edition before"), outcome
    assert outcome.after == patient.latest, outcome
    assert outcome.told, outcome
    assert "\n" not in outcome.told, outcome


@pytest.mark.parametrize("injury", ["deleted", "one bit flipped", "filled with noise"])
@pytest.mark.parametrize("file", ["texts.db", "vectors.npy", MANIFEST])
def test_without_an_edition_before_one_line_is_said(
    patient: Patient, file: str, injury: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no other edition is there, the line names the file and the command, and the build encodes anew."""
    alone = next(name for name in patient.files() if name.endswith(file))
    whole = patient.whole.index.parent
    shutil.copytree(whole, tmp_path / "alone")
    for edition in (tmp_path / "alone" / "index").iterdir():
        if edition.is_dir() and edition.name != Path(alone).parts[0]:
            shutil.rmtree(edition)
    monkeypatch.setattr(patient, "whole", patient.sources(tmp_path / "alone"))
    outcome = patient.injured(alone, injury)
    assert outcome.before.startswith("said: The index edition ")
    assert file in outcome.before
    assert outcome.before.endswith("Mend it with `make index`.")
    assert (outcome.after, outcome.error) == (patient.latest, "")
