"""The command `serve`: what it refuses before it listens."""

from __future__ import annotations

import socket

import pytest

from assistant.cli import main
from assistant.settings import load_settings
from corpus.current import CurrentIndex
from corpus.errors import InputError


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org"])
def test_without_keys_only_loopback_is_served(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Another address is refused in one line that says how to let programs in."""
    assert main(["serve", "--host", host]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "ASSISTANT_API_KEYS" in said


def test_a_missing_index_and_a_taken_port_are_told(
    request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is served without an index, nor where another program listens."""
    assert main(["serve"]) == 2
    assert "No index at" in capsys.readouterr().err
    index: CurrentIndex = request.getfixturevalue("index")
    assert index.edition().policies
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["serve", "--port", str(port)]) == 2
        assert f"127.0.0.1:{port} cannot be listened at" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("ann", "entry 1 is not name:key"),
        ("ann:a-long-key-of-ann,bob:short-secret", "entry 2 is not name:key"),
        ("ann:a long key with blanks", "entry 1 is not name:key"),
        ("ann:a-long-key-of-ann,bob:a-long-key-of-ann", "entry 2 has a name or a key that is taken"),
        ("ann:a-long-key-of-ann,ann:another-long-key-of-ann", "entry 2 has a name or a key that is taken"),
    ],
)
def test_keys_that_are_none_are_told_without_being_shown(monkeypatch: pytest.MonkeyPatch, keys: str, said: str) -> None:
    """The error names the entry, and no part of a key stands in it."""
    monkeypatch.setenv("ASSISTANT_API_KEYS", keys)
    with pytest.raises(InputError, match=said) as raised:
        load_settings()
    assert not any(secret in str(raised.value) for secret in ("long-key", "short-secret", "a long key"))


def test_keys_are_read_and_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The names are known by their keys, which no print of the settings shows."""
    monkeypatch.setenv("ASSISTANT_API_KEYS", " ann:a-long-key-of-ann , bob:another:key:of:bob ")
    settings = load_settings()
    assert settings.keys == {"a-long-key-of-ann": "ann", "another:key:of:bob": "bob"}
    assert "long-key" not in repr(settings)
