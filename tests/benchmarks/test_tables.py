"""Tables of README and docs come from the files of results, and from nowhere else."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from assistant.answers.assurance import Assurance, records
from benchmarks.tables import PLACE, RESULTS, SUMMARY, filled, pages, read, table, write

NAMES = sorted(path.stem for path in RESULTS.glob("*.json"))


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_a_page_shows_what_the_results_say(page: Path) -> None:
    """Nobody changes a figure in a page, or a file of results without its page: `python -m benchmarks.tables`."""
    text = page.read_text(encoding="utf-8")
    assert filled(text) == text


@pytest.mark.parametrize("name", [*NAMES, "assurance"])
def test_results_say_how_they_were_measured(name: str) -> None:
    """Each file has its command, conditions, commit and date, and each row figures of its columns."""
    result = read(name)
    assert all(result[key] for key in ("command", "conditions", "commit"))
    assert date.fromisoformat(result["date"])
    assert all(row["figures"] and row["figures"].keys() <= set(result["columns"]) for row in result["rows"])


def test_every_result_stands_in_a_page() -> None:
    """No file of results is shown nowhere, and no page asks for a file that is not there."""
    shown = {place["name"] for page in pages() for place in PLACE.finditer(page.read_text(encoding="utf-8"))}
    assert shown - {"summary"} == {*NAMES, "assurance"}
    assert {name for _, name, _, _ in SUMMARY} <= {*NAMES, "assurance"}


def test_a_changed_figure_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table in a page that is not the one of the results differs from what would be written."""
    write(tmp_path / "speed.json", "python -m it", "here", [("a question", {"p50": (50, 48, 53), "p95": ("82 ms",)})])
    monkeypatch.setattr("benchmarks.tables.RESULTS", tmp_path)
    page = filled("<!-- table: speed -->\n<!-- end -->")
    assert "| a question | 50 [48, 53] | 82 ms |" in page
    assert filled(page) == page
    assert filled(page.replace("82 ms", "81 ms")) == page
    assert json.loads((tmp_path / "speed.json").read_text(encoding="utf-8"))["commit"]
    assert table("speed") in page


def test_the_page_of_the_product_reads_the_same_file() -> None:
    """What the page says of a word of confidence is what the documentation says of it."""
    rows = {row["name"]: row["figures"] for row in read("assurance")["rows"]}
    for word in Assurance:
        record = records()[word]
        assert (record.holds, record.of) == tuple(figure["value"] for figure in rows[word.value].values())
        assert record.in_ten == round(10 * record.holds / record.of)
