"""A zip of documents is a folder: its files come out one by one, and a bad one stops no other."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from corpus.errors import InputError
from corpus.library import Details, folders
from corpus.library.describing import policy_of
from corpus.library.folders import files_of
from corpus.loading import load
from tests.corpus.loading.docx_bytes import make_docx, p

TEXT = b"Circular\n\nA keeper of tokens must report within five days."


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of files by their paths."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in files.items():
            archive.writestr(path, data)
    return out.getvalue()


def told(data: bytes, name: str = "docs.zip") -> dict[str, str]:
    """Return what became of each file by its name: nothing for a good one."""
    return {file.name: str(file.error or "") for file in files_of(data, name)}


def test_a_file_that_is_no_zip_is_itself() -> None:
    """Its bytes are as they were, whatever they are."""
    (file,) = files_of(TEXT, "a.txt")
    assert (file.name, file.read()) == ("a.txt", TEXT)


def test_the_files_of_a_zip_are_named_by_their_paths() -> None:
    """Folders and zips within it are gone through, and what systems put beside the files is not."""
    inner = zipped({"b.txt": TEXT})
    data = zipped(
        {
            "a.txt": TEXT,
            "sub/": b"",
            "sub/in.zip": inner,
            "__MACOSX/a.txt": b"x",
            "sub/.DS_Store": b"x",
            "../c.md": TEXT,
        }
    )
    assert told(data) == {"docs.zip/a.txt": "", "docs.zip/sub/in.zip/b.txt": "", "docs.zip/c.md": ""}


def test_a_chinese_name_of_an_older_program_is_read() -> None:
    """It is written in Big5 without a word of it."""
    name = "虛擬資產監管制度諮詢文件.txt".encode("big5")
    data = zipped({"x" * len(name): TEXT}).replace(b"x" * len(name), name)
    assert list(told(data)) == ["docs.zip/虛擬資產監管制度諮詢文件.txt"]


def test_a_bad_file_is_one_line_and_the_others_go_on() -> None:
    """Locked, damaged and broken files are told by their paths."""
    data = zipped({"a.txt": TEXT, "broken.zip": b"PK\x03\x04 and then nothing", "c.txt": TEXT})
    found = told(data)
    assert (found["docs.zip/a.txt"], found["docs.zip/c.txt"]) == ("", "")
    assert found["docs.zip/broken.zip"].startswith("docs.zip/broken.zip is no zip archive, or is damaged")
    damaged = zipped({"a.txt": bytes(range(256)) * 9}).replace(bytes(range(40, 60)), b"\0" * 20)
    entry = damaged.index(b"a.txt") + 12
    damaged = damaged[:entry] + b"\xff" * 9 + damaged[entry + 9 :]
    assert "is damaged" in told(damaged)["docs.zip/a.txt"]
    locked = bytearray(zipped({"a.txt": TEXT}))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert "is locked with a password" in told(bytes(locked))["docs.zip/a.txt"]


def test_size_number_and_nesting_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A zip that unpacks to gigabytes, holds thousands of files, or itself, ends in a line."""
    nested = zipped({"a.txt": TEXT})
    for _ in range(4):
        nested = zipped({"in.zip": nested})
    assert "lies more than 2 zips deep" in str(told(nested))
    monkeypatch.setattr(folders, "MOST_FILES", 3)
    monkeypatch.setattr(folders, "MOST_BYTES", 1_000)
    many = told(zipped({f"{n}.txt": TEXT for n in range(9)}))
    assert len(many) == 4
    assert "stands behind the 3 files" in many["docs.zip/3.txt"]
    bomb = told(zipped({"bomb.txt": b"0" * 10_000_000, "a.txt": TEXT}))
    assert "does not fit into the" in bomb["docs.zip/bomb.txt"]
    assert bomb["docs.zip/a.txt"] == ""


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (zipped({}), "holds no files"),
        (TEXT, "is no zip archive, or is damaged"),
        (zipped({"a.txt": TEXT})[:40], "is no zip archive, or is damaged"),
        (make_docx(p("Words of a circular.")), "is not a zip archive but a Word document: rename it to end in .docx"),
    ],
    ids=("empty", "text", "cut off", "Word"),
)
def test_a_zip_that_is_none_is_refused_in_one_line(data: bytes, says: str) -> None:
    """Its name and what to do are said."""
    with pytest.raises(InputError) as caught:
        list(files_of(data, "docs.zip"))
    assert str(caught.value).startswith("docs.zip ")
    assert says in str(caught.value)


def test_a_member_is_called_by_its_own_name() -> None:
    """What the library shows of it is the name of the file, without the zip's."""
    (file,) = files_of(zipped({"sub/a.txt": TEXT}), "docs.zip")
    policy = policy_of("own-0", Path(file.name), load(file.read(), file.name), Details(), "")
    assert policy.file == "a.txt"
