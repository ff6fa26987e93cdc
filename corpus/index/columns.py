"""The columns that searches filter by: each passage's id, policy, day and place, in the edition's order.

A million passages are a list of ids and two arrays; as records they would take 2 GB.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping
from copy import copy
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from corpus.index.scope import Scope, known_place, published_day
from corpus.index.texts import policy_of
from corpus.language.places import PLACES
from corpus.records import PartialDate, Policy

PLACE_CODES = {place: code for code, place in enumerate(("", *PLACES))}


class Columns:
    """The passages of an edition, a row each; some of them may be hidden."""

    def __init__(self, passages: Iterable[tuple[str, str, PartialDate | None]], policies: Mapping[str, Policy]) -> None:
        """Take each passage's id, its policy's id and its date of publication."""
        code = {policy.id: PLACE_CODES[known_place(policy)] for policy in policies.values()}
        self.ids: list[str] = []
        days, places = array("i"), array("b")
        for id_, policy_id, published in passages:
            self.ids.append(id_)
            days.append(published_day(published))
            places.append(code[policy_id])
        self._days, self._places = np.array(days, dtype=np.int32), np.array(places, dtype=np.int8)
        self.hidden: NDArray[np.bool_] | None = None  # rows that are not there; none where it is None
        aside = {policy.id for policy in policies.values() if policy.terms}
        of_those = (bool(aside) and policy_of(id_) in aside for id_ in self.ids)
        self._aside = np.fromiter(of_those, dtype=np.bool_, count=len(self.ids))  # searched only where they are named

    def only(self, policies: Collection[str]) -> Columns:
        """Return the same rows, with those of all other policies hidden."""
        _ = self.rows, self._below, self._of_policy  # made once, and shared
        seen = copy(self)
        rows = (policy_of(id_) not in policies for id_ in self.ids)
        seen.hidden = np.fromiter(rows, dtype=np.bool_, count=len(self.ids))
        return seen

    @cached_property
    def rows(self) -> dict[str, int]:
        """The row of each passage by id."""
        return {id_: row for row, id_ in enumerate(self.ids)}

    @property
    def all_searched(self) -> bool:
        """Return whether every row is there and searched without being named."""
        return self.hidden is None and not self._aside.any()

    def within(self, scope: Scope) -> NDArray[np.bool_]:
        """Tell for each row whether it may be searched."""
        allowed = np.ones(len(self.ids), dtype=np.bool_) if self.hidden is None else ~self.hidden
        if scope.published_by is not None:
            allowed &= self._days <= scope.published_by.toordinal()
        if scope.places:
            asked = [PLACE_CODES.get(place, -1) for place in ("", *scope.places)]
            allowed &= np.isin(np.arange(len(PLACE_CODES)), asked)[self._places]
        if scope.documents:
            asked_for = np.zeros(len(self.ids), dtype=np.bool_)
            for document in scope.documents:
                asked_for[self._of_policy.get(document, [])] = True
            allowed &= asked_for
        else:
            allowed &= ~self._aside
        return allowed

    @cached_property
    def _of_policy(self) -> dict[str, list[int]]:
        """The rows of each policy."""
        rows: dict[str, list[int]] = {}
        for row, id_ in enumerate(self.ids):
            rows.setdefault(policy_of(id_), []).append(row)
        return rows

    def located(self, slugs: Collection[str], scope: Scope) -> list[str]:
        """Return the passages whose locators are these or lie below them, as `article-36-1` lies below `article-36`."""
        allowed = self.within(scope)
        rows = sorted({row for slug in slugs for row in self._below.get(slug, ())})
        return [self.ids[row] for row in rows if allowed[row]]

    @cached_property
    def _below(self) -> dict[str, list[int]]:
        """The rows of the passages at each locator, and at each one above it."""
        rows: dict[str, list[int]] = {}
        for row, id_ in enumerate(self.ids):
            steps = id_.split("#")[-1].split("~")[0].split("-")
            for depth in range(1, len(steps) + 1):
                rows.setdefault("-".join(steps[:depth]), []).append(row)
        return rows
