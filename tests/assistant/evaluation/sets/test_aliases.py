"""The columns of other programs, under our names."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.evaluation.sets.aliases import canonical, output_columns, recognised


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"question": "Q?", "ground_truth": "Yes."}, {"user_input": "Q?", "reference": "Yes."}),
        ({"user_input": "Q?", "question": "Other?"}, {"user_input": "Q?"}),
        ({"user_input": " ", "question": "Q?"}, {"user_input": "Q?"}),
        ({"input": "Q?", "actual_output": "A.", "context": ["gold"]}, {"user_input": "Q?", "response": "A."}),
        ({"answer": {"output": "A."}, "unknown": 1}, {"response": "A."}),
        ({"ground_truths": ["One.", "Two."]}, {"reference": "One.\nTwo."}),
        ({"slice.form": "list", "__metadata:lang[]": "zh"}, {"slice": {"form": "list", "lang": "zh"}}),
        (
            {"contexts": [{"doc_id": "a", "text": "A."}, {"doc_id": "b", "text": "B."}]},
            {"retrieved_contexts": ["A.", "B."], "retrieved_context_ids": ["a", "b"]},
        ),
    ],
)
def test_a_row_under_our_names(row: dict[str, Any], expected: dict[str, Any]) -> None:
    """The first alias that is not empty counts, objects and lists become texts, and unknown columns are left out."""
    assert canonical(row) == expected


def test_promptfoos_nested_rows_are_lifted() -> None:
    """Variables, output, assertions and description of its JSON are read as those of its CSV."""
    row = {
        "vars": {"question": "Q?"},
        "response": {"output": "A."},
        "latencyMs": 12,
        "testCase": {"description": "first", "assert": [{"type": "contains-any", "value": ["60%", "sixty"]}]},
    }
    assert canonical(row) == {
        "user_input": "Q?",
        "response": "A.",
        "latency_ms": 12,
        "notes": "first",
        "key_facts": [{"id": "e1.1", "text": "", "any_of": ["60%", "sixty"]}],
    }


@pytest.mark.parametrize(
    ("assertion", "expected"),
    [
        ("equals:Yes.", {"reference": "Yes."}),
        ("Yes.", {"reference": "Yes."}),
        ("not-contains:no", {"key_facts": [{"id": "e1.1", "text": "", "must_not": ["no"]}]}),
        ("regex:6\\d%", {"key_facts": [{"id": "e1.1", "text": "", "any_of": ["/6\\d%/"]}]}),
        (
            "contains-all:a, b",
            {
                "key_facts": [
                    {"id": "e1.1", "text": "", "any_of": ["a"]},
                    {"id": "e1.2", "text": "", "any_of": ["b"]},
                ]
            },
        ),
    ],
)
def test_assertions_are_references_or_facts(assertion: str, expected: dict[str, Any]) -> None:
    """Equality is the reference; what must be contained is a fact, each part of `all` one of its own."""
    assert canonical({"__expected": assertion}) == expected


def test_the_verdict_of_promptfoo_is_no_part_of_an_output() -> None:
    """The output stands below a rule where there is a verdict, and as it is elsewhere."""
    assert canonical({"[gpt] ask": "[FAIL] (0.5) too short\n---\nYes."}) == {"response": "Yes."}
    assert canonical({"[gpt] ask": "Yes."}) == {"response": "Yes."}


def test_known_columns_are_named_with_what_they_are_read_as() -> None:
    """The reader of a file is shown what each column became; one of several outputs may be asked for."""
    columns = ["Question", "nonsense", "[a] p", "[b] p"]
    assert recognised(columns) == {"Question": "user_input", "[a] p": "response", "[b] p": "response"}
    assert output_columns(columns) == ["[a] p", "[b] p"]
    assert canonical({"[a] p": "A.", "[b] p": "B."}, "[b] p") == {"response": "B."}
