"""The command `chat`: serves the page in a process of its own, which ends with the command."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType

import click

from assistant.addresses import is_loopback, written
from assistant.cli.library.building import build_index
from assistant.cli.terminal.printing import print_build
from assistant.editions import open_index
from assistant.settings import Settings, load_settings
from assistant.sign_in import sign_in
from corpus.errors import InputError

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "ui" / "server.py"
ENDINGS = [getattr(signal, name) for name in ("SIGTERM", "SIGINT", "SIGHUP") if hasattr(signal, name)]
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - what is said of them, not what is bound
PATIENCE = 5.0  # seconds that the page is given to close its sessions


class _EndedError(BaseException):
    """This process was told to end."""


@click.command()
@click.option("--port", default=8501, show_default=True, type=click.IntRange(1, 65_535), help="The port of the page.")
@click.option(
    "--address",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen on. Any but this machine's own needs sign-in, or --without-sign-in.",
)
@click.option(
    "--without-sign-in",
    is_flag=True,
    help="Let in everybody who can reach the address: they can read and remove all documents.",
)
def chat(port: int, address: str, without_sign_in: bool) -> None:
    """Open the page; the index is built first if there is none or the texts have changed."""
    settings = load_settings()
    known = is_loopback(address) or bool(sign_in())
    if not (known or without_sign_in):
        raise InputError(
            f"At {address} others could open the page, and nobody signs in: set up [auth] (docs/operations.md), say "
            "--without-sign-in, or leave --address away."
        )
    if settings.editions:
        click.echo(f"Edition {open_index(settings).edition().manifest.edition} from {settings.editions}")
    else:
        print_build(build_index(settings), as_json=False)
    click.echo(_where(address, port, known=known))
    options = ("--server.address", address, "--server.port", str(port), "--server.headless", "true")
    raise SystemExit(run_page([sys.executable, "-m", "streamlit", "run", str(PAGE), *options], _environment(settings)))


def _where(address: str, port: int, *, known: bool) -> str:
    """Say where the page is, and for whom."""
    if is_loopback(address):
        here = written(address) if address == "::1" else "localhost"
        return f"The page is at http://{here}:{port}, for this machine alone (Ctrl+C stops it)."
    at = f"port {port} of all addresses" if address in EVERYWHERE else f"http://{written(address)}:{port}"
    whom = "whoever signs in" if known else "everybody who can reach it, without sign-in"
    return f"The page is at {at}, for {whom} (Ctrl+C stops it)."


def run_page(command: Sequence[str], environment: Mapping[str, str], patience: float = PATIENCE) -> int:
    """Run the page until it ends or this process is told to; return its exit status, 0 where it was told to end.

    A page that has not ended `patience` seconds after it was told to is killed. Whatever ends this process, short of
    SIGKILL, ends the page with it: nothing goes on holding the port.
    """
    for ending in ENDINGS:
        signal.signal(ending, _end)
    page: subprocess.Popen[bytes] | None = None
    try:
        page = subprocess.Popen(command, env=environment)  # noqa: S603 - our own page
        return page.wait()
    except _EndedError:
        return 0
    finally:
        for ending in ENDINGS:
            signal.signal(ending, signal.SIG_IGN)
        if page is not None and page.poll() is None:
            _stop(page, patience)


def _end(_number: int, _frame: FrameType | None) -> None:
    raise _EndedError


def _stop(page: subprocess.Popen[bytes], patience: float) -> None:
    page.terminate()
    try:
        page.wait(patience)
    except subprocess.TimeoutExpired:
        page.kill()
        page.wait()


def _environment(settings: Settings) -> dict[str, str]:
    """Let the page import this project wherever the command was called, and believe the proxies of the settings."""
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    return os.environ | {"PYTHONPATH": path, "FORWARDED_ALLOW_IPS": settings.proxies}
