"""A chat model's replies without a chat model: `python -m benchmarks.replies COMMAND QUESTIONS...`.

    prompts QUESTIONS --out PROMPTS.jsonl   answer each question once and file every prompt under its hash
    missing QUESTIONS                       which prompts have no reply, and which replies no prompt asks for any more
    play [--port 8700]                      serve the replies by hash over OpenAI's protocol, streamed
    score QUESTIONS [--out FILE.json] [--keep]   vital facts in 120 words: as replied, as checked, without a model

Replies are the files `benchmarks/replies/*.jsonl` (see README.md); whoever writes one reads its prompt alone. Every
command answers as of the day that the replies were written for, over the index of the settings.
"""

from __future__ import annotations

import argparse
import json
import os
import threading
from datetime import date
from pathlib import Path

from assistant.answers.records import Answer
from assistant.chain import PolicyChain, open_chain
from assistant.evaluation.sets.answer_questions import QuestionRow, read_questions
from assistant.llm import limits
from assistant.settings import load_settings
from benchmarks.replies.filed import FOLDER, read_replies, write_prompts
from benchmarks.replies.scoring import Played, results, table
from benchmarks.replies.server import ReplyServer
from benchmarks.tables import RESULTS, write
from tests.openai_server import NAME

DAY = date(2026, 11, 28)  # a prompt names its day, so a reply holds for one


def chain_of(server: ReplyServer) -> PolicyChain:
    """Return the product with the server as its model, on the day of the replies."""
    limits.PAUSE = 0.0  # a prompt without a reply fails at once, and the server is no stranger
    os.environ |= {"ASSISTANT_MODEL": NAME, "ASSISTANT_MODEL_BASE_URL": server.url}
    settings = load_settings()
    return open_chain(settings).with_settings(settings, model=True, today=lambda: DAY)


def ask(chain: PolicyChain, server: ReplyServer, row: QuestionRow) -> Answer:
    """Ask one question in the name of its row."""
    server.question = row.id
    return chain.invoke(row.question)


def questions(paths: list[Path], only: list[str]) -> list[QuestionRow]:
    """Read question sets, or of them the questions of these ids."""
    rows = [row for path in paths for row in read_questions(path)]
    return [row for row in rows if not only or row.id in only]


def prompts(rows: list[QuestionRow], out: Path) -> None:
    """File the prompts of questions."""
    with ReplyServer(read_replies(FOLDER.glob("*.jsonl")), placeholder=True) as server:
        chain = chain_of(server)
        for row in rows:
            ask(chain, server, row)
            write_prompts(server.seen.values(), out)
    print(f"{len(server.seen)} prompts of {len(rows)} questions are in {out}, {len(server.missed)} without a reply")


def missing(rows: list[QuestionRow]) -> int:
    """Print what is missing or stale; return 1 if anything is."""
    replies = read_replies(FOLDER.glob("*.jsonl"))
    with ReplyServer(replies, placeholder=True) as server:
        chain = chain_of(server)
        for row in rows:
            ask(chain, server, row)
    asked = {row.id for row in rows}
    stale = [one for one in replies.values() if one.question in asked and one.prompt not in server.seen]
    for name, question in server.missed.items():
        print(f"missing  {name}  {question}")
    for one in stale:
        print(f"stale    {one.prompt}  {one.question}  written {one.date} by {one.writer}")
    print(f"{len(server.seen)} prompts, {len(server.missed)} without a reply; {len(stale)} replies are stale")
    return 1 if server.missed or stale else 0


def play(port: int) -> None:
    """Serve the replies until the command is ended."""
    replies = read_replies(FOLDER.glob("*.jsonl"))
    with ReplyServer(replies, port=port) as server:
        print(f"{len(replies)} replies at {server.url}; set ASSISTANT_MODEL={NAME} and ASSISTANT_MODEL_BASE_URL")
        threading.Event().wait()


def score(paths: list[Path], rows: list[QuestionRow], out: Path | None, *, keep: bool) -> None:
    """Print, and maybe keep, vital facts in the first words and what was held back, where a reply holds."""
    replies = read_replies(FOLDER.glob("*.jsonl"))
    played = []
    with ReplyServer(replies) as server:
        chain = chain_of(server)
        plain = chain.with_settings(load_settings(), model=False, today=lambda: DAY)
        for row in rows:
            before = len(server.asked)
            answer = ask(chain, server, row)
            mine = [one for name, one in server.seen.items() if one.question == row.id and name in replies]
            first = next((replies[one.prompt].reply for one in mine if len(one.messages) > 1), "")
            if first and answer.composer == "generative":
                calls = len(server.asked) - before
                played.append(Played(row.id, first, answer, plain.invoke(row.question), calls))
    found = table(paths, played)
    print(json.dumps(found, indent=1))
    if out is not None:
        out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    if keep:
        told = (
            "vital facts in the first 120 words; both halves; replies by a language model, each from its prompt alone"
        )
        command = f"python -m benchmarks.replies score {' '.join(path.as_posix() for path in paths)} --keep"
        write(RESULTS / "replies.json", command, told, results(found))


def main() -> int:
    """Run one command."""
    parser = argparse.ArgumentParser(prog="benchmarks.replies", description=__doc__.partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("prompts", "missing", "score"):
        command = commands.add_parser(name)
        command.add_argument("questions", nargs="+", type=Path)
        command.add_argument("--only", nargs="*", default=[], help="ids of questions")
        command.add_argument("--out", type=Path, default=Path("prompts.jsonl") if name == "prompts" else None)
        if name == "score":
            command.add_argument("--keep", action="store_true", help="write benchmarks/results/replies.json")
    commands.add_parser("play").add_argument("--port", type=int, default=8700)
    given = parser.parse_args()
    if given.command == "play":
        play(given.port)
        return 0
    rows = questions(given.questions, given.only)
    if given.command == "missing":
        return missing(rows)
    if given.command == "prompts":
        prompts(rows, given.out)
    else:
        score(given.questions, rows, given.out, keep=given.keep)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
