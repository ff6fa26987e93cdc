"""What the tests of bad days share: texts that change, both legs asked, and files spoilt."""

from __future__ import annotations

import os
from pathlib import Path

from corpus.build import Sources
from corpus.current import CurrentIndex
from corpus.index.scope import Scope
from tests.conftest import WordEncoder

NEW = "2. The Singapore custody bill of 2 May 2026 would let custodians keep tokens in vaults.\n"
OWN = b"Our brokers lend against bitcoin on margin within limits that the board sets.\n"
Found = tuple[list[tuple[str, float]], list[tuple[str, float]]]


def append(sources: Sources) -> None:
    """Add a paragraph to the note of the bill."""
    note = sources.texts[0] / "sg-custody-bill.md"
    note.write_text(note.read_text(encoding="utf-8") + NEW, encoding="utf-8")


def found(sources: Sources, index: CurrentIndex | None = None) -> Found:
    """Ask both legs of the index, opened anew if none is given."""
    edition = (index or CurrentIndex(sources.index)).edition()
    near = edition.nearest(WordEncoder().encode(["custody of tokens"])[0], 5, Scope())
    return near, edition.keyword_matches("custody of tokens", 5, Scope())


def spoil(path: Path) -> None:
    """Change a byte in the middle of a file, and leave its size and its time."""
    data, times = bytearray(path.read_bytes()), path.stat()
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
