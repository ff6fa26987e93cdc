"""Settings: what is known is read, and what is not is refused with the nearest name."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.cli.doctor import examine
from assistant.settings import load_settings
from corpus.errors import InputError


def test_defaults_need_nothing(tmp_path: Path) -> None:
    """A fresh machine has an encoder and no model."""
    settings = load_settings()
    assert (settings.encoder, settings.model, settings.index) == ("policy-minilm", "", tmp_path / "data" / "index")


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("ASSISTANT_MODLE", "x", "did you mean ASSISTANT_MODEL?"),
        ("ASSISTANT_TOPK", "5", "did you mean ASSISTANT_TOP_K?"),
        ("ASSISTANT_TOP_K", "many", "ASSISTANT_TOP_K is 'many'"),
        ("ASSISTANT_TOP_K", "0", "ASSISTANT_TOP_K is '0'"),
    ],
)
def test_wrong_settings_are_one_line(monkeypatch: pytest.MonkeyPatch, name: str, value: str, reason: str) -> None:
    """An unknown or impossible setting names itself and what to do, and the doctor says so too."""
    monkeypatch.setenv(name, value)
    with pytest.raises(InputError) as caught:
        load_settings()
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)
    assert [finding.good for finding in examine()] == [False]


def test_a_misspelt_setting_in_the_env_file_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The .env file is held to the same names."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("ASSISTANT_ENCODR=x\n", encoding="utf-8")
    with pytest.raises(InputError, match="ASSISTANT_ENCODER"):
        load_settings()


def test_the_doctor_names_the_mending_command() -> None:
    """Without an index the doctor says how to build one."""
    assert "make index" in {finding.remedy for finding in examine() if not finding.good}


def test_a_store_of_editions_is_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """A path alone is refused with what to write."""
    monkeypatch.setenv("ASSISTANT_EDITIONS", "bucket/prefix")
    with pytest.raises(InputError, match="write the whole address, such as s3://bucket/prefix"):
        load_settings()
