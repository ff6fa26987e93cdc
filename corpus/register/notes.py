"""The register: the front matter of the policy texts becomes policies with resolved relations.

Every problem is reported with its file and line, and all of them are found in one reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import InputError
from corpus.records import Policy
from corpus.register.front_matter import INVERSE, Problem, ProblemsError, read_front_matter


@dataclass(frozen=True, slots=True)
class Note:
    """A policy text on disk: its policy, its file, and the line of each front-matter field."""

    policy: Policy
    path: Path
    lines: dict[str, int]


def note_files(folders: Iterable[Path]) -> list[Path]:
    """List the policy texts below the folders (`*.md` except README.md), sorted; raise InputError without a folder."""
    files: list[Path] = []
    for folder in folders:
        if not folder.is_dir():
            raise InputError(f"{folder} is not a folder: name a folder that holds policy texts (*.md).")
        files += sorted(path for path in folder.rglob("*.md") if path.name != "README.md")
    return files


def read_register(files: Iterable[Path]) -> list[Note]:
    """Read the front matter of every policy text, relations resolved; raise InputError naming the first problem."""
    notes, problems = survey(files)
    if problems:
        more = f" (and {len(problems) - 1} more: `python -m assistant index --check` lists all)" if problems[1:] else ""
        raise InputError(f"{problems[0]}{more}")
    return notes


def survey(files: Iterable[Path]) -> tuple[list[Note], list[Problem]]:
    """Read every policy text, and give the notes that could be read and all problems, those of relations last."""
    notes: dict[str, Note] = {}
    problems: list[Problem] = []
    for path in files:
        try:
            fields, lines = read_front_matter(path)
        except ProblemsError as error:
            problems += error.args
            continue
        if (same := notes.get(fields.id)) is not None:
            problems.append(Problem(path, lines["id"], f"id {fields.id!r} is already used by {same.path}"))
        else:
            notes[fields.id] = Note(fields.policy(), path, lines)
    return list(_resolve(notes)), [*problems, *_dangling(notes)]


def _successor(relations: tuple[tuple[str, str], ...]) -> str | None:
    return next((target for name, target in relations if name == "superseded_by"), None)


def _dangling(notes: dict[str, Note]) -> Iterator[Problem]:
    """Find the relations that lead nowhere, to themselves, or both ways at once."""
    for note in notes.values():
        policy, line = note.policy, note.lines.get("relations", 1)
        for name, target in policy.relations:
            if target == policy.id:
                yield Problem(note.path, line, f"{name}: a policy cannot stand in a relation to itself")
            elif target not in notes:
                yield Problem(note.path, line, f"{name}: there is no policy {target!r}")
            elif name != "related" and (name, policy.id) in notes[target].policy.relations:
                yield Problem(note.path, line, f"{name}: {target} says the same of this policy; one of them is wrong")
            elif name != "related" and (INVERSE[name], target) in policy.relations:
                yield Problem(note.path, line, f"{name}: {target} cannot also stand in {INVERSE[name]}; one is wrong")


def _resolve(notes: dict[str, Note]) -> Iterator[Note]:
    """Complete each relation on its other side."""
    both: dict[str, list[tuple[str, str]]] = {id_: list(note.policy.relations) for id_, note in notes.items()}
    for id_, note in notes.items():
        for name, target in note.policy.relations:
            if target in both:
                both[target].append((INVERSE[name], id_))
    for id_, note in notes.items():
        relations = tuple(dict.fromkeys(both[id_]))
        life = replace(note.policy.life, by=_successor(relations))
        yield replace(note, policy=replace(note.policy, relations=relations, life=life))
