"""The command `chat`: whatever ends it ends the page, and the port is free again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant.cli.chat import chat
from corpus.errors import InputError
from tests import ROOT

# A page that holds a port and says so; one that does not mind being told to end, and one that does not listen.
LISTENING = "import socket, time; s = socket.create_server(('127.0.0.1', {port})); time.sleep(120)"
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); signal.signal(signal.SIGINT, signal.SIG_IGN); "
COMMAND = """
import sys
from assistant.cli.chat import run_page
sys.exit(run_page([sys.executable, "-c", {page!r}], {{}}, patience=0.5))
"""


COMMAND_MODULE = sys.modules["assistant.cli.chat"]  # in its package the name is the command's


def free_port() -> int:
    """Return a port that nobody holds."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


def is_held(port: int) -> bool:
    """Return whether somebody listens at a port."""
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def wait_until(condition: Callable[[], bool], seconds: float = 240.0) -> None:
    """Wait for something, and fail where it does not come."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("ending", "page"),
    [(signal.SIGTERM, DEAF + LISTENING), (signal.SIGINT, LISTENING), (signal.SIGHUP, LISTENING)],
    ids=["a page that does not listen", "Ctrl+C", "a closed terminal"],
)
def test_what_ends_the_command_ends_the_page(ending: signal.Signals, page: str) -> None:
    """A signal to the command alone frees the port, by force where the page does not listen."""
    port = free_port()
    command = [sys.executable, "-c", COMMAND.format(page=page.format(port=port))]
    with subprocess.Popen(command, cwd=ROOT, start_new_session=True) as process:
        try:
            wait_until(lambda: is_held(port))
            os.kill(process.pid, ending)
            assert process.wait(240) == 0
            assert not is_held(port)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def test_the_page_that_fails_tells_its_status() -> None:
    """A page that cannot start ends the command with its own exit status."""
    command = [sys.executable, "-c", COMMAND.format(page="raise SystemExit(7)")]
    assert subprocess.run(command, cwd=ROOT, check=False, timeout=240).returncode == 7


def test_killing_the_real_page_frees_its_port(texts: Path, tmp_path: Path) -> None:
    """`kill` of `assistant chat` leaves no Streamlit behind."""
    port = free_port()
    environment = os.environ | {"ASSISTANT_DATA": str(tmp_path / "data"), "PYTHONPATH": str(ROOT)}
    index = [sys.executable, "-m", "assistant", "index", "--texts", str(texts)]
    subprocess.run(index, env=environment, cwd=tmp_path, check=True, capture_output=True, timeout=240)
    start = (
        "import sys; from assistant.cli.chat import PAGE, _environment, run_page; "
        "from assistant.settings import load_settings; "
        f"options = ['--server.port', '{port}', '--server.headless', 'true']; "
        "command = [sys.executable, '-m', 'streamlit', 'run', str(PAGE), *options]; "
        "sys.exit(run_page(command, _environment(load_settings())))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", start], env=environment, cwd=tmp_path, start_new_session=True, stdout=subprocess.DEVNULL
    ) as process:
        try:
            wait_until(lambda: is_held(port))
            os.kill(process.pid, signal.SIGTERM)
            assert process.wait(240) == 0
            assert not is_held(port)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """Start nothing, and keep the commands that would start the page."""
    commands: list[list[str]] = []

    def start(command: list[str], _environment: dict[str, str]) -> int:
        commands.append(command)
        return 0

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(COMMAND_MODULE, "run_page", start)
    monkeypatch.setattr(COMMAND_MODULE, "build_index", lambda _settings: None)
    monkeypatch.setattr(COMMAND_MODULE, "print_build", lambda _report, as_json: None)
    return commands


def bound(command: list[str]) -> str:
    """Return the address that a command lets the page listen at."""
    return command[command.index("--server.address") + 1]


@pytest.mark.parametrize(
    ("options", "address", "said"),
    [
        ([], "127.0.0.1", "http://localhost:8501, for this machine alone"),
        (["--address", "::1"], "::1", "http://[::1]:8501, for this machine alone"),
        (["--address", "0.0.0.0", "--without-sign-in"], "0.0.0.0", "everybody who can reach it, without sign-in"),
        (["--address", "192.0.2.7", "--without-sign-in"], "192.0.2.7", "http://192.0.2.7:8501, for everybody"),
    ],
)
def test_the_page_listens_where_it_says(started: list[list[str]], options: list[str], address: str, said: str) -> None:
    """This machine alone unless another address is named, and the line tells who can come."""
    ran = CliRunner().invoke(chat, options)
    assert ran.exit_code == 0
    assert [bound(command) for command in started] == [address]
    assert said in ran.output


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.0.2.7", "my-machine"])
def test_no_other_address_without_sign_in_or_a_plain_yes(
    started: list[list[str]], monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """It is refused in a line that says what to do; with sign-in it opens."""
    refused = CliRunner().invoke(chat, ["--address", address])
    assert isinstance(refused.exception, InputError)
    assert "--without-sign-in" in str(refused.exception)
    assert not started
    monkeypatch.setattr(COMMAND_MODULE, "sign_in", lambda: {"redirect_uri": "https://page.example/oauth2callback"})
    ran = CliRunner().invoke(chat, ["--address", address])
    assert "whoever signs in" in ran.output
    assert [bound(command) for command in started] == [address]
