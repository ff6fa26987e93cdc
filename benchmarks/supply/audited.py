"""Known weaknesses of what run time needs, from a file: `python -m benchmarks.supply.audited osv-pypi.zip`.

The file is a zip of advisories in OSV's format, one JSON each, as osv.dev exports them for PyPI. Nothing is fetched:
who runs this by a timetable fetches the file before, where a network may be used. It ends with 1 if one is met.
"""

from __future__ import annotations

import argparse
import json
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from benchmarks.supply.needed import needed

FAILED, BAD_INPUT = 1, 2
ECOSYSTEM = "PyPI"


@dataclass(frozen=True, slots=True)
class Weakness:
    """An advisory that concerns a version: its id and names, the version that mends it if there is one, and a line."""

    package: str
    version: str
    id: str
    aliases: tuple[str, ...]
    mended: str
    summary: str


def weaknesses(advisory: Mapping[str, Any], held: Mapping[str, str]) -> Iterator[Weakness]:
    """Yield what an advisory says of the versions that are held; a withdrawn one says nothing."""
    if "withdrawn" in advisory:
        return
    for affected in advisory.get("affected", ()):
        package = affected.get("package", {})
        name = canonicalize_name(package.get("name", ""))
        if package.get("ecosystem") != ECOSYSTEM or name not in held:
            continue
        mended = [_mended(one, held[name]) for one in affected.get("ranges", ()) if one.get("type") == "ECOSYSTEM"]
        met = [one for one in mended if one is not None]
        if met or held[name] in affected.get("versions", ()):
            aliases = tuple(advisory.get("aliases", ()))
            summary = str(advisory.get("summary", "")).strip()
            yield Weakness(name, held[name], advisory["id"], aliases, next(iter(met), ""), summary)


def _mended(affected: Mapping[str, Any], version: str) -> str | None:
    """Return the version that mends a range in which a version lies, empty if none does; None if it lies outside."""
    inside, mended = False, ""
    for event in affected.get("events", ()):
        (kind, at), *_ = event.items()
        if kind == "introduced" and _at_least(version, at):
            inside, mended = True, ""
        elif kind == "fixed":
            inside, mended = inside and not _at_least(version, at), at
        elif kind == "last_affected":
            inside = inside and not (_at_least(version, at) and Version(version) != Version(at))
    return mended if inside else None


def _at_least(version: str, other: str) -> bool:
    try:
        return other == "0" or Version(version) >= Version(other)
    except InvalidVersion:
        return True  # rather told once too often


def found(path: Path, held: Mapping[str, str]) -> list[Weakness]:
    """Return what the advisories of a file say of the versions that are held."""
    with zipfile.ZipFile(path) as archive:
        advisories = (json.loads(archive.read(name)) for name in archive.namelist() if name.endswith(".json"))
        return sorted((one for a in advisories for one in weaknesses(a, held)), key=lambda one: (one.package, one.id))


def main() -> None:
    """Print each weakness on one line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database", type=Path, help="A zip of advisories in OSV's format.")
    given = parser.parse_args()
    held = {name: one.version for name, one in needed("linux").items() if one is not None}
    try:
        met = found(given.database, held)
    except (OSError, zipfile.BadZipFile, ValueError) as error:
        print(f"{given.database} is no zip of advisories ({error}): fetch the export for PyPI again.", file=sys.stderr)
        raise SystemExit(BAD_INPUT) from None
    for one in met:
        names, mended = " ".join((one.id, *one.aliases)), one.mended or "nothing yet"
        print(f"{one.package} {one.version}: {names}: {one.summary}; mended by {mended}")
    print(f"{len(held)} packages, {len(met)} known weaknesses")
    raise SystemExit(FAILED if met else 0)


if __name__ == "__main__":
    main()
