"""The journal: one line of JSON per answer, one file per month. It has the question's words only if that is set."""

from __future__ import annotations

import json
import logging
import os
from datetime import UTC, datetime
from typing import Any

from assistant.answers.records import Answer
from assistant.settings import Settings

LOG = logging.getLogger(__name__)


def enter(answer: Answer, settings: Settings) -> None:
    """Append an answer's line to `journal/YYYY-MM.jsonl` in the data folder; an answer is never lost for its line.

    One write of one line in append mode: lines of several processes and threads stay whole.
    """
    now = datetime.now(UTC)
    path = settings.journal / f"{now:%Y-%m}.jsonl"
    line = json.dumps(_line(answer, now, settings.log_questions), ensure_ascii=False) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(file, line.encode())
        finally:
            os.close(file)
    except OSError as error:
        LOG.warning("no journal line was written: %s", error)


def _line(answer: Answer, now: datetime, with_question: bool) -> dict[str, Any]:
    """Return what is told of an answer; times in milliseconds, cost in USD."""
    usage = answer.usage
    return {
        "at": now.isoformat(timespec="milliseconds"),
        **({"question": answer.question} if with_question else {}),
        "characters": len(answer.question),
        "intent": answer.intent,
        "as_of": answer.as_of.isoformat(),
        "refused": answer.refused,
        "statements": len(answer.statements),
        "hits": len(answer.hits),
        "confidence": answer.confidence,
        "composer": answer.composer,
        "model": answer.model,
        "input_tokens": usage.input_tokens if usage else None,
        "output_tokens": usage.output_tokens if usage else None,
        "cost": usage.cost if usage else None,
        "edition": answer.edition,
        "latency_ms": answer.latency_ms,
    }
