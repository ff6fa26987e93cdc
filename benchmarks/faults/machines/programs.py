"""The programs of several machines on loopback: PostgreSQL, Chroma, a server of S3's protocol, nginx, and our own."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests import ROOT

PATIENCE = 900.0  # seconds in which a server is ready on a busy machine
STREAMLIT = ("--server.address", "127.0.0.1", "--server.headless", "true", "--server.fileWatcherType", "none")
NGINX = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  proxy_read_timeout 300s; proxy_connect_timeout 2s; proxy_http_version 1.1;
  proxy_set_header Host $http_host; proxy_set_header X-Forwarded-For $remote_addr;
  proxy_set_header X-Forwarded-Proto $scheme;
  proxy_next_upstream error timeout non_idempotent; proxy_next_upstream_tries 2;
  upstream answers {{ least_conn; {apis} }}
  upstream pages {{ hash $cookie_assistant_browser consistent; {pages} }}
  server {{ listen 127.0.0.1:{api_door}; location / {{ proxy_pass http://answers; }} }}
  server {{
    listen 127.0.0.1:{page_door};
    location / {{
      proxy_pass http://pages; client_max_body_size 51m;
      proxy_set_header Host $http_host; proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade";
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
def running(command: Sequence[str], environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program, its output in a file, and end it afterwards."""
    with log.open("ab") as out:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=out, cwd=ROOT)
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


def program(name: str, *arguments: str) -> list[str]:
    """Return the command of a program that stands beside this Python."""
    return [str(Path(sys.executable).with_name(name)), *arguments]


@contextmanager
def store(folder: Path) -> Iterator[dict[str, str]]:
    """Run a server of S3's protocol with an empty bucket; give the settings of who uses it."""
    port = free_port()
    environment = {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": "a",
        "AWS_SECRET_ACCESS_KEY": "b",
        "AWS_DEFAULT_REGION": "us-east-1",
        "ASSISTANT_EDITIONS": "s3://policy/editions",
    }
    moto = [sys.executable, "-c", "from moto.server import main; main()", "-H", "127.0.0.1", "-p", str(port)]
    with running(moto, dict(os.environ), folder / "s3.log"):
        ready(port, "/")
        make = "import fsspec; fsspec.filesystem('s3').mkdir('policy')"
        subprocess.run([sys.executable, "-c", make], env=os.environ | environment, check=True)
        yield environment


@contextmanager
def vectors(folder: Path) -> Iterator[dict[str, str]]:
    """Run a Chroma server; give the settings of who uses it."""
    port = free_port()
    command = program("chroma", "run", "--path", str(folder / "chroma"), "--host", "127.0.0.1", "--port", str(port))
    with running(command, dict(os.environ), folder / "chroma.log"):
        ready(port, "/api/v2/heartbeat")
        yield {"ASSISTANT_CHROMA_URL": f"http://127.0.0.1:{port}"}


@contextmanager
def database(folder: Path) -> Iterator[dict[str, str]]:
    """Run a PostgreSQL on a socket, as the account `postgres` where this is root; give the settings of who uses it."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    programs = found[-1] if found else Path(str(shutil.which("initdb"))).parent
    own = folder / "pg"
    own.mkdir()
    account: dict[str, Any] = {}
    if not os.getuid():
        held = pwd.getpwnam("postgres")
        account = {"user": held.pw_uid, "group": held.pw_gid}
        os.chown(own, held.pw_uid, held.pw_gid)

    def run(name: str, *arguments: str) -> None:
        command = [str(programs / name), "-D", str(own / "data"), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=own, **account)

    run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N")
    run("pg_ctl", "-l", str(own / "log"), "-o", f"-c listen_addresses= -k {own}", "-w", "start")
    try:
        yield {"ASSISTANT_DATABASE_URL": f"postgresql://postgres@/postgres?host={own}"}
    finally:
        run("pg_ctl", "-m", "immediate", "-w", "stop")


@contextmanager
def door(folder: Path, apis: Sequence[int], pages: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Run nginx before servers and pages; give the ports of both."""
    ports = free_port(), free_port()
    servers, screens = (
        " ".join(f"server 127.0.0.1:{port} max_fails=1 fail_timeout=2s;" for port in held) for held in (apis, pages)
    )
    text = NGINX.format(folder=folder, apis=servers, pages=screens, api_door=ports[0], page_door=ports[1])
    (folder / "nginx.conf").write_text(text)
    command = [str(shutil.which("nginx")), "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with running(command, dict(os.environ), folder / "nginx.out"):
        ready(ports[0])
        yield ports
