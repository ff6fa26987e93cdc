"""The register: every bad field is named by file and line, and relations are complete on both sides."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import InputError
from corpus.records import Nature
from corpus.register.notes import note_files, read_register, survey

GOOD = {
    "id": "a-note",
    "title": "A note",
    "issuer": "SFC",
    "jurisdiction": "Hong Kong",
    "kind": "speech",
    "published": "2026-01-15",
    "confidence": "high",
    "evidence_to": "2026-02-01",
}
LINE = {name: number for number, name in enumerate(GOOD, 2)}  # line 1 is `---`
NEXT = len(GOOD) + 2  # the line of a field that GOOD does not have


def write(folder: Path, id_: str = "a-note", **changes: str | None) -> Path:
    """Write a note with some fields changed, added or, with None, left out."""
    fields = {name: value for name, value in ({**GOOD, "id": id_} | changes).items() if value is not None}
    path = folder / f"{id_}.md"
    front = "\n".join(f"{name}: {value}".rstrip() for name, value in fields.items())
    path.write_text(f"---\n{front}\n---\n# A note\n\n1. Words.\n", encoding="utf-8")
    return path


def found(*paths: Path) -> list[str]:
    """Return the problems of some notes as a user reads them."""
    return [str(problem) for problem in survey(paths)[1]]


@pytest.mark.parametrize(
    ("field", "value", "line", "fragment"),
    [
        *[(name, "", LINE[name], f"{name} is missing") for name in GOOD],
        *[(name, '""', LINE[name], f"{name} is missing") for name in GOOD],
        *[(name, None, 1, f"{name} is missing") for name in GOOD],
        *[(name, "[one]", LINE[name], f"{name} must be a single value") for name in GOOD],
        *[(name, "{one: two}", LINE[name], f"{name} must be a single value") for name in GOOD],
        ("nature", "[rule]", NEXT, "nature must be a single value"),
        ("id", "another", LINE["id"], "id: 'another' is not the file name 'a-note'"),
        ("jurisdiction", "Narnia", LINE["jurisdiction"], "jurisdiction: 'Narnia' is unknown: one of Hong Kong"),
        ("jurisdiction", "hong kong", LINE["jurisdiction"], "jurisdiction: 'hong kong' is unknown"),
        ("kind", "poem", LINE["kind"], "kind: 'poem' is unknown: one of act"),
        ("confidence", "fair", LINE["confidence"], "confidence: 'fair' is unknown: one of high, medium, low"),
        ("nature", "law", NEXT, "nature: 'law' is unknown: one of rule, proposal, record"),
        ("published", "2026-02-30", LINE["published"], "published: '2026-02-30' has no such day"),
        ("published", "15 January 2026", LINE["published"], "is not a date: write YYYY, YYYY-MM or YYYY-MM-DD"),
        ("evidence_to", "2026-13", LINE["evidence_to"], "evidence_to: '2026-13' has no such month"),
        ("effective", "soon", NEXT, "effective: 'soon' is not a date"),
        ("ended", "0000", NEXT, "ended: '0000' has no such year"),
        ("ended", "2025-12-31", NEXT, "ended: 31 December 2025 lies before published 15 January 2026"),
        ("ended", "2025", NEXT, "ended: 2025 lies before published 15 January 2026"),
        ("kind", "circular", 1, "effective: a rule applies from a date: give it"),
        ("topics", "custody", NEXT, "topics must be a list in square brackets"),
        ("topics", "[custody, [staking]]", NEXT, "topics.1 must be a single value"),
        ("sources", "https://example.org/a", NEXT, "sources must be a list in square brackets"),
        ("official_urls", "{a: b}", NEXT, "official_urls must be a list in square brackets"),
        ("relations", "[other]", NEXT, "relations must be like {supersedes: [policy-id]}"),
        ("relations", "other", NEXT, "relations must be like {supersedes: [policy-id]}"),
        ("relations", "{likes: [other]}", NEXT, "relations: 'likes' is unknown: one of supersedes"),
        ("relations", "{related: other}", NEXT, "relations.related must be a list in square brackets"),
        ("relations", "{related: [[other]]}", NEXT, "relations.related.0 must be a single value"),
        ("relations", "{related: [nowhere]}", NEXT, "related: there is no policy 'nowhere'"),
        ("relations", "{amends: [a-note]}", NEXT, "amends: a policy cannot stand in a relation to itself"),
        ("colour", "red", NEXT, "unknown field 'colour': the fields are confidence"),
        ("? [a, b]", "c", NEXT, "unknown field"),
        ("title", '"A note', NEXT - 1, "front matter is not valid YAML: found unexpected end of stream"),
        ("title", "*A note", LINE["title"], "front matter is not valid YAML: found undefined alias"),
        ("title", "A: note", LINE["title"], "front matter is not valid YAML: mapping values are not allowed"),
        ("title", "bell \x07", LINE["title"], "front matter holds the control character #x07: take it out"),
    ],
)
def test_a_bad_field_is_named_with_its_line(
    tmp_path: Path, field: str, value: str | None, line: int, fragment: str
) -> None:
    """What is wrong in a field is said as `file:line: what`, and once for what is simply missing."""
    path = write(tmp_path, **{field: value})
    problems = found(path)
    assert problems[0].startswith(f"{path}:{line}: ")
    assert fragment in problems[0]
    if "missing" in fragment:
        assert len(problems) == 1


@pytest.mark.parametrize(
    ("content", "line", "fragment"),
    [
        (b"---\nid: \xff\xfe\n---\n", 1, "is not UTF-8 text: save it as UTF-8"),
        (b"# A note\n\n1. Words.\n", 1, "has no front matter"),
        (b"", 1, "has no front matter"),
        (b"---\nid: a-note\n1. Words.\n", 1, "has no front matter"),
        (b"---\njust words\n---\n", 2, "front matter is not a list of `field: value` lines"),
        (b"---\n---\n", 2, "front matter is not a list of `field: value` lines"),
        (b"---\n- id: a-note\n---\n", 2, "front matter is not a list of `field: value` lines"),
        (b"---\nid: a-note\nid: a-note\n---\n", 3, "id is given twice"),
    ],
)
def test_a_file_that_is_no_note_is_named(tmp_path: Path, content: bytes, line: int, fragment: str) -> None:
    """A file without readable front matter is a problem with its line, and never a traceback."""
    path = tmp_path / "a-note.md"
    path.write_bytes(content)
    assert found(path)[0].startswith(f"{path}:{line}: ")
    assert fragment in found(path)[0]


def test_effective_before_the_end(tmp_path: Path) -> None:
    """A policy cannot end before it takes effect."""
    path = write(tmp_path, kind="act", effective="2026-06-01", ended="2026-05-31")
    assert found(path) == [f"{path}:{NEXT + 1}: ended: 31 May 2026 lies before effective 1 June 2026"]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_mark_and_windows_lines_are_no_problem(tmp_path: Path, ending: str) -> None:
    """A note saved by a Windows editor, with a byte order mark, reads like any other."""
    path = write(tmp_path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", ending.encode()))
    notes, problems = survey([path])
    assert (problems, notes[0].policy.title) == ([], "A note")


def test_all_problems_are_found_in_one_reading(tmp_path: Path) -> None:
    """Three mistakes in two files are three problems, and the first of them ends a build."""
    first = write(tmp_path, "first", title="", confidence="fair")
    second = write(tmp_path, "second", kind="poem")
    assert [problem.split(": ")[0] for problem in found(first, second)] == [
        f"{first}:{LINE['title']}",
        f"{first}:{LINE['confidence']}",
        f"{second}:{LINE['kind']}",
    ]
    with pytest.raises(InputError, match=r"first\.md:3: title is missing \(and 2 more: .*index --check"):
        read_register([first, second])


def test_a_doubled_id_names_both_files(tmp_path: Path) -> None:
    """Two files with one id are an error that names the other file."""
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    first, second = write(tmp_path / "one"), write(tmp_path / "two")
    assert found(first, second) == [f"{second}:2: id 'a-note' is already used by {first}"]


@pytest.mark.parametrize("relation", ["supersedes", "superseded_by", "implements", "amends", "part_of"])
def test_a_relation_cannot_hold_both_ways(tmp_path: Path, relation: str) -> None:
    """Two notes that each claim the same of the other are both reported."""
    one = write(tmp_path, "one", relations=f"{{{relation}: [two]}}")
    two = write(tmp_path, "two", relations=f"{{{relation}: [one]}}")
    assert found(one, two) == [
        f"{one}:{NEXT}: {relation}: two says the same of this policy; one of them is wrong",
        f"{two}:{NEXT}: {relation}: one says the same of this policy; one of them is wrong",
    ]


def test_one_note_cannot_contradict_itself(tmp_path: Path) -> None:
    """A note that supersedes a policy and is superseded by it is reported for both."""
    one = write(tmp_path, "one", relations="{supersedes: [two], superseded_by: [two]}")
    problems = found(one, write(tmp_path, "two"))
    assert [problem.split(": ")[1] for problem in problems] == ["supersedes", "superseded_by"]


def test_related_holds_both_ways(tmp_path: Path) -> None:
    """Being related is the one relation that both sides may state."""
    one = write(tmp_path, "one", relations="{related: [two]}")
    assert found(one, write(tmp_path, "two", relations="{related: [one]}")) == []


@pytest.mark.parametrize(
    ("relation", "inverse"),
    [
        ("supersedes", "superseded_by"),
        ("superseded_by", "supersedes"),
        ("implements", "implemented_by"),
        ("amended_by", "amends"),
        ("part_of", "has_part"),
        ("related", "related"),
    ],
)
def test_a_relation_is_completed_on_its_other_side(tmp_path: Path, relation: str, inverse: str) -> None:
    """One side says it, and both policies know it."""
    write(tmp_path, "one", relations=f"{{{relation}: [two]}}")
    write(tmp_path, "two")
    one, two = (note.policy for note in read_register(note_files([tmp_path])))
    assert (one.relations, two.relations) == (((relation, "two"),), ((inverse, "one"),))


def test_a_relation_said_twice_counts_once(tmp_path: Path) -> None:
    """Both sides may state a relation and its inverse; neither has it twice."""
    write(tmp_path, "one", relations="{supersedes: [two, two]}")
    write(tmp_path, "two", relations="{superseded_by: [one]}")
    one, two = (note.policy for note in read_register(note_files([tmp_path])))
    assert (one.related("supersedes"), two.related("superseded_by")) == (("two",), ("one",))


@pytest.mark.parametrize("said_by", ["one", "two"])
def test_the_successor_is_known_whoever_names_it(tmp_path: Path, said_by: str) -> None:
    """A superseded policy's life names its successor, also where only the successor says so."""
    write(tmp_path, "one", relations="{supersedes: [two]}" if said_by == "one" else "")
    write(tmp_path, "two", relations="{superseded_by: [one]}" if said_by == "two" else "")
    lives = {note.policy.id: note.policy.life.by for note in read_register(note_files([tmp_path]))}
    assert lives == {"one": None, "two": "one"}


@pytest.mark.parametrize(
    ("kind", "nature", "expected"),
    [
        ("act", "", Nature.RULE),
        ("bill", "", Nature.PROPOSAL),
        ("conclusions", "", Nature.PROPOSAL),
        ("policy statement", "", Nature.RECORD),
        ("policy statement", "rule", Nature.RULE),
        ("notice", "record", Nature.RECORD),
    ],
)
def test_the_nature_follows_the_kind_unless_it_is_said(
    tmp_path: Path, kind: str, nature: str, expected: Nature
) -> None:
    """A kind has its usual nature in law, and a note may say otherwise."""
    changes = {"kind": kind, "effective": "2026-02-01"} | ({"nature": nature} if nature else {})
    notes, problems = survey([write(tmp_path, **changes)])
    assert problems == []
    assert notes[0].policy.life.nature is expected


def test_nothing_in_front_matter_is_executed(tmp_path: Path) -> None:
    """A YAML tag that would run code in an unsafe reader is plain text, and markup stays as it stands."""
    path = write(tmp_path, title="!!python/name:os.system <script>alert(1)</script>")
    assert read_register([path])[0].policy.title == "<script>alert(1)</script>"


def test_notes_are_listed_in_order_without_the_readme(tmp_path: Path) -> None:
    """Every Markdown file below the folders is a note, except the README.md."""
    (tmp_path / "z").mkdir()
    for name in ("z/b.md", "z/README.md", "a.md", "notes.txt"):
        (tmp_path / name).touch()
    assert note_files([tmp_path]) == [tmp_path / "a.md", tmp_path / "z" / "b.md"]


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    """Naming a folder that does not exist is one clear error."""
    with pytest.raises(InputError, match="nowhere is not a folder: name a folder that holds policy texts"):
        note_files([tmp_path / "nowhere"])
