"""Coverage: what the corpus says that it holds is what it holds."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from assistant.settings import SHIPPED_TEXTS
from corpus.register.confidence import (
    DIGESTS_ALONE,
    FROM_DIGEST,
    OFFICIAL_READ,
    SECONDARY,
    origin,
    read_digests,
)
from corpus.register.coverage import coverage
from corpus.register.notes import note_files, read_register


def test_own_documents_and_undated_policies_do_not_count(texts: Path) -> None:
    """Three policies of Hong Kong and one of Singapore, all checked to 1 June 2026."""
    rows = coverage(note.policy for note in read_register(note_files([texts])))
    assert [(row.place, row.policies, str(row.newest)) for row in rows] == [
        ("Hong Kong", 3, "1 June 2026"),
        ("Singapore", 1, "1 June 2026"),
    ]


def test_the_table_of_the_readme_is_true() -> None:
    """Each place of the README stands there with its instruments, paragraphs and dates."""
    notes = read_register(note_files([SHIPPED_TEXTS]))
    readme = (SHIPPED_TEXTS / "README.md").read_text(encoding="utf-8")
    for row in coverage(note.policy for note in notes):
        texts = [note.path.read_text(encoding="utf-8") for note in notes if note.policy.jurisdiction == row.place]
        paragraphs = sum(len(re.findall(r"^\d+\. ", text, re.MULTILINE)) for text in texts)
        assert f"| {row.place} | {row.policies} | {paragraphs:,} | {row.oldest}, {row.newest} |" in readme


def test_the_origins_of_the_readme_are_true() -> None:
    """How many notes rest on what is counted, so that nobody takes secondary sources for the law."""
    digests = read_digests(SHIPPED_TEXTS / "digests.yaml")
    count = Counter(origin(note.policy, digests) for note in read_register(note_files([SHIPPED_TEXTS])))
    readme = " ".join((SHIPPED_TEXTS / "README.md").read_text(encoding="utf-8").split())
    told = (
        f"{count[OFFICIAL_READ]} notes rest on an official text that was read",
        f"{count[FROM_DIGEST]} on an official link that a digest gave",
        f"{count[SECONDARY]} on secondary sources alone and {count[DIGESTS_ALONE]} on digests or feeds alone",
    )
    assert ", ".join(told) in readme
