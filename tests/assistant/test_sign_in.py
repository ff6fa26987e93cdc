"""Whether people sign in is read where Streamlit reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.sign_in import sign_in
from corpus.errors import InputError


def test_sign_in_is_read_from_the_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the folder, else those at home; without the section nobody signs in, and a broken file is told."""
    home, here = tmp_path / "home", tmp_path / "here"
    for folder in (home, here):
        (folder / ".streamlit").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(here)
    assert sign_in() == {}
    (home / ".streamlit" / "secrets.toml").write_text('[auth]\nredirect_uri = "https://home.example/x"\n')
    assert sign_in() == {"redirect_uri": "https://home.example/x"}
    own = here / ".streamlit" / "secrets.toml"
    own.write_text("[other]\na = 1\n[auth]\n")
    assert sign_in()["redirect_uri"] == "https://home.example/x"
    own.write_text('[auth]\nredirect_uri = "https://here.example/x"\n')
    assert sign_in() == {"redirect_uri": "https://here.example/x"}
    own.write_text("[auth")
    with pytest.raises(InputError, match="mend it"):
        sign_in()
