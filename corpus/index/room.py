"""Disk space: how much an edition needs, checked before it is written, and the error where the disk fills up."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import InputError
from corpus.records import Passage, Policy

LEAST = 1_000_000  # bytes of an edition of a few passages, and of the journals while it is written
A_PASSAGE = 8_000  # bytes: its vector twice, its rows and the graph
A_CHARACTER = 20  # bytes: 48 a token and 768 a sentence, packed
MEGABYTE = 1_000_000
Texts = Mapping[str, tuple[Policy, Sequence[Passage]]]
FULL = (errno.ENOSPC, errno.EDQUOT)


def needed(texts: Texts) -> int:
    """Return about how many bytes an edition of these texts takes."""
    passages = [passage for _, group in texts.values() for passage in group]
    return LEAST + A_PASSAGE * len(passages) + A_CHARACTER * sum(len(passage.text) for passage in passages)


def check_room(index: Path, texts: Texts) -> None:
    """Raise InputError on one line where the disk has no room for an edition of these texts."""
    if shutil.disk_usage(index).free < (need := needed(texts)):
        raise InputError(_line(index, need))


@contextmanager
def telling_of_room(index: Path, texts: Texts) -> Iterator[None]:
    """Raise InputError on the same line where the disk turns out to be full, whoever finds it."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        if _is_full(error):
            raise InputError(_line(index, needed(texts))) from error
        raise


def _is_full(error: Exception) -> bool:
    return getattr(error, "errno", None) in FULL or "full" in str(error)


def _line(index: Path, need: int) -> str:
    free = shutil.disk_usage(index).free
    return (
        f"The index cannot be built: no room at {index.resolve()}, where it needs about {-(-need // MEGABYTE)} MB and "
        f"{free / MEGABYTE:.1f} MB are free. What was built before stays. Free some, or set ASSISTANT_DATA to a folder "
        "with more room."
    )
