"""Several machines on one: `python -m benchmarks.faults.machines --data DATA --out FILE`.

A builder, a server of S3's protocol, two API servers with data folders of their own, and nginx before them. Sessions
ask all the time; one API is killed and started again, and the builder publishes a new edition meanwhile. Looked for: no
error, no answer of another edition than the two, and both servers at the new one in the end. Needs nginx, moto, s3fs.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import numpy as np

from benchmarks.tables import write

QUESTIONS = (
    "Is margin financing against bitcoin allowed?",
    "What reserves must a stablecoin issuer hold?",
    "Who needs a licence for custody in Singapore?",
    "What changed for trading platforms in 2026?",
)
NEW = b"Desk policy on staking\n\nFrom 1 December 2026 our desk stakes no client assets without the board's consent.\n"
PATIENCE = 600.0  # seconds in which a server is ready on a busy machine
NGINX = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 512; }}
http {{
  access_log off; client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  upstream answers {{ least_conn; {servers} }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://answers; proxy_read_timeout 300s; proxy_connect_timeout 2s;
      proxy_set_header Host $http_host;
      proxy_next_upstream error timeout non_idempotent; proxy_next_upstream_tries 2;
    }}
  }}
}}
"""


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program of ours, its output in a file, and end it afterwards."""
    with log.open("ab") as out:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=out)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def ready(port: int, path: str = "/health") -> str:
    """Wait until a server answers, and return what it says."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            answer = httpx.get(f"http://127.0.0.1:{port}{path}", timeout=30)
        except httpx.HTTPError:
            time.sleep(0.5)
            continue
        return answer.text
    raise RuntimeError(f"nothing answers at port {port}")


def edition_at(port: int) -> str:
    """Name the edition that an API server answers from."""
    return str(json.loads(ready(port))["edition"])


class Sessions:
    """Clients that ask, wait and ask again until they are stopped."""

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
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=300) as client:
            turn = number
            while not self._over.wait(pause):
                turn += 1
                began = time.perf_counter()
                try:
                    answer = client.post("/v1/answers", json={"user_input": QUESTIONS[turn % len(QUESTIONS)]})
                    row: dict[str, Any] = answer.json()
                    self.editions[str(row["edition"])] += 1
                    self.seconds.append(time.perf_counter() - began)
                except (httpx.HTTPError, ValueError, KeyError) as error:
                    self.errors.append(f"{type(error).__name__} {error}")


def measure(data: Path, sessions: int, seconds: float, pause: float) -> dict[str, tuple[float | int | str]]:
    """Do all of it once, and return the figures."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        store, one, two, door = (free_port() for _ in range(4))
        environment = os.environ | {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{store}",
            "AWS_ACCESS_KEY_ID": "a",
            "AWS_SECRET_ACCESS_KEY": "b",
            "AWS_DEFAULT_REGION": "us-east-1",
            "ASSISTANT_EDITIONS": "s3://policy/editions",
            "ASSISTANT_API_REQUESTS_PER_MINUTE": "0",
        }
        moto = [sys.executable, "-c", "from moto.server import main; main()", "-H", "127.0.0.1", "-p", str(store)]
        stack.enter_context(running(moto, environment, folder / "s3.log"))
        ready(store, "/")
        make = "import fsspec; fsspec.filesystem('s3').mkdir('policy')"
        subprocess.run([sys.executable, "-c", make], env=environment, check=True)
        shutil.copytree(data, folder / "builder")
        builder = environment | {"ASSISTANT_DATA": str(folder / "builder")}
        command = [sys.executable, "-m", "assistant"]
        subprocess.run([*command, "index"], env=builder, check=True)

        def serve(port: int) -> subprocess.Popen[bytes]:
            own = environment | {"ASSISTANT_DATA": str(folder / str(port))}
            line = [*command, "serve", "--port", str(port)]
            return stack.enter_context(running(line, own, folder / f"{port}.log"))

        killed = serve(one)
        serve(two)
        old = edition_at(one)
        edition_at(two)
        servers = " ".join(f"server 127.0.0.1:{port} max_fails=1 fail_timeout=2s;" for port in (one, two))
        (folder / "nginx.conf").write_text(NGINX.format(folder=folder, servers=servers, port=door))
        nginx = [str(shutil.which("nginx")), "-p", name, "-c", str(folder / "nginx.conf")]
        stack.enter_context(running(nginx, environment, folder / "nginx.out"))
        ready(door)
        asking = Sessions(door, sessions, pause)
        asking.start()
        time.sleep(seconds / 4)
        killed.send_signal(signal.SIGKILL)
        time.sleep(seconds / 4)
        (folder / "desk.txt").write_bytes(NEW)
        subprocess.run([*command, "add", str(folder / "desk.txt")], env=builder, check=True)
        while edition_at(two) == old:
            time.sleep(0.2)
        serve(one)
        new = edition_at(one)
        time.sleep(seconds / 2)
        asking.stop()
        if edition_at(two) != new or not set(asking.editions) <= {old, new}:
            asking.errors.append(f"editions {asking.editions}, {edition_at(two)} and {new}")
        for error in asking.errors[:5]:
            print(error, file=sys.stderr)
        return {
            "answers": (len(asking.seconds),),
            "errors": (len(asking.errors),),
            "of the old edition": (asking.editions[old],),
            "of the new": (asking.editions[new],),
            "s, median": (round(float(np.median(asking.seconds)), 2),),
            "s, p95": (round(float(np.quantile(asking.seconds, 0.95)), 2),),
        }


def main() -> None:
    """Measure, and write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="A data folder with an index, which is copied.")
    parser.add_argument("--sessions", type=int, default=25)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--pause", type=float, default=4.0)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    figures = measure(given.data, given.sessions, given.seconds, given.pause)
    conditions = (
        f"{given.sessions} sessions, {given.pause:g} s between answer and question, two API servers behind nginx, one "
        f"killed and started again, a new edition published meanwhile; {os.cpu_count()} cores for all of it, which "
        f"other work shares (load {os.getloadavg()[1]:.0f})"
    )
    write(given.out, "python -m benchmarks.faults.machines --data DATA", conditions, [("two servers", figures)])


if __name__ == "__main__":
    main()
