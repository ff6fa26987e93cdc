"""Read the fields of a row: lists, facts, sources, numbers. Every error says where, what and how to mend it."""

from __future__ import annotations

import ast
import math
from collections.abc import Mapping
from typing import Any

from assistant.evaluation.sets.aliases import is_empty
from assistant.evaluation.sets.patterns import Pattern
from assistant.evaluation.sets.records import Fact, Gold, Said
from assistant.evaluation.sets.tables import load_json
from corpus.errors import InputError
from corpus.language.dates import iso_day

LIST_BREAK = ";"
CONTEXT_BREAK = "|"  # deepeval joins the contexts of a CSV cell with it; policy texts are full of semicolons


def finite(where: str, name: str, value: object, least: float = -math.inf) -> float | None:
    """Read a number, None where there is none; NaN, infinity and what is below `least` are errors."""
    if is_empty(value):
        return None
    try:
        number = float(str(value))
    except ValueError as error:
        raise InputError(f"{where}: {name} is {value!r}; write a number.") from error
    if not math.isfinite(number) or number < least:
        raise InputError(
            f"{where}: {name} is {value!r}; write a number{'' if least == -math.inf else f' from {least:g}'}."
        )
    return number


def truth(where: str, name: str, value: object) -> bool | None:
    """Read true or false, None where nothing is said."""
    if is_empty(value):
        return None
    known = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    word = str(value).strip().lower()
    if word not in known:
        raise InputError(f"{where}: {name} is {value!r}; write true or false.")
    return known[word]


def when(where: str, value: object) -> str:
    """Read a day, empty where there is none."""
    if is_empty(value):
        return ""
    try:
        return iso_day(str(value)[:10]).isoformat()
    except ValueError as error:
        raise InputError(f"{where}: as_of is {value!r}; write YYYY-MM-DD.") from error


def latency(where: str, value: object) -> float | None:
    """Read milliseconds: a number, or our object of stages with its `total`."""
    value = unpacked(value)
    if isinstance(value, Mapping):
        value = value.get("total")
    return finite(where, "latency_ms", value, least=0.0)


def unpacked(value: object) -> Any:
    """Read the JSON, or the Python list, that a spreadsheet keeps as text; other values come out as they are."""
    if not isinstance(value, str) or value.strip()[:1] not in ("[", "{"):
        return value
    try:
        return load_json(value)
    except ValueError:
        try:
            return ast.literal_eval(value.strip())  # pandas writes lists as Python does
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            return value


def strings(value: object) -> list[str]:
    """Read a list of texts; a text by itself is parted at `|`."""
    value = unpacked(value)
    if is_empty(value):
        return []
    if isinstance(value, list | tuple):
        return [str(item) for item in value]
    return [piece.strip() for piece in str(value).split(CONTEXT_BREAK) if piece.strip()]


def slices(where: str, value: object) -> tuple[tuple[str, str], ...]:
    """Read the slices of a question, sorted by name."""
    value = unpacked(value)
    if is_empty(value):
        return ()
    if not isinstance(value, Mapping):
        raise InputError(f"{where}: slice is {value!r}; write an object, or columns named slice.topic and so on.")
    return tuple(sorted((str(name), str(item)) for name, item in value.items() if not is_empty(item)))


def _list(where: str, name: str, value: object) -> list[Any]:
    value = unpacked(value)
    if is_empty(value):
        return []
    if isinstance(value, str):
        return [piece.strip() for piece in value.split(LIST_BREAK) if piece.strip()]
    if not isinstance(value, list):
        raise InputError(f"{where}: {name} is not a list.")
    return value


def facts(where: str, value: object) -> tuple[Fact, ...]:
    """Read key facts: objects of evaluation.md, or plain texts, which are vital."""
    read = []
    for number, item in enumerate(_list(where, "key_facts", value), 1):
        fact = {"text": item} if isinstance(item, str) else item
        if not isinstance(fact, Mapping) or not {"text", "any_of", "must_not"} & fact.keys():
            raise InputError(f"{where}: key fact {number} needs `text` or `any_of`.")
        importance = str(fact.get("importance") or "vital")
        if importance not in ("vital", "okay"):
            raise InputError(f"{where}: key fact {number} has the importance {importance!r}; one of vital, okay.")
        any_of, must_not = (_patterns(where, number, fact.get(side)) for side in ("any_of", "must_not"))
        id_ = str(fact.get("id") or f"f{number}")
        read.append(Fact(id_, str(fact.get("text") or ""), importance == "vital", any_of, must_not))
    return tuple(read)


def _patterns(where: str, number: int, value: object) -> tuple[Pattern, ...]:
    texts = [value] if isinstance(value, str) else value or []
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise InputError(f"{where}: key fact {number}: any_of and must_not are lists of texts.")
    return tuple(_pattern(where, number, text) for text in texts if text)


def _pattern(where: str, number: int, text: str) -> Pattern:
    try:
        return Pattern.read(text)
    except ValueError as error:
        raise InputError(f"{where}: key fact {number}: {text} is not a regular expression ({error}).") from error


def golds(where: str, value: object) -> tuple[Gold, ...]:
    """Read gold sources: objects of evaluation.md, or ids, in which what stands before `#` is the document."""
    read = []
    for number, item in enumerate(_list(where, "gold_sources", value), 1):
        source = {"passage_id": item} if isinstance(item, str | int) else item
        if not isinstance(source, Mapping) or not {"doc_id", "passage_id"} & source.keys():
            raise InputError(f"{where}: gold source {number} needs `doc_id` or `passage_id`.")
        passage = str(source.get("passage_id") or "")
        grade = finite(f"{where}, gold source {number}", "grade", source.get("grade"), least=0.0)
        read.append(
            Gold(
                str(source.get("doc_id") or passage.split("#", maxsplit=1)[0]),
                passage,
                1 if grade is None else int(grade),
            )
        )
    return tuple(gold for gold in read if gold.grade > 0)


def citations(where: str, value: object) -> tuple[tuple[str, str], ...]:
    """Read what an answer cites as (document, passage or empty), each once: our objects, or ids."""
    pairs: dict[tuple[str, str], None] = {}
    for number, item in enumerate(_list(where, "citations", value), 1):
        cited = {"passage_id": item} if isinstance(item, str | int) else item
        if not isinstance(cited, Mapping):
            raise InputError(f"{where}: citation {number} is neither an id nor an object with `passage_id`.")
        passage = str(cited.get("passage_id") or "")
        document = str(cited.get("policy_id") or cited.get("doc_id") or passage.split("#", maxsplit=1)[0])
        pairs[(document, passage)] = None
    return tuple(pairs)


def statements(where: str, value: object) -> tuple[Said, ...]:
    """Read statements with the verdict of their checks; one without checks is neither supported nor not."""
    read = []
    for number, item in enumerate(_list(where, "statements", value), 1):
        said = {"text": item} if isinstance(item, str) else item
        if not isinstance(said, Mapping) or "text" not in said:
            raise InputError(f"{where}: statement {number} needs `text`.")
        checks = said.get("checks") or []
        if not isinstance(checks, list) or not all(isinstance(check, Mapping) for check in checks):
            raise InputError(f"{where}: statement {number}: checks are objects with `name` and `passed`.")
        failed = [
            f"{check.get('name', 'check')}: {check.get('note', '')}" for check in checks if not check.get("passed")
        ]
        read.append(Said(str(said["text"]), not failed if checks else None, "; ".join(failed)))
    return tuple(read)
