"""The examples of the pages for programmers run, in their order, on the four policies."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from corpus.build import Sources, build
from corpus.encoders.sentence import SentenceEncoder
from tests import ROOT
from tests.assistant.serving.conftest import client, shared_client  # noqa: F401 - fixtures

MODULE = re.compile(r"python -m ((?:assistant|benchmarks|corpus|tests)(?:\.\w+)*)")
EXAMPLE = re.compile(r"```python\n(.*?)```", re.DOTALL)


def run(page: str, names: dict[str, object]) -> int:
    """Run the examples of a page one after the other, and give how many they are."""
    examples = EXAMPLE.findall((ROOT / "docs" / page).read_text(encoding="utf-8"))
    for example in examples:
        exec(compile(example, page, "exec", dont_inherit=True), names)
    return len(examples)


def test_the_examples_for_programs_run(client: httpx.Client, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    """OpenAI's client, rows and tools give the sources of the answer."""
    assert run("serve.md", {"address": str(client.base_url).rstrip("/")}) == 3
    said = capsys.readouterr().out
    assert said.count("Sources:\n1. Our note on ") == 2
    assert "'policy_id': 'hk-margin-2026'" in said


def test_the_examples_in_python_run(
    sources: Sources, minilm: SentenceEncoder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The chain answers, streams and retrieves."""
    build(sources, minilm)
    assert run("python.md", {}) == 3
    said = capsys.readouterr().out
    assert "brokers may offer margin financing against bitcoin and ether" in said
    assert "Confidence: 0." in said
    assert said.rstrip().splitlines()[-3].startswith("Circular on margin financing ¶")


def test_every_program_that_is_named_is_there() -> None:
    """What a page or a docstring says to type can be typed."""
    named = {(module, path.name) for path in texts(".py", ".md") for module in MODULE.findall(path.read_text("utf-8"))}
    assert len(named) > 20
    lost = {(module, name) for module, name in named if not program(ROOT.joinpath(*module.split(".")))}
    assert not lost


def program(path: Path) -> bool:
    """Return whether a path without its ending is a module, or a package that runs."""
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def texts(*endings: str) -> list[Path]:
    """Return the files with these endings, without the notes."""
    rooms = ("assistant", "benchmarks", "corpus", "docs", "tests", "ui")
    files = [*ROOT.glob("*.*"), *(path for room in rooms for path in (ROOT / room).rglob("*.*"))]
    notes = ROOT / "corpus" / "texts"
    return [path for path in files if path.suffix in endings and (notes not in path.parents or path.parent == notes)]
