"""What the interface and its exports say: literals of `say` and `later`, and labels with a fixed vocabulary."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from assistant.answers.naming import NOTE_RESTS_ON
from assistant.answers.records import Intent
from assistant.answers.rows import NEAREST, PART_TITLES, SINCE_THEN, UNSUPPORTED
from assistant.conversations.cited import Origin
from assistant.evaluation.paired import Finding
from assistant.evaluation.people.labelling import LABELS
from assistant.settings import SHIPPED_TEXTS
from corpus.history.browsing import Order
from corpus.history.lineage import ASIDE, ORIGINS, OUTCOMES
from corpus.history.surroundings import TOLD
from corpus.history.upcoming import ENDS, TAKES_EFFECT
from corpus.language.places import PLACES
from corpus.records import Standing
from corpus.register.notes import read_register
from corpus.vocabulary.aspects import read_aspects
from tests import ROOT

STAGES = ("Reading texts", "Embedding passages")  # of a build, as its progress names them


def calls(*names: str) -> Iterator[tuple[Path, ast.Call]]:
    """Yield every call of these functions in ui/ and in the exports, with its file."""
    for path in sorted([*(ROOT / "ui").rglob("*.py"), *(ROOT / "assistant" / "exporting").glob("*.py")]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                yield path, node


def literal(call: ast.Call) -> str | None:
    """Return the sentence that a call holds as a literal, None where it is a name."""
    first = call.args[0]
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def sentences() -> set[str]:
    """Return every sentence that the interface can say, and the headings that it shares with the terminal."""
    return {NEAREST, SINCE_THEN} | {text for _, call in calls("say", "later") if (text := literal(call)) is not None}


def vocabulary() -> set[str]:
    """Return every label that `term` may be given: of the records, and of the shipped texts."""
    policies = [note.policy for note in read_register(sorted(SHIPPED_TEXTS.glob("*/*.md")))]
    topics = read_aspects(SHIPPED_TEXTS / "aspects.yaml").topics
    relations = (*ORIGINS, *OUTCOMES, *ASIDE)
    return {
        *(standing.value for standing in Standing),
        *(intent.value for intent in Intent),
        *PART_TITLES.values(),
        UNSUPPORTED,
        *NOTE_RESTS_ON.values(),
        *PLACES,
        *(relation.replace("_", " ") for relation in relations),
        TAKES_EFFECT,
        ENDS,
        *LABELS,
        *(finding.value for finding in Finding),
        *(order.value for order in Order),
        *(origin.value for origin in Origin),
        *STAGES,
        *(relation.replace("_", " ") for relation in TOLD),
        *(policy.confidence for policy in policies),
        *(policy.kind for policy in policies),
        *(topic for policy in policies for topic in policy.topics),
        *topics,
        *(aspect.label for topic in topics.values() for aspect in topic.aspects),
    }
