"""Verdicts: the file beside a model that `tune` made, so that a model that did not win is not used by mistake."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from corpus.errors import InputError
from corpus.files import write_whole

VERDICT = "tuning.json"


def write_verdict(folder: Path, about: Mapping[str, object]) -> None:
    """Write what a model is worth; `about` holds at least `won`."""
    write_whole(folder / VERDICT, json.dumps(dict(about), indent=1).encode())


def refuse_loser(name: str, setting: str) -> None:
    """Raise InputError where a model, by name or folder, is one that did not win on held-out questions."""
    verdict = Path(name) / VERDICT
    if verdict.is_file() and not json.loads(verdict.read_text(encoding="utf-8"))["won"]:
        raise InputError(f"The model at {name} did not win on held-out questions, and is not used: unset {setting}.")
