"""The limit of questions a minute holds for a visitor and for an address, whichever screen asks."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest

from assistant.answers.records import Question
from assistant.conversations import LimitError
from corpus.errors import InputError
from tests import ROOT
from ui import limits, owner
from ui.limits import Rates, admit, alone, in_turn

VISITOR, ADDRESS = 3, 5


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Stand for a browser: its name and its address may be changed."""
    who = SimpleNamespace(name="browser:a", address="192.0.2.7", person="")
    settings = SimpleNamespace(questions_per_minute=VISITOR, address_questions_per_minute=ADDRESS)
    counted = Rates()
    monkeypatch.setattr(limits, "rates", lambda: counted)
    monkeypatch.setattr(limits, "services", lambda: SimpleNamespace(settings=settings))
    monkeypatch.setattr(limits, "visitor", lambda: who.name)
    monkeypatch.setattr(owner, "visitor", lambda: who.name)
    monkeypatch.setattr(limits, "person", lambda: who.person)
    context = type("Context", (), {"ip_address": property(lambda _: who.address)})()
    monkeypatch.setattr(limits, "st", SimpleNamespace(context=context))
    return who


def admitted(most: int) -> int:
    """Return how many of so many questions are let in."""
    count = 0
    for _ in range(most):
        try:
            admit()
        except LimitError:
            continue
        else:
            count += 1
    return count


def test_a_visitor_has_so_many_questions(browser: SimpleNamespace) -> None:
    """Those of a comparison count by its places."""
    admit(2)
    assert admitted(5) == VISITOR - 2
    browser.name, browser.address = "browser:b", "192.0.2.8"
    assert admitted(5) == VISITOR


def test_fresh_cookies_do_not_pass_the_limit(browser: SimpleNamespace) -> None:
    """A browser that forgets who it is comes from the same address, also where that is this machine's."""
    for address in ("192.0.2.7", None):
        browser.address, count = address, 0
        for number in range(20):
            browser.name = f"browser:{address}{number}"
            count += admitted(1)
        assert count == ADDRESS


def test_people_who_sign_in_share_an_address_freely(browser: SimpleNamespace) -> None:
    """A person is no cookie: each has their own number."""
    for number in range(4):
        browser.name = browser.person = f"person:{number}"
        assert admitted(9) == VISITOR


def test_what_is_more_than_a_minute_has_waits_for_a_free_one() -> None:
    """It is not refused for ever, and nothing else passes beside it."""
    counted = Rates()
    counted.take("a", 3, 6)
    with pytest.raises(LimitError):
        counted.take("a", 3)
    counted.take("a", 0)


def test_a_minute_later_there_are_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """The wait that is told is the wait that is needed, and names of long ago are forgotten."""
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    monkeypatch.setattr(limits, "MOST_NAMES", 2)
    counted = Rates()
    for name in "abc":
        counted.take(name, 1)
    with pytest.raises(LimitError, match="wait 61 s"):
        counted.take("a", 1)
    now = 161.0
    counted.take("a", 1)
    assert len(counted._times) == 1


@pytest.mark.usefixtures("browser")
def test_a_set_with_the_model_waits_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of its questions is counted, and the reader is told while it waits."""
    waits: list[int] = []
    monkeypatch.setattr(limits.time, "sleep", lambda _: limits.rates()._times.clear())
    ask = in_turn(lambda question: question, waits.append)  # type: ignore[arg-type,return-value]
    for number in range(VISITOR + 1):
        assert ask(Question(str(number)))
    assert len(waits) == 1


@pytest.mark.usefixtures("browser")
def test_one_set_is_answered_at_a_time() -> None:
    """A second one is told to wait, and the first lets go however it ends."""
    first = alone()
    first.__enter__()
    with pytest.raises(InputError, match="Another set"):
        alone().__enter__()
    assert not first.__exit__(ZeroDivisionError, ZeroDivisionError(), None)
    with alone():
        pass


def test_reports_and_answers_lie_apart_by_visitor(browser: SimpleNamespace) -> None:
    """Who scores the same questions finds nobody's answers; the folder does not tell whose it is."""
    first = owner.own_folder()
    browser.name = "browser:b"
    assert owner.own_folder() != first
    assert "browser" not in first
    source = (ROOT / "ui" / "screens" / "evaluate.py").read_text(encoding="utf-8")
    assert source.count('"reports" / own_folder()') == source.count('"answers" / own_folder()') == 1
