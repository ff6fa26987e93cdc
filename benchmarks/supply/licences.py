"""The licences of what run time needs, against those that were read: `python -m benchmarks.supply.licences`."""

from __future__ import annotations

import re
from importlib.metadata import Distribution
from pathlib import Path

from benchmarks.supply.needed import needed

ALLOWED = Path(__file__).with_name("licences.txt")
JOINTS = re.compile(r"\s+(?:AND|OR|WITH)\s+|[();,](?!\s*Version)\s*")
WHOLE = re.compile(r"[^()]+\((?:ISCL|MPL 2\.0)\)")  # names in which parentheses are no joints


def allowed() -> frozenset[str]:
    """Return the names of the list."""
    lines = ALLOWED.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def licences(one: Distribution) -> list[str]:
    """Return the licences that a distribution names, by expression, classifier or field, each once."""
    said = one.metadata
    classified = [
        line.rpartition(" :: ")[2] for line in said.get_all("Classifier") or [] if line.startswith("License ::")
    ]
    named = [said["License-Expression"]] if said["License-Expression"] else classified
    named = named or (said["License"] or "").splitlines()[:1]
    parts = [part for name in named for part in ([name] if WHOLE.fullmatch(name) else JOINTS.split(name))]
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


def strange(system: str = "linux") -> list[str]:
    """Return the distributions whose licences are not on the list, or that name none."""
    known = allowed()
    told = {name: licences(one) for name, one in needed(system).items() if one is not None}
    return [f"{name}: {', '.join(said) or 'no licence'}" for name, said in told.items() if not said or {*said} - known]


def main() -> None:
    """Print what is not on the list; end with 1 if there is anything."""
    found = strange()
    print(*found, f"{len(needed('linux'))} packages, {len(found)} with a licence that nobody read", sep="\n")
    raise SystemExit(bool(found))


if __name__ == "__main__":
    main()
