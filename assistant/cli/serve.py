"""The command `serve`: the same answers for programs, over HTTP."""

from __future__ import annotations

import os
import socket

import click

from assistant.addresses import is_loopback, written
from assistant.editions import open_index
from assistant.serving.threads import WORKERS
from assistant.settings import Settings, load_settings
from corpus.errors import InputError

BACKLOG = 256  # connections that wait to be taken
MOST_CONNECTIONS = 512
IDLE = 15  # seconds that a connection is kept without a request
HANGING = 60  # seconds after which a worker that says nothing is replaced
LEAVING = 5  # seconds that answers are given to end when the server stops


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8600, show_default=True, type=click.IntRange(1, 65_535), help="The port.")
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Processes that answer: one per core answers most at once; each takes some 800 MB.",
)
def serve(host: str, port: int, workers: int) -> None:
    """Serve answers to programs: OpenAI's chat protocol, answer rows, the register, and MCP at /mcp."""
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    settings = load_settings()
    _check(host, settings)
    open_index(settings).edition()  # a missing index is told now
    listening = _listen(host, port)
    click.echo(f"Serving at http://{written(host)}:{port} (Ctrl+C stops it); the interface is described at /docs.")
    click.echo(_whom(settings))
    os.environ[WORKERS] = str(workers)  # a worker is a process of its own, and takes its share of the cores
    config = uvicorn.Config(
        "assistant.serving.application:opened",
        factory=True,
        workers=workers,
        log_level="warning",
        server_header=False,
        proxy_headers=False,
        backlog=BACKLOG,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_keep_alive=IDLE,
        timeout_graceful_shutdown=LEAVING,
        timeout_worker_healthcheck=HANGING,
    )
    if workers == 1:
        uvicorn.Server(config).run(sockets=[listening])
    else:
        Multiprocess(config, [listening]).run()


def _check(host: str, settings: Settings) -> None:
    if not settings.keys and not is_loopback(host):
        raise InputError(
            f"Without keys only this machine may ask, and {host} is not its own address: set "
            "ASSISTANT_API_KEYS=name:key, or leave --host away."
        )


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; raise InputError where the address is not ours or the port is taken."""
    try:
        resolved = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        family, kind, protocol, _, address = resolved[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except OSError as error:
        raise InputError(f"{host}:{port} cannot be listened at ({error.strerror}): choose --host or --port.") from error
    return listening


def _whom(settings: Settings) -> str:
    if not settings.keys:
        return "No keys are set (ASSISTANT_API_KEYS): programs on this machine alone may ask."
    return f"Keys are set for {', '.join(sorted(settings.keys.values()))}: each sees its own documents."
