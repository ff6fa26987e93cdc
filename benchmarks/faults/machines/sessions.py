"""Who asks: programs at the API and people at the page, each through the proxy, until they are stopped."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import httpx
from websockets import Subprotocol
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from benchmarks.speed.session_client import Session
from benchmarks.speed.sessions import QUESTIONS, days_of, said

LIMIT = 300.0  # seconds for an answer on a busy machine
COOKIE = "assistant_browser"


class Programs:
    """Clients of the API that ask, wait and ask again until they are stopped."""

    def __init__(self, port: int, count: int, pause: float) -> None:
        """Name where they ask, how many they are, and the seconds between an answer and the next question."""
        self.seconds: list[float] = []
        self.editions: Counter[str] = Counter()
        self.errors: list[str] = []
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._ask, args=(port, one, pause)) for one in range(count)]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let each have its answer, and end."""
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, port: int, number: int, pause: float) -> None:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=LIMIT) as client:
            turn = number
            while not self._over.wait(pause):
                turn += 1
                began = time.perf_counter()
                try:
                    answer = client.post("/v1/answers", json={"user_input": f"{QUESTIONS[turn % len(QUESTIONS)]}?"})
                    row: dict[str, Any] = answer.json()
                    self.editions[str(row["edition"])] += 1
                    self.seconds.append(time.perf_counter() - began)
                except (httpx.HTTPError, ValueError, KeyError) as error:
                    self.errors.append(f"{type(error).__name__} {error}")


@dataclass(slots=True)
class _Visit:
    """What a browser keeps while its connection is gone: its cookie and address, and the last question answered."""

    cookie: str = ""
    address: str = ""
    answered: str = ""


class People:
    """Readers at the page; one whose page dies comes back to the conversation, and asks again what was not answered."""

    def __init__(self, port: int, count: int, pause: float) -> None:
        """Name where they ask, how many they are, and the seconds between an answer and the next question."""
        self.seconds: list[float] = []
        self.answered: list[str] = []
        self.errors: list[str] = []
        self.broken = 0
        self.back = 0
        self._port, self._count, self._pause = port, count, pause
        self._over = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._all()))

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Let each have its answer, and end."""
        self._over.set()
        self._thread.join()

    async def _all(self) -> None:
        await asyncio.gather(*(self._attend(number) for number in range(self._count)))

    async def _attend(self, number: int) -> None:
        """Be one person, for as many connections as it takes."""
        await asyncio.sleep(number * self._pause / self._count)
        address = f"ws://127.0.0.1:{self._port}/_stcore/stream"
        days = iter(days_of(number, self._count) * 100)
        came = _Visit()
        while not self._over.is_set():
            try:
                came.cookie = came.cookie or await self._cookie()
                headers = {"Cookie": f"{COOKIE}={came.cookie}"}
                protocols = [Subprotocol("streamlit")]
                async with connect(
                    address, subprotocols=protocols, max_size=None, additional_headers=headers
                ) as stream:
                    await self._sit(Session(stream, came.address), came, QUESTIONS[number % len(QUESTIONS)], days)
            except (OSError, TimeoutError, WebSocketException, httpx.HTTPError):
                self.broken += 1
                await asyncio.sleep(0.5)

    async def _sit(self, session: Session, came: _Visit, words: str, days: Iterator[date]) -> None:
        """Ask over one connection; whoever was here before must find what was answered then."""
        opened = await session.open(LIMIT)
        if came.answered:
            self.back += 1
            if not any(came.answered in text for text in opened.texts):
                self.errors.append(f"{came.answered!r} is lost: the page shows {opened.texts[-3:]}")
        while not self._over.is_set():
            question = f"{words} as of {said(next(days))}?"
            try:
                run = await session.ask(question, LIMIT)
            finally:
                came.address = session.address
            self.errors.extend(run.errors)
            if run.first is None:
                self.errors.append(f"{question} brought no new words")
            else:
                came.answered = question
                self.answered.append(question)
                self.seconds.append(run.total)
            await asyncio.sleep(self._pause)

    async def _cookie(self) -> str:
        async with httpx.AsyncClient(timeout=LIMIT) as client:
            answer = await client.get(f"http://127.0.0.1:{self._port}/")
        return str(answer.cookies[COOKIE])
