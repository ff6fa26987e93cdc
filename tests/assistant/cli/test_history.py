"""The commands about time, as a user types them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from icalendar import Calendar

from assistant.cli import main
from corpus.current import CurrentIndex

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(index: CurrentIndex, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on the four policies and give exit code, output and errors."""

    def command(*arguments: str) -> tuple[int, str, str]:
        status = main(list(arguments))
        return (status, *capsys.readouterr())

    return command


def test_lineage_is_told_in_order(run: Run) -> None:
    """What was replaced stands above the policy, with the relation below it."""
    status, output, _ = run("lineage", "hk-margin-2026", "--as-of", "2026-06-01")
    assert status == 0
    assert output.index("June 2023: Platform rules") < output.index("11 February 2026: Circular on margin financing")
    assert "superseded by Circular on margin financing" in output


def test_lineage_is_one_json_object(run: Run) -> None:
    """Before the new circular there was nothing after the platform rules, and no end."""
    rows = [
        json.loads(run("lineage", "hk-platform-rules-2023", "--as-of", day, "--json")[1])
        for day in ("2025-01-01", "2026-06-01")
    ]
    assert [[step["policy_id"] for step in row["after"]] for row in rows] == [[], ["hk-margin-2026"]]
    assert [row["ended"] for row in rows] == [None, "2026-02-11"]
    assert rows[1]["after"][0]["relation"] == "supersedes"


def test_calendar_writes_a_file_and_json(run: Run, tmp_path: Path) -> None:
    """As of 10 January 2026 the four policies announce nothing, and the file says so in its format."""
    file = tmp_path / "dates.ics"
    status, output, _ = run("calendar", "--from", "2026-01-10", "--ics", str(file), "--json")
    assert status == 0
    assert json.loads(output) == {"from": "2026-01-10", "dates": []}
    assert Calendar.from_ical(file.read_bytes()).walk("VEVENT") == []
    assert run("calendar")[1] == "No date to come is known.\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("lineage", "hk-margin-2025"), "did you mean hk-margin-2026?"),
        (("calendar", "--topic", "cheese"), "No policy is on the topic 'cheese'"),
        (("changes", "--from", "2026-01-01", "--to", "2026-02-01", "--topic", "x"), "No policy is on the topic 'x'"),
        (("calendar", "--from", "tomorrow"), "write YYYY-MM-DD"),
        (("calendar", "--ics", "/nowhere/dates.ics"), "/nowhere/dates.ics cannot be read or written"),
    ],
)
def test_bad_input_is_one_line(run: Run, arguments: tuple[str, ...], message: str) -> None:
    """A mistake gives exit code 2 and says what to do."""
    status, output, errors = run(*arguments)
    assert (status, output) == (2, "")
    assert message in errors
    assert errors.count("\n") == 1


def test_what_an_edition_changed(run: Run, index: CurrentIndex) -> None:
    """The edition in force changed nothing against itself; one that is not held, or days beside it, are one line."""
    edition = index.edition().manifest.edition
    assert run("changes", "--since-edition", edition) == (0, "Nothing changed.\n", "")
    assert json.loads(run("changes", "--since-edition", edition, "--json")[1]) == {
        "since": edition, "edition": edition, "changes": [],
    }  # fmt: skip
    assert run("changes", "--since-edition", "nowhere")[2].endswith(f"it holds {edition}.\n")
    for arguments in ((), ("--from", "2026-01-01"), ("--since-edition", edition, "--to", "2026-02-01")):
        status, _, errors = run("changes", *arguments)
        assert (status, errors.count("\n")) == (2, 1)
        assert "--since-edition" in errors
