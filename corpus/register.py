"""The register: the front matter of the policy texts becomes policies with resolved relations.

Every problem is reported with its file and line, and all of them are found in one reading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from corpus.errors import InputError
from corpus.places import PLACES
from corpus.records import Life, Nature, PartialDate, Policy

NATURE_OF_KIND: dict[str, Nature] = {
    **dict.fromkeys(
        ("act", "ordinance", "regulation", "rulebook", "guideline", "circular", "notice", "standard"), Nature.RULE
    ),
    **dict.fromkeys(("bill", "consultation", "conclusions"), Nature.PROPOSAL),
    **dict.fromkeys(("policy statement", "press release", "speech"), Nature.RECORD),
}
INVERSE: dict[str, str] = {
    "supersedes": "superseded_by",
    "superseded_by": "supersedes",
    "implements": "implemented_by",
    "implemented_by": "implements",
    "amends": "amended_by",
    "amended_by": "amends",
    "part_of": "has_part",
    "has_part": "part_of",
    "related": "related",
}
REQUIRED = ("id", "title", "issuer", "jurisdiction", "kind", "published", "confidence", "evidence_to")
DATES = ("published", "effective", "ended", "evidence_to")
LISTS = ("topics", "official_urls", "sources")
SINGLE = {*REQUIRED, *DATES, "nature"}
FIELDS = {*SINGLE, *LISTS, "relations"}
CONFIDENCES = ("high", "medium", "low")

Wrong = Callable[[int, str], None]  # notes a problem: line, what is wrong
Fields = dict[str, object]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a policy text, and where; `line` counts from 1."""

    path: Path
    line: int
    what: str

    def __str__(self) -> str:
        """Give the problem as `file:line: what`, as editors and terminals link it."""
        return f"{self.path}:{self.line}: {self.what}"


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
        found: list[Problem] = []
        note = _read_note(path, found)
        if note is not None and note.policy.id in notes:
            first = notes[note.policy.id].path
            found.append(Problem(path, note.lines["id"], f"id {note.policy.id!r} is already used by {first}"))
        elif note is not None:
            notes[note.policy.id] = note
        problems += found
    problems += _dangling(notes)
    return list(_resolve(notes)), problems


def _read_note(path: Path, problems: list[Problem]) -> Note | None:
    """Read one policy text; what is wrong goes to `problems`, and None comes back where there is anything."""

    def wrong(line: int, what: str) -> None:
        problems.append(Problem(path, line, what))

    fields = _front_matter(path, wrong)
    if fields is None:
        return None
    values = {name: value for name, (value, _) in fields.items()}
    lines = {name: line for name, (_, line) in fields.items()}
    _known_fields(values, lines, wrong)
    _identity(values, path, lines, wrong)
    dates = {name: _date(name, values.get(name), lines, wrong) for name in DATES}
    lists = {name: _list(name, values.get(name), lines, wrong) for name in LISTS}
    nature = _nature(values, lines, wrong)
    relations = _relations(values.get("relations"), lines, wrong)
    if nature is Nature.RULE and not values.get("effective"):
        wrong(lines.get("effective", 1), "effective is missing: a rule applies from a date (or say `nature: proposal`)")
    _impossible_dates(dates, lines, wrong)
    if problems or nature is None:
        return None
    policy = Policy(
        id=str(values["id"]),
        title=str(values["title"]),
        issuer=str(values["issuer"]),
        jurisdiction=str(values["jurisdiction"]),
        kind=str(values["kind"]),
        life=Life(nature, dates["published"], dates["effective"], dates["ended"], _successor(relations)),
        relations=relations,
        topics=lists["topics"],
        official_urls=lists["official_urls"],
        sources=lists["sources"],
        confidence=str(values["confidence"]),
        evidence_to=dates["evidence_to"],
    )
    return Note(policy, path, lines)


def _front_matter(path: Path, wrong: Wrong) -> dict[str, tuple[object, int]] | None:
    """Read the YAML between the first two `---` lines: field -> (value, line)."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        wrong(1, "is not UTF-8 text: save it as UTF-8")
        return None
    head = text.split("\n")
    if head[0].strip() != "---" or "---" not in (line.strip() for line in head[1:]):
        wrong(1, "has no front matter: begin the file with `---`, the fields, and `---`")
        return None
    end = next(number for number, line in enumerate(head[1:], 1) if line.strip() == "---")
    try:
        node = yaml.compose("\n".join(["", *head[1:end]]), Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        wrong(mark.line + 1 if mark else 1, f"front matter is not valid YAML: {error.problem}")
        return None
    except yaml.reader.ReaderError as error:
        line = next((number for number, text in enumerate(head, 1) if chr(error.character) in text), 1)
        wrong(line, f"front matter holds the control character #x{error.character:02x}: take it out")
        return None
    if not isinstance(node, yaml.MappingNode):
        wrong(2, "front matter is not a list of `field: value` lines")
        return None
    fields: dict[str, tuple[object, int]] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        name, plain = str(_plain(key)), _plain(value)
        if name in fields:
            wrong(line, f"{name} is given twice")
        if name in SINGLE and isinstance(plain, list | dict):
            wrong(line, f"{name} must be a single value")
            plain = str(plain)
        fields[name] = (plain, line)
    return fields


def _plain(node: yaml.Node) -> object:
    """Give a node's value with every scalar as the text that stands in the file (dates and numbers too)."""
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        return {str(_plain(key)): _plain(value) for key, value in node.value}
    return None if node.tag == "tag:yaml.org,2002:null" else str(node.value)


def _known_fields(values: Fields, lines: dict[str, int], wrong: Wrong) -> None:
    for name in values.keys() - FIELDS:
        wrong(lines[name], f"unknown field {name!r}: the fields are {', '.join(sorted(FIELDS))}")
    for name in REQUIRED:
        if not values.get(name):
            wrong(lines.get(name, 1), f"{name} is missing")


def _identity(values: Fields, path: Path, lines: dict[str, int], wrong: Wrong) -> None:
    id_, place, confidence = values.get("id"), values.get("jurisdiction"), values.get("confidence")
    if id_ and id_ != path.stem:
        wrong(lines["id"], f"id {id_!r} is not the file name {path.stem!r}")
    if place and place not in PLACES:
        wrong(lines["jurisdiction"], f"unknown jurisdiction {place!r}: one of {', '.join(PLACES)}")
    if confidence and confidence not in CONFIDENCES:
        wrong(lines["confidence"], f"confidence is {confidence!r}: high, medium or low")


def _list(name: str, value: object, lines: dict[str, int], wrong: Wrong) -> tuple[str, ...]:
    if value is None or isinstance(value, list):
        return tuple(map(str, value or ()))
    wrong(lines[name], f"{name} must be a list in square brackets")
    return ()


def _date(name: str, value: object, lines: dict[str, int], wrong: Wrong) -> PartialDate | None:
    if value in (None, ""):
        return None
    try:
        return PartialDate.parse(str(value))
    except ValueError as error:
        wrong(lines[name], f"{name}: {error}")
        return None


def _nature(values: Fields, lines: dict[str, int], wrong: Wrong) -> Nature | None:
    kind, nature = values.get("kind"), values.get("nature")
    if kind and kind not in NATURE_OF_KIND:
        wrong(lines["kind"], f"unknown kind {kind!r}: one of {', '.join(NATURE_OF_KIND)}")
    if nature is None:
        return NATURE_OF_KIND.get(str(kind))
    if nature not in list(Nature):
        wrong(lines["nature"], f"nature is {nature!r}: rule, proposal or record")
        return None
    return Nature(str(nature))


def _relations(value: object, lines: dict[str, int], wrong: Wrong) -> tuple[tuple[str, str], ...]:
    if value in (None, ""):
        return ()
    if not isinstance(value, dict):
        wrong(lines["relations"], "relations must be like {supersedes: [policy-id]}")
        return ()
    pairs: list[tuple[str, str]] = []
    for name, targets in value.items():
        if name not in INVERSE:
            wrong(lines["relations"], f"unknown relation {name!r}: one of {', '.join(INVERSE)}")
        elif not isinstance(targets, list):
            wrong(lines["relations"], f"relation {name} must be a list of policy ids")
        else:
            pairs += [(name, str(target)) for target in targets]
    return tuple(dict.fromkeys(pairs))


def _impossible_dates(dates: dict[str, PartialDate | None], lines: dict[str, int], wrong: Wrong) -> None:
    published, effective, ended = dates["published"], dates["effective"], dates["ended"]
    if published and ended and ended.last < published.first:
        wrong(lines["ended"], f"ended {ended} lies before published {published}")
    if effective and ended and ended.last < effective.first:
        wrong(lines["ended"], f"ended {ended} lies before effective {effective}")


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
