"""A real server of S3's protocol on loopback, moto's in a process of its own."""

from __future__ import annotations

import importlib.util
import os
import socket
import subprocess
import sys
import time
from types import TracebackType
from typing import Self

import pytest

BUCKET = "policy"
BETWEEN = 0.05  # seconds between two looks at the port
PROGRAM = "from moto.server import main; main()"


class S3Server:
    """The server, holding one empty bucket; `environment` is what a client of it needs."""

    def __init__(self) -> None:
        """Choose a free port; skip the test where server or client are not installed."""
        for package in ("moto", "s3fs"):
            if importlib.util.find_spec(package) is None:
                pytest.skip(f"{package} is not installed: pip install -r requirements-dev.txt")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.environment = {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self._port}",
            "AWS_ACCESS_KEY_ID": "a",
            "AWS_SECRET_ACCESS_KEY": "b",
            "AWS_DEFAULT_REGION": "us-east-1",
        }

    def __enter__(self) -> Self:
        """Start it, and make the bucket."""
        command = [sys.executable, "-c", PROGRAM, "-H", "127.0.0.1", "-p", str(self._port)]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
        while not self._listens():
            if self._process.poll() is not None:
                raise RuntimeError(f"the S3 server ended with {self._process.returncode}")
            time.sleep(BETWEEN)
        made = "import sys, fsspec; fsspec.filesystem('s3').mkdir(sys.argv[1])"
        subprocess.run([sys.executable, "-c", made, BUCKET], env=environment | self.environment, check=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop it."""
        self._process.kill()
        self._process.wait()

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self._port)) == 0
