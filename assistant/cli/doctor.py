"""The command `doctor`: what is configured, what is reachable, what is missing, and what mends it."""

from __future__ import annotations

import os
import time
from contextlib import closing
from dataclasses import dataclass

import click
from langchain_core.messages import HumanMessage

from assistant.conversations.sql.database import condition
from assistant.editions import open_index
from assistant.llm.ledger import Ledger
from assistant.llm.open import Failure, ModelFailedError, open_model
from assistant.settings import Settings, load_settings
from corpus.encoders.sentence import model_path
from corpus.errors import AssistantError, InputError
from corpus.index.manifest import current_edition
from corpus.index.writing import VERSIONS
from corpus.remote import RemoteEditions

FAILED = 1
MEND = "make index"
HELLO = "Answer with the word yes."
DETAIL = 200  # characters of what a provider says: a line
TURN_OFF = "Without a model (ASSISTANT_MODEL=) answers are extractive."
REMEDIES = {
    Failure.MISSING_PACKAGE: "Run that command",
    Failure.KEY: "Put the provider's key into .env or the environment",
    Failure.QUOTA: "Add credit at the provider",
    Failure.UNKNOWN_MODEL: "Correct ASSISTANT_MODEL (provider:model) or ASSISTANT_MODEL_BASE_URL",
    Failure.REQUEST: "Correct ASSISTANT_MODEL (provider:model) or ASSISTANT_MODEL_BASE_URL",
    Failure.REFUSED: "Start the server, or correct ASSISTANT_MODEL_BASE_URL",
    Failure.TIMEOUT: "Raise ASSISTANT_MODEL_TIMEOUT, or see whether the server is busy",
    Failure.BUDGET: "Raise ASSISTANT_MODEL_BUDGET, or wait for the next month",
    Failure.MALFORMED: "See that ASSISTANT_MODEL_BASE_URL is a chat completions server and ends in /v1",
    Failure.EMPTY: "See that ASSISTANT_MODEL_BASE_URL is a chat completions server and ends in /v1",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is in order, what it is, and what mends it where it is not."""

    good: bool
    what: str
    remedy: str = ""


@click.command()
@click.option("--deep", is_flag=True, help="Also compare every byte of the index with what was written (1 s per GB).")
def doctor(deep: bool) -> None:
    """Show what is configured, what is missing, and the command that mends it."""
    findings = examine(deep=deep)
    for finding in findings:
        click.echo(f"{'ok ' if finding.good else 'BAD'}  {finding.what}")
        if finding.remedy:
            click.echo(f"     -> {finding.remedy}")
    if not all(finding.good for finding in findings):
        raise SystemExit(FAILED)


def examine(*, deep: bool = False) -> list[Finding]:
    """Look at settings, data folder, encoder, index and model; nothing is changed. `deep` reads the whole index."""
    try:
        settings = load_settings()
    except AssistantError as error:
        return [Finding(False, str(error), "Correct or remove the setting.")]
    return [
        Finding(True, "settings are in order"),
        _data(settings),
        _encoder(settings),
        *_editions(settings),
        _index(settings, deep=deep),
        _conversations(settings),
        _model(settings),
    ]


def _data(settings: Settings) -> Finding:
    folder = settings.data.resolve()
    nearest = next(parent for parent in (folder, *folder.parents) if parent.exists())
    if os.access(nearest, os.W_OK | os.X_OK):
        return Finding(True, f"data folder {folder}")
    return Finding(
        False,
        f"data folder {folder} cannot be written",
        "Give the folder write rights, or set ASSISTANT_DATA to another.",
    )


def _encoder(settings: Settings) -> Finding:
    try:
        return Finding(True, f"encoder {settings.encoder} ({model_path(settings.encoder)})")
    except AssistantError as error:
        return Finding(False, str(error), "pip install -r requirements.txt")


def _editions(settings: Settings) -> list[Finding]:
    """Look at the store that machines share, where there is one."""
    if not settings.editions:
        return []
    try:
        there = RemoteEditions(settings.editions).current()
    except AssistantError as error:
        return [Finding(False, str(error), "Correct ASSISTANT_EDITIONS, the keys or the connection.")]
    if there is None:
        return [Finding(False, f"no edition at {settings.editions}", "Run `index` on the machine that builds.")]
    here = current_edition(settings.index) or "none"
    return [Finding(True, f"editions at {settings.editions}: {there} in force there, {here} on this machine")]


def _index(settings: Settings, *, deep: bool) -> Finding:
    try:
        index = open_index(settings)
    except InputError as error:
        return Finding(False, str(error), "See the line before.")
    try:
        edition = index.edition()
        manifest = edition.manifest
        if edition.notice:
            return Finding(False, edition.notice, MEND)
        if deep:
            manifest.check(edition.folder)
        vectors = len(edition.vectors)
    except AssistantError as error:
        return Finding(False, str(error), MEND)
    finally:
        index.close()
    if vectors != manifest.passages:
        return Finding(
            False, f"index {manifest.edition} holds {vectors} vectors for {manifest.passages} passages", MEND
        )
    if manifest.encoder != settings.encoder or manifest.versions != VERSIONS:
        return Finding(False, f"index {manifest.edition} was built with {manifest.encoder} by another version", MEND)
    return Finding(
        True,
        f"index {manifest.edition}: {manifest.policies} policies, {manifest.passages:,} passages, "
        f"built {manifest.built}",
    )


def _conversations(settings: Settings) -> Finding:
    try:
        return Finding(True, condition(settings))
    except InputError as error:
        what, _, remedy = str(error).rpartition(": ")
        return Finding(False, what, remedy)


def _model(settings: Settings) -> Finding:
    """Ask the model for its first words, which costs a token or two."""
    try:
        model = open_model(settings)
        if model is None:
            return Finding(True, "no chat model: answers are extractive, from the texts' own sentences")
        started = time.perf_counter()
        with closing(model.stream([HumanMessage(HELLO)])) as words:
            next(words)
        spent = Ledger(settings.spending).spent()
    except InputError as error:
        return Finding(False, str(error), TURN_OFF)
    except ModelFailedError as error:
        remedy = REMEDIES.get(error.kind, "Try again later")
        return Finding(False, f"chat model {settings.model}: {error}{_detail(error)}", f"{remedy}. {TURN_OFF}")
    budget = f" of {settings.model_budget:.2f}" if settings.model_budget is not None else ""
    return Finding(
        True,
        f"chat model {settings.model} answers ({time.perf_counter() - started:.1f} s); "
        f"spent this month: {spent:.2f}{budget} USD",
    )


def _detail(error: ModelFailedError) -> str:
    """Describe what the provider itself said of a request that it does not take; our question here is no secret."""
    if error.kind not in {Failure.REQUEST, Failure.UNKNOWN_MODEL}:
        return ""
    return f" - {' '.join(str(error.__cause__).split())[:DETAIL]}"
