"""What the interface says: every literal of `say` and `later` in ui/, and every label with a fixed vocabulary."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from assistant.browsing import Order
from assistant.calendar import ENDS, TAKES_EFFECT
from assistant.cited import Origin
from assistant.evaluation.comparing import Finding
from assistant.evaluation.labelling import LABELS
from assistant.lineage import ASIDE, ORIGINS, OUTCOMES
from assistant.records import Intent
from assistant.rows import PART_TITLES, UNSUPPORTED
from assistant.settings import SHIPPED_TEXTS
from assistant.surroundings import TOLD
from corpus.aspects import read_aspects
from corpus.places import PLACES
from corpus.records import Standing
from corpus.register import read_register

STAGES = ("Reading texts", "Embedding passages")  # of a build, as its progress names them
ROOT = Path(__file__).resolve().parents[2]


def calls(*names: str) -> Iterator[tuple[Path, ast.Call]]:
    """Give every call of these functions in ui/, with its file."""
    for path in sorted((ROOT / "ui").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                yield path, node


def literal(call: ast.Call) -> str | None:
    """Give the sentence that a call holds as a literal, None where it is a name."""
    first = call.args[0]
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def sentences() -> set[str]:
    """Give every sentence that the interface can say."""
    return {text for _, call in calls("say", "later") if (text := literal(call)) is not None}


def vocabulary() -> set[str]:
    """Give every label that `term` may be given: of the records, and of the shipped texts."""
    policies = [note.policy for note in read_register(sorted(SHIPPED_TEXTS.glob("*/*.md")))]
    topics = read_aspects(SHIPPED_TEXTS / "aspects.yaml").topics
    relations = (*ORIGINS, *OUTCOMES, *ASIDE)
    return {
        *(standing.value for standing in Standing),
        *(intent.value for intent in Intent),
        *PART_TITLES.values(),
        UNSUPPORTED,
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
