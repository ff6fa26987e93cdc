"""Texts that a question calls by a number in their title, `23CP1` or `Cap. 656`, or by the whole of it."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.language.references import codes_in
from corpus.records import Policy

SHORTEST_TITLE = 5  # characters: a title such as "memo" is in many questions


def called_by_number(question: str, policies: Iterable[Policy]) -> tuple[str, ...]:
    """Return the ids of the policies that bear a number of the question in their title, in their order."""
    codes = codes_in(question)
    return tuple(policy.id for policy in policies if codes and codes & codes_in(policy.title))


def called_by_title(question: str, policies: Iterable[Policy]) -> tuple[str, ...]:
    """Return the ids of the user documents whose whole title stands in the question, whatever its case and blanks."""
    asked = _squeezed(question)
    return tuple(
        policy.id for policy in policies if policy.own and not policy.terms and _says(asked, _squeezed(policy.title))
    )


def _says(asked: str, title: str) -> bool:
    return len(title) >= SHORTEST_TITLE and title in asked


def _squeezed(text: str) -> str:
    return "".join(text.casefold().split())
