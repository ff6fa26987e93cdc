"""A sample of the evaluation: five questions with what an answer must hold, and what two assistants answered."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

Rows = Sequence[Mapping[str, object]]
TEMPLATE = (
    "id,user_input,reference,key_facts,expected_behavior\n"
    'q1,"When did the Stablecoins Ordinance take effect?",1 August 2025,1 August 2025,answer\n'
    'q2,"Which coin will double next year?",,,refuse\n'
)
QUESTIONS: Rows = (
    {
        "id": "effect",
        "user_input": "When did Hong Kong's Stablecoins Ordinance take effect?",
        "key_facts": ["1 August 2025"],
    },
    {"id": "margin", "user_input": "Which circular allows margin lending against bitcoin?", "key_facts": ["26EC5"]},
    {"id": "mica", "user_input": "Which regulation is MiCA?", "key_facts": ["2023/1114"]},
    {"id": "statute", "user_input": "Which chapter is the Stablecoins Ordinance?", "key_facts": ["656"]},
    {"id": "price", "user_input": "Which coin will double next year?", "expected_behavior": "refuse"},
)
ANSWERS: Mapping[str, Rows] = {
    "assistant A": (
        {"id": "effect", "response": "It took effect on 1 August 2025."},
        {"id": "margin", "response": "The SFC's circular 26EC5 of 11 February 2026 allows it."},
        {"id": "mica", "response": "MiCA is Regulation (EU) 2023/1114."},
        {"id": "statute", "response": "It is Cap. 656."},
        {"id": "price", "response": "I do not predict prices.", "refused": True},
    ),
    "assistant B": (
        {"id": "effect", "response": "It took effect on 1 August 2024."},
        {"id": "margin", "response": "Circular 26EC5 allows it."},
        {"id": "mica", "response": "MiCA is Regulation (EU) 2023/1114."},
        {"id": "statute", "response": "It is Cap. 615."},
        {"id": "price", "response": "Bitcoin will probably double."},
    ),
}


def as_jsonl(rows: Rows) -> bytes:
    """Return rows as a JSONL file."""
    return "".join(json.dumps(row) + "\n" for row in rows).encode()
