"""Reading real documents: `python -m benchmarks.documents FILE...`.

For each file what its first page says and how many passages it makes; then the time from bytes to a finished index
against the time that `SentenceTransformer.encode` alone takes for the same passages, both in this run.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from sentence_transformers import SentenceTransformer

from corpus.build import Sources, build
from corpus.current import CurrentIndex
from corpus.encoders.sentence import DEFAULT_ENCODER, SentenceEncoder, model_path
from corpus.errors import InputError
from corpus.library import Details, Library


def main() -> None:
    """Print one line per document, and the two times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    arguments = parser.parse_args()
    encoder = SentenceEncoder()
    encoder.encode(["warm"])
    model = SentenceTransformer(model_path(DEFAULT_ENCODER), device="cpu")
    print(f"{'file':<38} {'passages':>8} {'ours s':>7} {'encode s':>8} {'ratio':>6}  title, kind, date")
    for path in arguments.files:
        with tempfile.TemporaryDirectory() as scratch:
            sources = Sources(Path(scratch) / "index", (), Path(scratch) / "library")
            started = time.perf_counter()
            try:
                policy = Library(sources.library).add(path.read_bytes(), path.name, Details()).document.policy
            except InputError as error:
                print(f"{path.name:<38} refused: {error}")
                continue
            build(sources, encoder)
            ours = time.perf_counter() - started
            texts = [passage.text for passage in CurrentIndex(sources.index).edition().texts.passages()]
            started = time.perf_counter()
            model.encode(texts, show_progress_bar=False)
            alone = time.perf_counter() - started
        about = f"{policy.title} ({policy.kind}, {policy.life.published}, {policy.jurisdiction or 'no place'})"
        print(f"{path.name:<38} {len(texts):>8} {ours:>7.1f} {alone:>8.1f} {ours / alone:>6.2f}  {about}")


if __name__ == "__main__":
    main()
