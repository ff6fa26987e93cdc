"""The installed package: every file that the rooms read is in it."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path

import pytest

from tests import ROOT


def data_globs() -> list[str]:
    """Return the patterns of files beside the modules that `setup.py` puts into the package."""
    for node in ast.walk(ast.parse((ROOT / "setup.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.keyword) and node.arg == "package_data":
            patterns: list[str] = ast.literal_eval(node.value)[""]
            return patterns
    raise AssertionError("setup.py names no package data")


def package_of(path: Path) -> Path:
    """Return the nearest folder above a file that is a package."""
    return next(folder for folder in path.parents if (folder / "__init__.py").is_file())


def test_every_file_that_is_read_is_in_the_package() -> None:
    """Weights, words, styles and texts lie below a package that takes them along; a card of a model need not."""
    listed = subprocess.run(
        ["git", "ls-files", "assistant", "corpus", "ui"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split()
    if not listed:
        pytest.skip("this is no checkout: the files are not known")
    files = [ROOT / name for name in listed if not name.endswith((".py", ".md"))]
    assert len(files) > 50
    taken = {path for glob in data_globs() for room in {package_of(one) for one in files} for path in room.glob(glob)}
    assert [str(path.relative_to(ROOT)) for path in files if path not in taken] == []
