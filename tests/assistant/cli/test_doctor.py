"""The doctor and the chat model: reachable or not, and what mends it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from assistant.cli.doctor import Finding, examine
from tests.openai_server import OpenAIServer, Reply, unused_url


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Run without the developer's keys and `.env`."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.chdir(tmp_path)


def of_the_model() -> Finding:
    """Return what the doctor finds of the model."""
    *_, last = examine()
    assert "\n" not in last.what + last.remedy
    return last


def test_a_model_that_answers(model_server: OpenAIServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that gives its first word is in order, and the month's cost stands beside it."""
    model_server.configure(monkeypatch)
    monkeypatch.setenv("ASSISTANT_MODEL_PRICES", "1/1")
    monkeypatch.setenv("ASSISTANT_MODEL_BUDGET", "5")
    model_server.say("Yes, and much more that nobody waits for")
    found = of_the_model()
    assert found.good
    assert "openai:scripted answers" in found.what
    assert found.what.endswith("spent this month: 0.00 of 5.00 USD")


@pytest.mark.parametrize(
    ("reply", "what", "remedy"),
    [
        (Reply(status=401), "refused the key", "key into .env"),
        (Reply(status=404, error=("no model scripted", "x")), "no model scripted", "Correct ASSISTANT_MODEL"),
        (Reply(status=429, error=("", "insufficient_quota")), "no credit left", "Add credit"),
        (Reply(status=400, error=("bad\nparameter", "x")), "bad parameter", "Correct ASSISTANT_MODEL"),
    ],
)
def test_a_model_that_fails(
    model_server: OpenAIServer, monkeypatch: pytest.MonkeyPatch, reply: Reply, what: str, remedy: str
) -> None:
    """A failure is told with what mends it, and that answers go on without a model."""
    model_server.configure(monkeypatch)
    model_server.reply(reply)
    found = of_the_model()
    assert not found.good
    assert what in found.what
    assert remedy in found.remedy
    assert found.remedy.endswith("answers are extractive.")


def test_a_server_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refused connection says to start the server."""
    monkeypatch.setenv("ASSISTANT_MODEL", "openai:scripted")
    monkeypatch.setenv("ASSISTANT_MODEL_BASE_URL", unused_url())
    assert of_the_model().remedy.startswith("Start the server")


def test_a_missing_package_and_a_missing_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """What must be installed or set is named."""
    monkeypatch.setenv("ASSISTANT_MODEL", "ollama:llama3.2")
    monkeypatch.setitem(sys.modules, "langchain_ollama", None)
    assert "pip install langchain-ollama==1.1.0" in of_the_model().what
    monkeypatch.setenv("ASSISTANT_MODEL", "openai:gpt-5-mini")
    assert "OPENAI_API_KEY is not set" in of_the_model().what


def test_a_store_without_an_edition_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The line names the store and what to run; nothing is raised for the index that is not there either."""
    monkeypatch.setenv("ASSISTANT_EDITIONS", f"file://{tmp_path}/none")
    found = {finding.what: finding.remedy for finding in examine() if not finding.good}
    assert found.pop(f"no edition at file://{tmp_path}/none") == "Run `index` on the machine that builds."
    assert list(found.values()) == ["See the line before."]
