"""The real index of the shipped texts, built once for all runs over the same corpus: `python -m tests.shipped`.

`make test` calls it first: the build has all cores then, and counts towards no test's limit of time.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from filelock import FileLock

from assistant.settings import SHIPPED_TEXTS
from corpus.build import Sources, build
from corpus.encoders.sentence import SentenceEncoder
from tests import ROOT

BUILT = ROOT / "build" / "shipped"


def shipped_index(encoder: SentenceEncoder | None = None) -> Path:
    """Return the data folder that holds the index, which nobody may change; another process may be building it."""
    BUILT.mkdir(parents=True, exist_ok=True)
    kept = BUILT / _recipe()
    with FileLock(BUILT / "lock"):
        if not (kept / "done").exists():
            for old in filter(Path.is_dir, BUILT.iterdir()):
                shutil.rmtree(old)
            build(Sources(kept / "index", (SHIPPED_TEXTS,), kept / "library"), encoder or SentenceEncoder())
            (kept / "done").touch()
    return kept


def _recipe() -> str:
    """Return a hash of all that an index of the shipped texts is built from: the code and the texts of `corpus/`."""
    digest = hashlib.sha256()
    for path in sorted(path for path in (ROOT / "corpus").rglob("*") if path.is_file() and path.suffix != ".pyc"):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


if __name__ == "__main__":
    shipped_index()
