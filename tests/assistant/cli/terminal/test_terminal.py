"""The terminal: kinds of values, errors on one line, and text that fits the window."""

from __future__ import annotations

import shutil
from datetime import date

import click
import pytest

from assistant.answers.citing import cite
from assistant.answers.records import Answer, Hit, Intent, Statement
from assistant.cli.terminal.errors import one_line
from assistant.cli.terminal.options import Day, Partial
from assistant.cli.terminal.printing import WIDTH, print_answer, wrapped
from assistant.cli.terminal.progress import Bar
from corpus.errors import InputError
from corpus.records import Life, Nature, PartialDate, Passage, Policy, Standing


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


def test_the_words_of_a_text_stand_below_the_note_that_reports_them(capsys: pytest.CaptureFixture[str]) -> None:
    """With their place; the source names the provision, and what was quoted once is named only the second time."""
    life = Life(Nature.RULE, None)
    act = Policy("act", "Quokka Act", "Parliament", "Singapore", "act", life)
    note = Passage("act#p1", "act", "Custodians must keep tokens cold.", "¶1", life, at="s. 4(1)")
    hit = Hit(note, act, 1.0, 1.0, 1.0, Standing.IN_FORCE)
    cited = (cite(hit, note.text, "1"), cite(hit, note.text, "2"))
    words = Passage(
        "own-1#section-4-1", "own-1", "A custodian shall keep tokens in cold storage.", "Section 4(1)", life
    )
    quoted = tuple(cite(Hit(words, act, 0, 0, 0, Standing.IN_FORCE), words.text, marker) for marker in "12")
    statements = (Statement(note.text, cited),)
    print_answer(Answer("q", date(2026, 1, 1), Intent.FACT, statements, (hit,), official=quoted))
    printed = " ".join(capsys.readouterr().out.split())
    assert "Our note on the Quokka Act, ¶1 on s. 4(1) (in force)" in printed
    assert f"In the words of the text, Section 4(1): “{words.text}” [2]" in printed
    assert "In the words of the text, Section 4(1): as at [1]" in printed
