"""Official texts that are shipped whole beside the notes, below `corpus/official`: the law's own words, never ours.

A file is front matter as a note has it, with the `terms` under which its words may be given away, and then the text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import InputError
from corpus.loading import load
from corpus.records import Document, Policy
from corpus.register.front_matter import ProblemsError, read_front_matter
from corpus.register.notes import note_files

FENCE = "\n---\n"


@dataclass(frozen=True, slots=True)
class HeldText:
    """An official text on disk: what it is, and its file."""

    policy: Policy
    path: Path

    @property
    def key(self) -> str:
        """Return what it is called among the sources of an index."""
        return f"official:{self.policy.id}"

    def read(self) -> Document:
        """Return its blocks, with the numbers of its provisions."""
        text = self.path.read_text(encoding="utf-8-sig")
        return load(text.partition(FENCE)[2].encode(), self.path.name)


def held_texts(folders: Iterable[Path]) -> list[HeldText]:
    """Read the heads of the official texts below the folders, sorted by file.

    Raise InputError for a head that is wrong, or that does not say on what terms the text may be given away and where
    it is published.
    """
    return [_held(path) for path in note_files(folders)]


def _held(path: Path) -> HeldText:
    try:
        fields, _ = read_front_matter(path)
    except ProblemsError as error:
        raise InputError(str(error.args[0])) from error
    if not fields.terms or not fields.official_urls:
        raise InputError(f"{path}: an official text says its terms of reuse (`terms`) and its `official_urls`.")
    # Words of the law themselves: no confidence in a summary, and no day up to which one was checked.
    return HeldText(replace(fields.policy(), own=True, evidence_to=None), path)
