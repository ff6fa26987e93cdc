"""How fast the store of conversations is when it is full: `python -m benchmarks.speed.conversations [--count 10000]`.

One owner has that many conversations of three questions, among as many of ten others, with answers of 5 kB, in a
database in a temporary folder, or in that of ASSISTANT_DATABASE_URL, which must be empty. Prints the median and the
95th percentile of 30 calls of each step in milliseconds, the processor's time of the median call, and what the database
weighs.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from assistant.answers.archive import Asked
from assistant.answers.records import Answer, Intent, Question, Statement
from assistant.conversations import Conversations, Mine, State, open_conversations
from assistant.conversations.sql.pulse import now
from assistant.conversations.sql.tables import Base, Conversation, Entry, Exchange
from assistant.conversations.sql.writing import answer_json, asked_json, question_json
from assistant.settings import load_settings
from corpus.errors import InputError

QUESTIONS = 3
OTHERS = 10
CALLS = 30
BATCH = 2_000
SEED = 7
ENGLISH = "stablecoin issuer reserve custody licence margin haircut client asset token exchange platform retail"
WORDS = [*ENGLISH.split(" "), "穩定幣", "發行人", "儲備", "牌照", "託管"]
ASKED = Asked(top_k=30, model=False, strict=True)


def sentence(chance: random.Random, words: int) -> str:
    """Return a sentence of chance; every thousandth holds a rare word."""
    rare = ["quokka"] if chance.random() < 0.001 else []
    return " ".join([*chance.choices(WORDS, k=words), *rare])


def rows(count: int) -> Iterator[tuple[type[Base], dict[str, Any]]]:
    """Yield the rows of a full store."""
    chance = random.Random(SEED)
    asked, moment = asked_json(ASKED), now() - timedelta(days=365)
    for number in range(2 * count):
        owner = "anna" if number % 2 else f"other-{number % (2 * OTHERS)}"
        id_, at = f"c{number}", moment + timedelta(minutes=number)
        title = sentence(chance, 5)
        yield Conversation, {
            "id": id_, "owner": owner, "title": title, "pinned": number % 500 == 1, "created": at, "updated": at,
        }  # fmt: skip
        yield Entry, {"conversation": id_, "exchange": None, "text": title}
        for turn in range(1, QUESTIONS + 1):
            text, said = sentence(chance, 12), sentence(chance, 60)
            answer = Answer(text, at.date(), Intent.FACT, (Statement(said, ()),), steps=("x" * 4_500,))
            yield Exchange, {
                "id": f"{id_}-{turn}", "conversation": id_, "parent": f"{id_}-{turn - 1}" if turn > 1 else None,
                "number": turn, "chosen": turn, "at": at, "state": State.ANSWERED, "beat": at, "error": "",
                "question": question_json(Question(text)), "asked": asked, "answer": answer_json(answer),
            }  # fmt: skip
            yield Entry, {"conversation": id_, "exchange": f"{id_}-{turn}", "text": f"{text}\n{said}"}


def fill(conversations: Conversations, count: int) -> None:
    """Write the rows in batches."""
    waiting: dict[type[Base], list[dict[str, Any]]] = {Conversation: [], Exchange: [], Entry: []}

    def write() -> None:
        with conversations.database.writing() as session:
            for table, held in waiting.items():
                if held:
                    session.execute(insert(table), held)
                held.clear()

    for table, row in rows(count):
        if table is Conversation and len(waiting[Exchange]) >= BATCH:
            write()
        waiting[table].append(row)
    write()


def measure(name: str, call: Callable[[], object]) -> None:
    """Call a step 30 times and print what it took."""
    taken, worked = [], []
    for _ in range(CALLS):
        started, begun = time.perf_counter(), time.process_time()
        call()
        taken.append((time.perf_counter() - started) * 1_000)
        worked.append((time.process_time() - begun) * 1_000)
    last = statistics.quantiles(taken, n=20)[-1]
    print(f"{name:>46}  {statistics.median(taken):8.1f}  {last:8.1f}  {statistics.median(worked):8.1f}", flush=True)


def measure_all(mine: Mine) -> None:
    """Measure what a page does."""
    print(f"{'ms':>46}  {'median':>8}  {'p95':>8}  {'cpu':>8}")
    measure("list all", mine.list)
    measure("list 50", lambda: mine.list(limit=50))
    for name, search in (
        ("a rare word", "quokka"),
        ("a common word", "stablecoin"),
        ("two common words", "custody haircut"),
        ("three Chinese characters", "穩定幣"),
        ("two Chinese characters", "牌照"),
        ("what is nowhere", "hippopotamus"),
        ("two letters that are nowhere", "qz"),
    ):
        measure(f"search: {name} ({len(mine.list(search)):,})", partial(mine.list, search, limit=50))
    found = mine.list(limit=1)[0].id
    measure("path", lambda: mine.path(found))
    measure("start", lambda: mine.start("Haircuts"))
    conversation = mine.start("Haircuts")
    exchange = [""]
    measure("ask", lambda: exchange.append(mine.ask(conversation, Question("haircut?"), None, ASKED)))
    measure("add a statement", lambda: mine.add(exchange[-1], Statement("At least 60%.", ())))
    answer = Answer("q", now().date(), Intent.FACT, (Statement("At least 60%.", ()),))
    measure("finish", lambda: mine.finish(exchange.pop(), answer) if len(exchange) > 1 else None)


def main() -> None:
    """Fill a store and measure it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    count = parser.parse_args().count
    with tempfile.TemporaryDirectory() as folder:
        own = {"data": Path(folder), "questions_per_minute": 0}
        conversations = open_conversations(load_settings().model_copy(update=own))
        mine = conversations.of("anna")
        if mine.list(limit=1):
            raise InputError("The database is not empty: name another in ASSISTANT_DATABASE_URL.")
        started = time.perf_counter()
        fill(conversations, count)
        print(f"{2 * count:,} conversations of {QUESTIONS} in {time.perf_counter() - started:.0f} s", flush=True)
        print(f"{sum(path.stat().st_size for path in Path(folder).iterdir()) / 1e6:,.0f} MB in the folder")
        measure_all(mine)
        conversations.close()


if __name__ == "__main__":
    main()
