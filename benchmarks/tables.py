"""The tables of README.md and docs/, written from benchmarks/results/: `python -m benchmarks.tables`.

A page marks the place of a table with `<!-- table: NAME -->` and `<!-- end -->`; the name is a file of results, or
`summary`, which picks the figures that a reader asks for first.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.answers.assurance import MEASURED

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results"
PLACE = re.compile(r"(<!-- table: (?P<name>[\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
SUMMARY = (  # what is asked, the file, the row, the column
    ("Vital facts in the first 120 words", "answers", "all: the product", "vital facts in 120 words"),
    (
        "the same, its own passages in rank order",
        "answers",
        "all: own passages in rank order",
        "vital facts in 120 words",
    ),
    (
        "the same by plain LangChain (splitter, Chroma, MiniLM)",
        "answers",
        "all: plain LangChain",
        "vital facts in 120 words",
    ),
    ("Refused though the texts hold an answer", "answers", "all: the product", "refused though answerable"),
    ("Refused where the texts hold none", "answers", "all: the product", "rightly refused"),
)
Result = dict[str, Any]


def read(name: str) -> Result:
    """Return the results of a benchmark."""
    # The page of the product shows these too, so that they lie with it.
    path = MEASURED if name == "assurance" else RESULTS / f"{name}.json"
    result: Result = json.loads(path.read_text(encoding="utf-8"))
    return result


def write(
    path: Path, command: str, conditions: str, rows: Sequence[tuple[str, Mapping[str, Sequence[float | int | str]]]]
) -> None:
    """Write results: per row its name and, by column, (value,) or (value, low, high); commit and date are added."""
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    keys = ("value", "low", "high")
    held = [
        {"name": name, "figures": {column: dict(zip(keys, figure, strict=False)) for column, figure in figures.items()}}
        for name, figures in rows
    ]
    columns = list(dict.fromkeys(column for _, figures in rows for column in figures))
    about = {"command": command, "conditions": conditions, "commit": commit, "date": f"{datetime.now(UTC):%Y-%m-%d}"}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        json.dumps(about | {"columns": columns, "rows": held}, indent=1, ensure_ascii=False) + "\n", "utf-8"
    )


def figure(held: dict[str, Any]) -> str:
    """Return a figure with its interval as a table shows it."""
    bounds = f" [{_shown(held['low'])}, {_shown(held['high'])}]" if "low" in held else ""
    return f"{_shown(held['value'])}{bounds}"


def _shown(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:,}" if isinstance(value, int) else f"{value:.3g}"


def table(name: str) -> str:
    """Return the table of a benchmark as Markdown, and below it how it was measured."""
    if name == "summary":
        return summary()
    result = read(name)
    lines = [f"| | {' | '.join(result['columns'])} |", f"| --- |{' --- |' * len(result['columns'])}"]
    for row in result["rows"]:
        held = [
            row["figures"].get(column) for column in result["columns"]
        ]  # no figure where a row has nothing to measure
        cells = [figure(one) if one else "" for one in held]
        lines.append(f"| {row['name']} | {' | '.join(cells)} |")
    told = f"`{result['command']}`; {result['conditions']}; {result['date']}, commit {result['commit']}."
    return "\n".join([*lines, "", told])


def summary() -> str:
    """Return the figures that a reader asks for first."""
    lines = ["| | figure | measured by |", "| --- | --- | --- |"]
    for asked, name, row, column in SUMMARY:
        result = read(name)
        held = next(one for one in result["rows"] if one["name"] == row)["figures"][column]
        lines.append(f"| {asked} | {figure(held)} | `{result['command']}` |")
    return "\n".join(lines)


def pages() -> list[Path]:
    """Return the pages that may hold tables."""
    return [ROOT / "README.md", ROOT / "benchmarks/replies/README.md", *sorted((ROOT / "docs").glob("*.md"))]


def filled(text: str) -> str:
    """Return a page with its tables as the results give them."""
    return PLACE.sub(lambda place: f"{place[1]}{table(place['name'])}\n{place[3]}", text)


def main() -> None:
    """Write the tables into the pages."""
    for page in pages():
        text = page.read_text(encoding="utf-8")
        page.write_text(filled(text), encoding="utf-8")


if __name__ == "__main__":
    main()
