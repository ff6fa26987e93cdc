"""The library: own documents are kept by their bytes, described by data, and never become a path."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from corpus.build import Sources, build
from corpus.current import CurrentIndex
from corpus.errors import InputError
from corpus.library import Details, Library
from corpus.records import Nature, PartialDate, Standing
from corpus.register.standing import standing
from tests.conftest import WordEncoder

TEXT = b"# Terms of custody\n\nThe custodian keeps client tokens in cold storage on the client's behalf.\n"
DETAILS = Details(
    title="Our terms",
    issuer="We Ltd",
    jurisdiction="Singapore",
    kind="circular",
    published=PartialDate.parse("2026-03"),
    effective=PartialDate.parse("2026-04-01"),
    url="https://example.org/terms",
)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Return an empty library."""
    return Library(tmp_path / "library")


def files(folder: Path) -> list[str]:
    """Name every file below a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_document_is_added_and_read_again(library: Library, tmp_path: Path) -> None:
    """An added document is in the library with what its first page says, and its bytes are those given."""
    added = library.add(TEXT, "terms.md", Details())
    (document,) = library
    assert (added.document, added.known, added.warnings) == (document, False, ())
    assert (document.policy.title, document.policy.own, document.name) == ("Terms of custody", True, "terms.md")
    assert document.path.read_bytes() == TEXT
    assert document.read().blocks[-1].text.startswith("The custodian")
    assert files(tmp_path / "library") == [f"{document.policy.id}.json", f"{document.policy.id}.md"]


def test_an_empty_library_has_no_documents(library: Library, tmp_path: Path) -> None:
    """Looking into a library makes no folder."""
    assert list(library) == []
    assert not (tmp_path / "library").exists()


def test_the_same_bytes_keep_their_id(library: Library) -> None:
    """A document added again is known, keeps its id, and takes over the new details and name."""
    first = library.add(TEXT, "terms.md", Details(title="Old"))
    second = library.add(TEXT, "new name.md", Details(title="New"))
    assert second.known
    assert second.document.policy.id == first.document.policy.id
    assert [(document.policy.title, document.name) for document in library] == [("New", "new name.md")]


def test_the_same_bytes_with_another_extension_replace_the_file(library: Library, tmp_path: Path) -> None:
    """Bytes added as .txt and then as .md are one document and one file."""
    library.add(TEXT, "terms.txt", Details())
    added = library.add(TEXT, "terms.md", Details())
    assert added.known
    assert files(tmp_path / "library") == [f"{added.document.policy.id}.json", f"{added.document.policy.id}.md"]


def test_details_win_over_the_first_page(library: Library) -> None:
    """What the user says is what the document counts as."""
    policy = library.add(TEXT, "terms.md", DETAILS).document.policy
    assert (policy.title, policy.issuer, policy.jurisdiction, policy.kind) == (
        "Our terms", "We Ltd", "Singapore", "circular"
    )  # fmt: skip
    assert (policy.life.published, policy.life.effective) == (DETAILS.published, DETAILS.effective)
    assert policy.official_urls == ("https://example.org/terms",)


@pytest.mark.parametrize(
    ("kind", "effective", "nature"),
    [
        ("act", "2026-04-01", Nature.RULE),
        ("act", "", Nature.UNKNOWN),
        ("speech", "", Nature.RECORD),
        ("memo", "", Nature.UNKNOWN),
        ("bill", "", Nature.PROPOSAL),
        ("memo", "2026-04-01", Nature.RULE),
        ("", "2026-04-01", Nature.RULE),
    ],
)
def test_a_law_needs_a_date_to_count_as_one(library: Library, kind: str, effective: str, nature: Nature) -> None:
    """A standing is not claimed for a document that does not tell from when it applies."""
    since = PartialDate.parse(effective) if effective else None
    policy = library.add(TEXT, "terms.md", Details(kind=kind, effective=since)).document.policy
    assert policy.life.nature is nature


STATUS_CASES = [
    (Details(kind="act", status="in force", published=PartialDate.parse("2026-03")), Standing.IN_FORCE),
    (Details(kind="act", status="record"), Standing.RECORD),
    (Details(status="proposed"), Standing.PROPOSED),
    (Details(kind="bill", status="not known"), Standing.UNKNOWN),
    (Details(effective=PartialDate.parse("2026-12-01")), Standing.NOT_YET_IN_FORCE),
    (Details(kind="act", ended=PartialDate.parse("2026-01")), Standing.SUPERSEDED),
]


@pytest.mark.parametrize(("details", "expected"), STATUS_CASES)
def test_the_user_says_how_a_document_stands_at_once_or_later(
    library: Library, tmp_path: Path, details: Details, expected: Standing
) -> None:
    """Status, first day and end are taken with the file or afterwards, and kept."""
    policy = library.add(TEXT, "terms.md", details).document.policy
    assert standing(policy.life, date(2026, 6, 1)) is expected
    other = Library(tmp_path / "later")
    id_ = other.add(TEXT, "terms.md", Details()).document.policy.id
    assert standing(other.describe(id_, details).policy.life, date(2026, 6, 1)) is expected
    assert [standing(one.policy.life, date(2026, 6, 1)) for one in other] == [expected]


def test_what_is_said_later_leaves_the_rest(library: Library) -> None:
    """An end takes nothing from title, place and first day; a life that cannot be is refused, and nothing changes."""
    id_ = library.add(TEXT, "terms.md", DETAILS).document.policy.id
    said = library.describe(id_, Details(ended=PartialDate.parse("2026-05-01"))).policy
    assert (said.title, said.jurisdiction, said.life.effective) == ("Our terms", "Singapore", DETAILS.effective)
    assert standing(said.life, date(2026, 6, 1)) is Standing.SUPERSEDED
    with pytest.raises(InputError, match="before it applies"):
        library.describe(id_, Details(ended=PartialDate.parse("2025-05-01")))
    with pytest.raises(InputError, match="Say since when"):
        library.add(TEXT, "other.md", Details(status="in force"))
    with pytest.raises(InputError, match="no document 'own-0' of yours"):
        library.describe("own-0", Details(status="record"))
    assert [one.policy for one in library] == [said]


def test_a_law_that_was_kept_as_a_record_has_a_standing_that_is_not_known(library: Library, tmp_path: Path) -> None:
    """Libraries of before hold acts as records; only what the user calls a record stays one."""
    added = library.add(TEXT, "terms.md", Details(kind="act"))
    path = next((tmp_path / "library").glob("*.json"))
    path.write_text(path.read_text().replace('"unknown"', '"record"'))
    assert [one.policy.life.nature for one in library] == [Nature.UNKNOWN]
    library.describe(added.document.policy.id, Details(status="record"))
    assert [one.policy.life.nature for one in library] == [Nature.RECORD]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "empty.md"),
        (TEXT, "terms.exe"),
        (TEXT, "terms"),
        (TEXT, ".."),
        (b"<html>no pdf</html>", "terms.pdf"),
        (b"\x00\x01\x02" * 99, "terms.txt"),
    ],
)
def test_a_bad_file_leaves_nothing(library: Library, tmp_path: Path, data: bytes, name: str) -> None:
    """A file that cannot be read is one error, and neither it nor a description is kept."""
    with pytest.raises(InputError):
        library.add(data, name, Details())
    assert files(tmp_path) == []
    assert list(library) == []


@pytest.mark.parametrize(
    "name",
    ["../../evil.md", "/etc/evil.md", "..\\..\\evil.md", "C:\\evil.md", "a/../../evil.md", "evil\x00.md", "~/evil.md",
     "x" * 500 + ".md", "-rf.md", "<script>.md", "  .md", "名.md"],
)  # fmt: skip
def test_a_name_never_becomes_a_path(library: Library, tmp_path: Path, name: str) -> None:
    """Whatever a file is called, it is stored under the hash of its bytes, inside the library."""
    id_ = library.add(TEXT, name, Details()).document.policy.id
    assert id_.startswith("own-")
    assert id_.removeprefix("own-").isalnum()
    assert files(tmp_path) == ["library.lock", f"library/{id_}.json", f"library/{id_}.md"]


@pytest.mark.parametrize(
    "title", ["<script>alert(1)</script>", "=HYPERLINK()", "../../x", "'; DROP TABLE policies; --"]
)
def test_a_title_stays_data(sources: Sources, title: str) -> None:
    """Markup, formulas and paths in a title come through the library and the index as the characters they are."""
    id_ = Library(sources.library).add(TEXT, "terms.md", Details(title=title, issuer=title)).document.policy.id
    build(sources, WordEncoder())
    policy = CurrentIndex(sources.index).edition().policies[id_]
    assert (policy.title, policy.issuer) == (title, title)


def test_removing_takes_everything(library: Library, tmp_path: Path) -> None:
    """A removed document leaves no file, and the others stay."""
    gone = library.add(TEXT, "terms.md", Details()).document.policy.id
    kept = library.add(TEXT + b"\nAnd more words for another document.\n", "more.md", Details()).document.policy.id
    library.remove(gone)
    assert files(tmp_path / "library") == [f"{kept}.json", f"{kept}.md"]


@pytest.mark.parametrize("id_", ["own-000000000000", "", "../library", "own-*"])
def test_removing_what_is_not_there_is_an_error(library: Library, tmp_path: Path, id_: str) -> None:
    """Only an id that the library holds can be removed."""
    library.add(TEXT, "terms.md", Details())
    before = files(tmp_path)
    with pytest.raises(InputError, match="The library holds no document"):
        library.remove(id_)
    assert files(tmp_path) == before


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", "null", '{"policy": 5, "file": "a", "name": "b"}', "\xff"])
def test_a_damaged_description_is_named(library: Library, content: str) -> None:
    """A description that cannot be read is one error that says which file and what to do."""
    document = library.add(TEXT, "terms.md", Details()).document
    description = document.path.with_suffix(".json")
    description.write_bytes(content.encode("latin-1"))
    with pytest.raises(InputError, match=rf"{description.name} is damaged: delete it and add the document again"):
        list(library)


def test_a_description_cannot_point_outside(library: Library, tmp_path: Path) -> None:
    """A description that names a file elsewhere does not make the library read or delete it."""
    (tmp_path / "secret.md").write_bytes(TEXT)
    document = library.add(TEXT, "terms.md", Details()).document
    description = document.path.with_suffix(".json")
    row = json.loads(description.read_text(encoding="utf-8")) | {"file": "../secret.md"}
    description.write_text(json.dumps(row), encoding="utf-8")
    (pointed,) = library
    assert pointed.path == tmp_path / "library" / "secret.md"
    library.remove(pointed.policy.id)
    assert (tmp_path / "secret.md").exists()


def test_a_lost_file_is_named(library: Library) -> None:
    """A document whose bytes are gone is one error that says what to do."""
    document = library.add(TEXT, "terms.md", Details()).document
    document.path.unlink()
    with pytest.raises(InputError, match=r"the file of terms\.md, is gone: add the document again"):
        document.read()


def test_a_library_that_cannot_be_written_is_one_error(tmp_path: Path) -> None:
    """A file in place of the folder is a clear error that names the setting."""
    (tmp_path / "data").write_text("not a folder")
    with pytest.raises(InputError, match=r"The library cannot be written: .*Set ASSISTANT_DATA"):
        Library(tmp_path / "data" / "library").add(TEXT, "terms.md", Details())
