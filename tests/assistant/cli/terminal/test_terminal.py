"""The terminal: kinds of values, errors on one line, and text that fits the window."""

from __future__ import annotations

import shutil
from datetime import date

import click
import pytest

from assistant.cli.terminal.options import Day, Partial
from assistant.cli.terminal.printing import WIDTH, one_line, wrapped
from assistant.cli.terminal.progress import Bar
from corpus.errors import InputError
from corpus.records import PartialDate


def test_days_and_partial_dates_are_read() -> None:
    """A day is whole; a partial date may be a month or a year."""
    assert Day().convert("2026-02-11", None, None) == date(2026, 2, 11)
    assert Partial().convert("2026-02", None, None) == PartialDate.parse("2026-02")


@pytest.mark.parametrize(("kind", "value"), [(Day(), "2026-02"), (Day(), "2026-02-30"), (Partial(), "11 February")])
def test_what_is_no_date_is_a_usage_error(kind: click.ParamType, value: str) -> None:
    """The message names the value."""
    with pytest.raises(click.BadParameter, match=value):
        kind.convert(value, None, None)


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (InputError("It is\n  wrong: mend it."), "It is wrong: mend it."),
        (PermissionError(13, "Permission denied", "/x/y"), "/x/y cannot be read or written: Permission denied."),
        (click.UsageError("No such option: --x"), "No such option: --x"),
    ],
)
def test_an_error_is_one_line(error: Exception, line: str) -> None:
    """Whatever went wrong, what is wrong and where stands on one line."""
    assert one_line(error).startswith(line)
    assert "\n" not in one_line(error)


def test_text_fits_the_window_and_no_more_than_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines are as wide as the window, at most a hundred characters; words are never broken."""
    for columns in (30, 500):
        monkeypatch.setattr(shutil, "get_terminal_size", lambda columns=columns: shutil.os.terminal_size((columns, 24)))
        lines = wrapped("custody of client virtual assets " * 20, "  ").splitlines()
        assert max(map(len, lines)) <= min(columns, WIDTH)
        assert all(line.startswith("  ") for line in lines[1:])


def test_the_bar_is_silent_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    """In a pipe or a log no bar is drawn."""
    with Bar() as bar:
        bar.show("Encoding", 1, 2)
        bar.show("Writing", 1, 1)
    assert capsys.readouterr() == ("", "")
