"""Many streams at once: `python -m benchmarks.faults.streams --data DATA --out FILE [--streams 50] [--workers 1]`.

Starts `serve` over a copy of a data folder and asks as many questions as there are streams at the same moment, no two
alike, by OpenAI's chat protocol: alone, beside readers that fetch a few bytes a second, and just after as many clients
have asked and left. Looked for: no error, whole answers, the seconds to the first words, and the processor's time: what
the server had of it until the first words is about the seconds that they take where nothing else runs.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import httpx
import numpy as np
import psutil

from benchmarks.faults.machines.programs import free_port, ready, running
from benchmarks.speed.sessions import FIRST_DAY, QUESTIONS
from benchmarks.tables import write

LIMIT = 600.0  # seconds
SLOW = 10  # readers that fetch a few bytes a second
BYTES, PAUSE = 64, 1.0  # what a slow reader fetches, and the seconds until it fetches again
STAYS = 0.3  # seconds after which a client leaves
Row = dict[str, tuple[float | int | str]]


@dataclass(slots=True)
class Found:
    """What came of the streams; seconds are from the question, `spent` those of the server's processor till then."""

    first: list[float] = field(default_factory=list)
    spent: list[float] = field(default_factory=list)
    total: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def asked(number: int) -> dict[str, object]:
    """Return a question that no other number asks."""
    day = FIRST_DAY + timedelta(days=number % 800)
    words = f"{QUESTIONS[number % len(QUESTIONS)]}?"
    return {
        "model": "crypto-policy-assistant",
        "messages": [{"role": "user", "content": words}],
        "stream": True,
        "as_of": day.isoformat(),
    }


async def read(client: httpx.AsyncClient, server: psutil.Process, number: int, found: Found) -> None:
    """Ask, and read to the end."""
    began, spent, first, last = time.perf_counter(), _spent(server), 0.0, ""
    try:
        async with client.stream("POST", "/v1/chat/completions", json=asked(number)) as answer:
            async for line in answer.aiter_lines():
                last = line or last
                if (
                    not first
                    and line.startswith("data: {")
                    and json.loads(line[6:])["choices"][0]["delta"].get("content")
                ):
                    first = time.perf_counter() - began
                    found.spent.append(_spent(server) - spent)
    except (httpx.HTTPError, ValueError, LookupError) as error:
        found.errors.append(f"{type(error).__name__} {error}")
        return
    if not first or last != "data: [DONE]":
        found.errors.append(f"no whole answer: {last[:200]}")
        return
    found.first.append(first)
    found.total.append(time.perf_counter() - began)


async def dawdle(client: httpx.AsyncClient, number: int) -> None:
    """Ask, and fetch a few bytes a second until it is stopped."""
    async with client.stream("POST", "/v1/chat/completions", json=asked(number)) as answer:
        async for _ in answer.aiter_raw(BYTES):
            await asyncio.sleep(PAUSE)


async def leave(client: httpx.AsyncClient, number: int) -> None:
    """Ask, and leave before the answer is whole."""
    try:
        async with asyncio.timeout(STAYS), client.stream("POST", "/v1/chat/completions", json=asked(number)) as answer:
            await answer.aread()
    except (TimeoutError, httpx.HTTPError):
        return


def client_of(port: int) -> httpx.AsyncClient:
    """Return a client with as many connections as it takes."""
    limits = httpx.Limits(max_connections=None)
    return httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=LIMIT, limits=limits)


async def measure(port: int, server: psutil.Process, streams: int) -> list[tuple[str, Row]]:
    """Ask in the three ways, and return the figures."""
    rows = []
    async with AsyncExitStack() as stack:
        client, others = [await stack.enter_async_context(client_of(port)) for _ in range(2)]
        for number in range(2 * len(QUESTIONS)):  # both threads have answered every question once
            await read(client, server, 790 - number, Found())
        rows.append((f"{streams} streams", await _together(client, server, range(streams))))
        slow = [asyncio.create_task(dawdle(others, 700 + number)) for number in range(SLOW)]
        await asyncio.sleep(2 * PAUSE)
        among = await _together(client, server, range(streams, 2 * streams))
        rows.append((f"beside {SLOW} slow readers", among))
        for task in slow:
            task.cancel()
        await asyncio.gather(*slow, return_exceptions=True)
        await asyncio.gather(*(leave(others, 300 + number) for number in range(streams)))
        rows.append((f"after {streams} have left", await _together(client, server, range(2 * streams, 3 * streams))))
    return rows


async def _together(client: httpx.AsyncClient, server: psutil.Process, numbers: Sequence[int]) -> Row:
    found, spent = Found(), _spent(server)
    await asyncio.gather(*(read(client, server, number, found) for number in numbers))
    spent = _spent(server) - spent
    for line in found.errors[:5]:
        print(line, file=sys.stderr)
    return {
        "answers": (len(found.total),),
        "errors": (len(found.errors),),
        "s to first words, median": (round(float(np.median(found.first)), 2),),
        "p95": (round(float(np.quantile(found.first, 0.95)), 2),),
        "the same in s of the server's processor": (round(float(np.quantile(found.spent, 0.95)), 2),),
        "s to the end, p95": (round(float(np.quantile(found.total, 0.95)), 2),),
        "s of processor an answer": (round(spent / len(numbers), 3),),
    }


def _spent(server: psutil.Process) -> float:
    """Return the seconds of processor of a server and its workers."""
    times = [one.cpu_times() for one in (server, *server.children(recursive=True))]
    return float(sum(one.user + one.system for one in times))


def main() -> None:
    """Measure, and write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="A data folder with an index, which is copied.")
    parser.add_argument("--streams", type=int, default=50)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        shutil.copytree(given.data, Path(name) / "data")
        port = free_port()
        command = [sys.executable, "-m", "assistant", "serve", "--port", str(port), "--workers", str(given.workers)]
        environment = os.environ | {"ASSISTANT_DATA": f"{name}/data", "ASSISTANT_API_REQUESTS_PER_MINUTE": "0"}
        with running(command, environment, Path(name) / "log") as process:
            ready(port)
            rows = asyncio.run(measure(port, psutil.Process(process.pid), given.streams))
    conditions = (
        f"{given.streams} questions at the same moment, no two alike, without a model; {given.workers} worker; "
        f"{os.cpu_count()} cores, which other work shares (load {os.getloadavg()[0]:.0f})"
    )
    write(given.out, "python -m benchmarks.faults.streams --data DATA", conditions, rows)


if __name__ == "__main__":
    main()
