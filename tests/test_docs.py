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
