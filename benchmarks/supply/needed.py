"""Which distributions the product needs at run time: those of requirements.txt, and all that they need in turn."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.metadata import Distribution, distributions

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from benchmarks.tables import ROOT

PINNED = ROOT / "requirements.txt"
# Whose files differ by machine (processor or which graphics card), with what those bring along.
BY_MACHINE = frozenset({"torch"})
SYSTEMS: Mapping[str, Mapping[str, str]] = {
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"},
    "darwin": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix", "platform_machine": "arm64"},
    "win32": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
}
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def pinned() -> list[Requirement]:
    """Return the requirements of the file."""
    lines = (line.partition("#")[0].strip() for line in PINNED.read_text(encoding="utf-8").splitlines())
    return [Requirement(line) for line in lines if line]


@lru_cache(maxsize=1)
def installed() -> Mapping[str, Distribution]:
    """Return what is installed here, by its canonical name."""
    return {canonicalize_name(one.metadata["Name"]): one for one in distributions()}


def needed(system: str, python: str = PYTHONS[0]) -> dict[str, Distribution | None]:
    """Return what is needed on a system by its name, by what each says that it needs; None for what is not here."""
    where = {**SYSTEMS[system], "python_version": python, "python_full_version": f"{python}.0"}
    found: dict[str, Distribution | None] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    todo = pinned()
    while todo:
        one = todo.pop()
        name = canonicalize_name(one.name)
        if (key := (name, frozenset(one.extras))) in seen:
            continue
        seen.add(key)
        found[name] = held = installed().get(name)
        for line in held.requires or [] if held else []:
            needs = Requirement(line)
            extras = ("", *one.extras)
            if needs.marker is None or any(needs.marker.evaluate({**where, "extra": extra}) for extra in extras):
                todo.append(needs)
    return found
