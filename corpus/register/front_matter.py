"""The front matter of a policy text: one model, which reports all mistakes at once, each with its line."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import ErrorDetails

from corpus.language.places import PLACES
from corpus.records import NATURE_OF_KIND, Day, Life, Nature, PartialDate, Policy

INVERSE: dict[str, str] = {
    "supersedes": "superseded_by",
    "superseded_by": "supersedes",
    "implements": "implemented_by",
    "implemented_by": "implements",
    "amends": "amended_by",
    "amended_by": "amends",
    "part_of": "has_part",
    "has_part": "part_of",
    "related": "related",
}
NATURES = (Nature.RULE, Nature.PROPOSAL, Nature.RECORD)
LIFE = ("nature", "published", "effective", "ended")
CONFIDENCES = ("high", "medium", "low")
WORDING = {
    "missing": "{name} is missing",
    "extra_forbidden": "unknown field {name!r}: the fields are {fields}",
    "value_error": "{name}: {error}",
    "tuple_type": "{name} must be a list in square brackets",
    "dict_type": "{name} must be like {{supersedes: [policy-id]}}",
}
OTHERWISE = "{name} must be a single value"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a policy text, and where; `line` counts from 1."""

    path: Path
    line: int
    what: str

    def __str__(self) -> str:
        """Return the problem as `file:line: what`, as editors and terminals link it."""
        return f"{self.path}:{self.line}: {self.what}"


class ProblemsError(ValueError):
    """The front matter of a file is wrong; the arguments are all its problems."""


def _one_of(names: Collection[str]) -> AfterValidator:
    """Return a validator that refuses every other name, and says which there are."""

    def check(name: str) -> str:
        if name not in names:
            raise ValueError(f"{name!r} is unknown: one of {', '.join(names)}")
        return name

    return AfterValidator(check)


class FrontMatter(BaseModel):
    """The fields of a policy text. Validate with the file's name, without its ending, as the context."""

    model_config = ConfigDict(extra="forbid")

    id: str
    title: str
    gist: str = ""
    issuer: str
    jurisdiction: Annotated[str, _one_of(PLACES)]
    kind: Annotated[str, _one_of(NATURE_OF_KIND)]
    nature: Annotated[str, _one_of(NATURES)] | None = None
    published: Day
    effective: Day | None = Field(None, validate_default=True)
    ended: Day | None = None
    confidence: Annotated[str, _one_of(CONFIDENCES)]
    evidence_to: Day
    topics: tuple[str, ...] = ()
    official_urls: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    terms: str = ""  # of reuse, which only an official text has
    relations: dict[Annotated[str, _one_of(INVERSE)], tuple[str, ...]] = {}

    @field_validator("id")
    @classmethod
    def _is_the_file_name(cls, id_: str, info: ValidationInfo) -> str:
        if id_ != info.context:
            raise ValueError(f"{id_!r} is not the file name {info.context!r}")
        return id_

    @field_validator("effective")
    @classmethod
    def _a_rule_applies_from_a_date(cls, effective: PartialDate | None, info: ValidationInfo) -> PartialDate | None:
        is_known = info.data.keys() >= {"kind", "nature"}
        waits = info.data.get("nature") is not None  # said in so many words: enacted, and its day is still to be set
        if is_known and not waits and not effective and NATURE_OF_KIND[info.data["kind"]] is Nature.RULE:
            raise ValueError("a rule applies from a date: give it, or say `nature: proposal`, or `nature: rule` if it waits for one")  # fmt: skip  # noqa: E501
        return effective

    @field_validator("ended")
    @classmethod
    def _ends_after_it_began(cls, ended: PartialDate | None, info: ValidationInfo) -> PartialDate | None:
        for name in ("published", "effective"):
            began = info.data.get(name)
            if ended and began and ended.last < began.first:
                raise ValueError(f"{ended} lies before {name} {began}")
        return ended

    def policy(self) -> Policy:
        """Return the policy that the fields describe; relations are those that this text states itself."""
        own = {name: value for name, value in self if name not in LIFE}
        life = Life(_nature(self.kind, self.nature), self.published, self.effective, self.ended)
        pairs = [(name, target) for name, targets in self.relations.items() for target in targets]
        return Policy(**(own | {"life": life, "relations": tuple(dict.fromkeys(pairs))}))


def read_front_matter(path: Path) -> tuple[FrontMatter, dict[str, int]]:
    """Return the fields of a policy text and the line of each; raise ProblemsError with all that is wrong."""
    values: dict[str, object] = {}
    lines: dict[str, int] = {}
    problems: list[Problem] = []
    for key, node in _mapping(path).value:
        name, value, line = str(_plain(key)), _plain(node), key.start_mark.line + 1
        if name in lines:
            problems.append(Problem(path, line, f"{name} is given twice"))
        lines[name] = line
        if value not in (None, "") or name not in FrontMatter.model_fields:
            values[name] = value
    try:
        fields = FrontMatter.model_validate(values, context=path.stem)
    except ValidationError as error:
        problems += (Problem(path, lines.get(str(one["loc"][0]), 1), _worded(one)) for one in error.errors())
    if problems:
        raise ProblemsError(*problems)
    return fields, lines


def _mapping(path: Path) -> yaml.MappingNode:
    """Read the YAML between the first two `---` lines; its lines are those of the file."""

    def problem(line: int, what: str) -> ProblemsError:
        return ProblemsError(Problem(path, line, what))

    try:
        first, *head = path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise problem(1, "is not UTF-8 text: save it as UTF-8") from error
    end = next((number for number, line in enumerate(head) if line.strip() == "---"), None)
    if first.strip() != "---" or end is None:
        raise problem(1, "has no front matter: begin the file with `---`, the fields, and `---`")
    try:
        node = yaml.compose("\n".join(["", *head[:end]]), Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise problem(line, f"front matter is not valid YAML: {error.problem}") from error
    except yaml.reader.ReaderError as error:
        line = next((number for number, text in enumerate(head, 2) if chr(error.character) in text), 1)
        raise problem(line, f"front matter holds the control character #x{error.character:02x}: take it out") from error
    if not isinstance(node, yaml.MappingNode):
        raise problem(2, "front matter is not a list of `field: value` lines")
    return node


def _plain(node: yaml.Node) -> object:
    """Return a node's value with every scalar as the text that stands in the file (dates and numbers too)."""
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        return {str(_plain(key)): _plain(value) for key, value in node.value}
    return None if node.tag == "tag:yaml.org,2002:null" else str(node.value)


def _nature(kind: str, nature: str | None) -> Nature:
    return Nature(nature or NATURE_OF_KIND[kind])


def _worded(error: ErrorDetails) -> str:
    """Return what is wrong in our words, with the field that is meant."""
    where = error["loc"][:-2] if error["loc"][-1] == "[key]" else error["loc"]
    wording = WORDING.get(error["type"], OTHERWISE)
    fields = ", ".join(sorted(FrontMatter.model_fields))
    return wording.format(name=".".join(map(str, where)), fields=fields, **error.get("ctx", {}))
