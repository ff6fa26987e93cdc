"""What goes wrong, as a program is told of it."""

from __future__ import annotations

import pytest
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.serving.problems import LONGEST, ProblemError, nearest, one_line, refused


class Asked(BaseModel):
    """What a program may send."""

    model_config = ConfigDict(extra="forbid")

    question: str
    count: int = 5


@pytest.mark.parametrize(
    ("sent", "line", "code"),
    [
        ({"question": "Q?", "cuont": 3}, "cuont is not known here: did you mean count?", "unknown_field"),
        ({"question": "Q?", "zzz": 3}, "zzz is not known here: one of question, count.", "unknown_field"),
        ({"question": "Q?", "count": "many"}, "count: Input should be a valid integer", "bad_input"),
        ({}, "question: Field required.", "bad_input"),
    ],
)
def test_the_first_wrong_field_is_named(sent: dict[str, object], line: str, code: str) -> None:
    """An unknown field is told with the nearest known one, a wrong value with its place."""
    with pytest.raises(ValidationError) as raised:
        Asked.model_validate(sent)
    problem = refused(raised.value, Asked)
    assert str(problem).startswith(line)
    assert (problem.status, problem.code) == (400, code)


def test_a_message_is_one_bounded_line() -> None:
    """What was sent is not sent back whole, and half a character does not break the reply."""
    assert one_line("two\nlines \ud800") == "two lines ?"
    assert len(one_line("x" * 10_000)) == LONGEST + 3


def test_a_problem_is_written_as_clients_read_it() -> None:
    """The status tells whose fault it is."""
    kinds = [ProblemError(status, "No.", "word").body["error"] for status in (404, 500)]
    assert [kind["type"] for kind in kinds if isinstance(kind, dict)] == ["invalid_request_error", "server_error"]


def test_the_nearest_of_what_is_known() -> None:
    """A slip is put right, and where nothing is near all is named."""
    assert nearest("Singapor", ["Hong Kong", "Singapore"]) == ": did you mean Singapore?"
    assert nearest("x", ["Hong Kong", "Singapore"]) == ": one of Hong Kong, Singapore."
