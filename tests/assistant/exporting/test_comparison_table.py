"""A comparison as a file: read back, it says the same; no cell runs as a formula and no text becomes markup."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from assistant.answering.comparison import NOT_FOUND, Cell, Comparison, compare
from assistant.cli import main
from assistant.exporting.comparison_table import as_file, write_comparison
from corpus.current import CurrentIndex
from corpus.errors import InputError
from corpus.vocabulary.aspects import Aspect, Words
from corpus.vocabulary.glossary import Glossary
from tests.conftest import WordEncoder

MARGIN = Aspect("Margin", "May brokers offer margin financing?", Words.of(["margin"]))
STRANGE = "=1+1 “curly” 穩定幣 €350,000 | *bold* <b>"
COMPARISON = Comparison("Compare", date(2026, 6, 1), ("Hong Kong", "Singapore"), (MARGIN,))


@pytest.fixture
def cells(index: CurrentIndex) -> list[Cell]:
    """Fill the cells of the four-policy corpus, and make the first statement a hostile one."""
    filled, empty = compare(COMPARISON, index.edition(), WordEncoder(), Glossary([]), 1)
    return [replace(filled, statements=(replace(filled.statements[0], text=STRANGE),)), empty]


def rows(data: bytes, sheet: str) -> Iterator[tuple[object, ...]]:
    """Read a sheet of a workbook back."""
    yield from load_workbook(io.BytesIO(data))[sheet].values


def test_a_workbook_holds_table_and_sources(cells: list[Cell]) -> None:
    """Places are columns, the empty cell says so, and each marker has its source with dates and link."""
    data = as_file(".xlsx", COMPARISON, cells)
    header, row = rows(data, "Comparison")
    assert header == ("aspect", "Hong Kong", "Singapore")
    assert row == ("Margin", f"'{STRANGE} [1]", NOT_FOUND)
    names, source = rows(data, "Sources")
    listed = dict(zip(map(str, names), source, strict=True))
    assert (listed["source"], listed["place"], listed["standing"]) == ("1", "Hong Kong", "in force")
    assert (listed["published"], listed["applies from"]) == ("2026-02-11", "2026-02-11")


def test_a_workbook_can_be_read(cells: list[Cell]) -> None:
    """The header stays in sight and long cells are wrapped."""
    sheet = load_workbook(io.BytesIO(as_file(".xlsx", COMPARISON, cells)))["Comparison"]
    assert sheet.freeze_panes == "B2"
    assert all(cell.alignment.wrap_text for row in sheet.iter_rows() for cell in row)


def test_csv_has_a_row_a_statement(cells: list[Cell]) -> None:
    """Spreadsheets know the encoding; curly quotes, Chinese and the euro sign survive; no cell is a formula."""
    data = as_file(".csv", COMPARISON, cells)
    assert data.startswith(b"\xef\xbb\xbf")
    filled, empty = csv.DictReader(io.StringIO(data.decode("utf-8-sig")))
    assert (filled["statement"], filled["source"], filled["standing"]) == (f"'{STRANGE}", "1", "in force")
    assert (empty["place"], empty["statement"], empty["source"]) == ("Singapore", NOT_FOUND, "")


def test_markdown_shows_the_words_and_no_markup(cells: list[Cell]) -> None:
    """The table stays a table: bars, stars and tags in a text are escaped."""
    text = as_file(".md", COMPARISON, cells).decode()
    table = [line for line in text.splitlines() if line.startswith("|")]
    assert len(table) == 3
    assert r"“curly” 穩定幣 €350,000 \| \*bold\* \<b>" in table[2]
    assert "[1] Our note on the Circular on margin financing" in text


@pytest.mark.parametrize("name", ["table.pdf", "nowhere/table.csv"])
def test_a_file_that_cannot_be_written_is_named(tmp_path: Path, name: str, cells: list[Cell]) -> None:
    """Another ending and a missing folder are one line, and nothing is written."""
    with pytest.raises(InputError, match=r"ends in \.xlsx|is not a folder"):
        write_comparison(tmp_path / name, COMPARISON, cells)
    assert list(tmp_path.glob("*.pdf")) == []


def test_the_command_writes_and_prints(
    shipped: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--out` writes the file beside `--json`, which prints one object with every cell."""
    monkeypatch.setenv("ASSISTANT_DATA", str(shipped))
    out = tmp_path / "table.md"
    places = ["--jurisdiction", "hong kong", "--jurisdiction", "Kazakhstan"]
    asked = ["compare", *places, "--topic", "stablecoins", "--aspect", "interest", "--out", str(out), "--json"]
    assert main(asked) == 0
    row = json.loads(capsys.readouterr().out)
    assert [(cell["place"], cell["found"]) for cell in row["cells"]] == [("Hong Kong", True), ("Kazakhstan", False)]
    assert "stablecoin" in row["citations"][0]["policy_id"]
    assert "interest on a stablecoin" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Say what to compare"),
        (["custody in Japan"], "Name 2 to 5 places"),
        (["custody", "--out", "x.pdf"], "ends in .xlsx"),
    ],
)
def test_bad_input_is_one_line(capsys: pytest.CaptureFixture[str], arguments: list[str], message: str) -> None:
    """A mistake gives exit code 2 and one line that says what to do."""
    assert main(["compare", *arguments]) == 2
    assert message in capsys.readouterr().err
