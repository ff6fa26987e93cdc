"""What verification costs a reader: `python -m benchmarks.checks.verification`.

A model that writes without delay is put before the real composer, over the index of the settings: for each question of
tests/sets/core.jsonl it cites sentences of the passages that it was given, one to three passages a sentence, word for
word and, so that every check has to work, with words of its own before them.
Measured is the time from the piece of the stream that ends a sentence to the statement, checked and ready to be shown.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Generator, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
from langchain_core.messages import BaseMessage
from langchain_core.runnables import RunnableConfig

from assistant.answering.finder import Finder, verifying
from assistant.answers.records import Hit, Question, Statement
from assistant.clock import Clock
from assistant.composing.context import reading
from assistant.composing.generative import generate
from assistant.settings import SHIPPED_TEXTS, load_settings
from assistant.understanding.understander import Understander
from benchmarks.tables import write
from corpus.current import CurrentIndex
from corpus.encoders.sentence import SentenceEncoder, token_counter
from corpus.errors import InputError
from corpus.language.sentences import sentences
from corpus.vocabulary.aspects import read_aspects
from corpus.vocabulary.glossary import read_glossary
from tests import SETS

QUESTIONS = SETS / "core.jsonl"
SENTENCES = 6  # of one answer
TARGET = 50.0  # milliseconds


class Copyist:
    """A model that writes sentences of the passages down and cites them, word by word and without delay."""

    def __init__(self, hits: Sequence[Hit]) -> None:
        """Take the passages in the order in which they are numbered."""
        self._hits = list(hits)
        self.last = (0.0, 0.0)  # when the last piece was given, by the clock and by this thread's share of a processor

    def stream(self, messages: Sequence[BaseMessage], config: RunnableConfig | None = None) -> Generator[str]:
        """Stream the answer once; asked to write a sentence again, it has nothing to say."""
        hits, self._hits = self._hits, []
        for number, hit in enumerate(hits[:SENTENCES], 1):
            same = [n for n, other in enumerate(hits, 1) if other.standing is hit.standing and n != number]
            cited = "".join(f"[{n}]" for n in (number, *same[: number % 3]))
            own = "According to the text, " if number % 2 else ""
            text = own + sentences(hit.passage.text)[0].rstrip(".。")
            for word in f"{text} {cited}. ".split(" "):
                self.last = now()
                yield f"{word} "


def now() -> tuple[float, float]:
    """Return milliseconds by the clock and of processor time, which does not count other work of the machine."""
    return time.perf_counter() * 1000, time.thread_time() * 1000


def main() -> None:
    """Print the times, and how many sentences passed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", nargs="?", type=Path, default=QUESTIONS)
    parser.add_argument("--out", type=Path, help="Also write the figures as JSON, as `benchmarks/results/` holds them.")
    given = parser.parse_args()
    settings = load_settings()
    edition = CurrentIndex(settings.index, settings.chroma_url or None).edition()
    glossary, aspects = read_glossary(SHIPPED_TEXTS / "glossary.yaml"), read_aspects(SHIPPED_TEXTS / "aspects.yaml")
    encoder = SentenceEncoder(settings.encoder)
    understander = Understander(glossary, encoder, edition.policies, date.today)
    count = token_counter(encoder.name)
    rows = [json.loads(line) for line in given.set.read_text(encoding="utf-8").splitlines()]
    first, all_of_them, dropped = [], [], 0
    for row in rows:
        if "user_input" not in row:
            continue
        asked = Question(row["user_input"])
        query = understander.understand(asked, asked)
        found = Finder(edition, encoder, glossary, aspects, settings.top_k, Clock()).find(query)
        if query.refusal or not found.hits:
            continue
        read = reading(found.hits, cache(edition.texts.passages_of), query.as_of, count, settings.prompt_tokens)
        model = Copyist(read)
        times = []
        for made in generate(model, query, read, verifying(read, query, edition, glossary), strict=False):
            if isinstance(made, Statement):
                times.append([end - start for end, start in zip(now(), model.last, strict=True)])
                dropped += not made.passed
        first += times[:1]
        all_of_them += times
    if not all_of_them:
        raise InputError(f"No question of {given.set} has an answer in the index: build it with `make index`.")
    kept = []
    print(f"{'milliseconds':<28} {'n':>5} {'p50':>8} {'p95':>8} {'max':>8} {'p50 cpu':>8} {'p95 cpu':>8}")
    for name, times in (("first statement of an answer", first), ("every statement", all_of_them)):
        clock, processor = np.array(times).T
        shown = (*np.percentile(clock, [50, 95]), clock.max(), *np.percentile(processor, [50, 95]))
        columns = ("p50", "p95", "max", "p50 cpu", "p95 cpu")
        kept.append((name, {column: (round(float(value), 1),) for column, value in zip(columns, shown, strict=True)}))
        print(f"{name:<28} {len(times):>5} " + " ".join(f"{value:>8.1f}" for value in shown))
    print(f"{dropped} of the copied sentences failed a check; target: at most {TARGET:.0f} ms")
    if given.out:
        write(
            given.out, "python -m benchmarks.checks.verification", f"milliseconds, {len(all_of_them)} statements", kept
        )


if __name__ == "__main__":
    main()
