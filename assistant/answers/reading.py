"""What a question asks for, as the reader sees it: the form of the answer, what a yes would mean, topics and place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Form(StrEnum):
    """The form of answer that a question asks for; each is composed in its own way."""

    VALUE = "value"
    ALLOWED = "allowed"
    STATUS = "status"
    LIST = "list"
    OVERVIEW = "overview"
    DEFINITION = "definition"
    COMPARISON = "comparison"
    CHANGE = "change"
    DEADLINE = "deadline"
    STORY = "story"
    PARTS = "parts"
    DOCUMENT = "document"
    TALK = "talk"
    DECLINED = "declined"


class Sense(StrEnum):
    """What a plain "yes" to a question would mean."""

    ALLOWED = "allowed"
    REQUIRED = "required"
    BARRED = "barred"
    IN_FORCE = "in_force"
    PAST = "past"
    FACT = "fact"
    NONE = "none"  # it is no question of yes or no


class Matter(StrEnum):
    """What a question is a matter of: crypto policy or the assistant itself, or something that is declined."""

    POLICY = "policy"
    PRICE = "price"
    ADVICE = "advice"
    EVASION = "evasion"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a question asks for, with probabilities: its form, the labels of what answers it, and the place it means.

    `senses` tells what a "yes" to it would mean, `matters` whether it is one to be answered.
    """

    form: Form = Form.VALUE
    forms: Mapping[Form, float] = field(default_factory=dict)
    activity: Mapping[str, float] = field(default_factory=dict)
    aspect: Mapping[str, float] = field(default_factory=dict)
    who: Mapping[str, float] = field(default_factory=dict)
    place: Mapping[str, float] = field(default_factory=dict)
    senses: Mapping[Sense, float] = field(default_factory=dict)
    matters: Mapping[Matter, float] = field(default_factory=dict)

    @property
    def foreign(self) -> float:
        """Return the probability that a question is no matter of policy; 0 where nothing was read."""
        return 1.0 - self.matters.get(Matter.POLICY, 1.0)
