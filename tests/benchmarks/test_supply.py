"""What run time needs: each file by its hash, each licence read, each known weakness told."""

from __future__ import annotations

import json
import re
import zipfile
from importlib.metadata import Distribution
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from benchmarks.supply import audited, licences, locked, needed

ENTRY = re.compile(r"^([a-z\d-]+)==(\S+?)(?:; (.+?))? \\\n((?:    --hash=sha256:[\da-f]{64}(?: \\)?\n)+)", re.MULTILINE)


def locked_versions() -> dict[str, str]:
    """Read the names and versions of the lock; nothing but entries with hashes may stand there."""
    text = locked.LOCK.read_text(encoding="utf-8").removeprefix(locked.HEAD)
    assert not ENTRY.sub("", text).strip()
    return {name: version for name, version, _, _ in ENTRY.findall(text)}


def test_all_that_run_time_needs_is_locked() -> None:
    """Whoever changes requirements.txt makes the lock anew: `make lock`."""
    names = {name for name, one in needed.needed("linux").items() if one is not None}
    assert names - needed.BY_MACHINE <= locked_versions().keys()


def test_the_lock_has_the_pinned_versions() -> None:
    """The two files say the same."""
    pins = {canonicalize_name(one.name): str(one.specifier).removeprefix("==") for one in needed.pinned()}
    held = locked_versions()
    assert {name: held[name] for name in pins.keys() - needed.BY_MACHINE} == {
        name: version for name, version in pins.items() if name not in needed.BY_MACHINE
    }


def test_what_every_python_needs_is_the_same() -> None:
    """One lock serves them all."""
    assert {frozenset(needed.needed("linux", python)) for python in needed.PYTHONS} == {
        frozenset(needed.needed("linux"))
    }


def test_every_licence_was_read() -> None:
    """A new package, or a new licence of an old one, is read before it is used."""
    assert licences.strange() == []


def test_a_licence_that_nobody_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each part of an expression counts, and so does one that is missing."""
    made = {}
    for name, line in (("a", "License-Expression: MIT AND GPL-3.0-only"), ("b", ""), ("c", "License: MIT")):
        folder = tmp_path / f"{name}-1.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.4\nName: {name}\nVersion: 1\n{line}\n", encoding="utf-8")
        made[name] = Distribution.at(folder)
    monkeypatch.setattr(licences, "needed", lambda system: made)
    assert licences.strange() == ["a: MIT, GPL-3.0-only", "b: no licence"]


@pytest.mark.parametrize(
    ("version", "told"),
    [("1.0", None), ("1.5", "2.0"), ("2.0", None), ("2.9", None), ("3.1", "")],
    ids=["before", "within", "mended", "after", "again, and not mended"],
)
def test_a_weakness_is_told_of_the_versions_that_have_it(version: str, told: str | None, tmp_path: Path) -> None:
    """A range begins with the version that brought it and ends with the one that mended it."""
    events = [{"introduced": "1.1"}, {"fixed": "2.0"}, {"introduced": "3.0"}]
    advisory = {
        "id": "X-1",
        "affected": [
            {"package": {"ecosystem": "PyPI", "name": "A_b"}, "ranges": [{"type": "ECOSYSTEM", "events": events}]}
        ],
    }
    with zipfile.ZipFile(tmp_path / "osv.zip", "w") as archive:
        archive.writestr("X-1.json", json.dumps(advisory))
        archive.writestr("X-2.json", json.dumps(advisory | {"id": "X-2", "withdrawn": "2026-01-01"}))
    met = audited.found(tmp_path / "osv.zip", {"a-b": version})
    assert [one.mended for one in met] == ([] if told is None else [told])
