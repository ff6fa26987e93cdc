"""Opposites: retail and professional, higher and lower, before and after must not change places."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import lru_cache

from assistant.records import Check
from assistant.verification.binding import Mark, exchanged, fit, mark, usurped
from assistant.verification.evidence import Evidence, aligned

Group = Mapping[str, int]
WORD = re.compile(r"[A-Za-z][A-Za-z-]*")

# The groups of which a statement may not exchange one word for another, a group a line; `/` parts words of one meaning.
GROUPS = """
retail professional/institutional/accredited/qualified wholesale
higher/highest/greater/larger lower/lowest/lesser/smaller
increase/increases/increased/raise/raised/raises decrease/decreased/reduce/reduces/reduced/cut
tighten/tightened/widen/widens/widened ease/eased/narrow/narrowed/relaxed
hot cold
grant/granted/award revoke/revoked/refuse/refused/withdraw/withdrawn
overseas/foreign/offshore local/domestic
inside outside
public private
voluntary/optional mandatory/compulsory
daily weekly monthly quarterly annual/annually/yearly
first second third fourth
buy/buying/purchase/purchasing sell/selling
individual/natural corporate/legal
minimum maximum
directly indirectly
online offline/air-gapped
unlicensed licensed
assets liabilities
spot futures/derivatives
permissionless permissioned
significant insignificant
"""
# Those that a duty is laid on: none may stand in where the source names only others.
ADDRESSEES = "issuer custodian platform broker bank insurer exchange dealer adviser"

SLACK = 0.25  # words like "hot" and "cold" stand side by side more often than figures do
SAME_PLACE = 0.5  # of a word's context that its opposite in the source shares, where the statement has both


@lru_cache(maxsize=1)
def _groups() -> tuple[Group, ...]:
    """Give for each group the number of meaning of each of its words."""
    lines = [line.split() for line in GROUPS.strip().splitlines()]
    return tuple({word: number for number, side in enumerate(sides) for word in side.split("/")} for sides in lines)


@lru_cache(maxsize=1)
def _addressees() -> Group:
    return {form: number for number, word in enumerate(ADDRESSEES.split()) for form in (word, f"{word}s")}


def check_opposites(text: str, evidence: Evidence) -> Check:
    """Check that no word of a statement stands where the source has its opposite or another addressee."""
    wrong: list[str] = []
    nearest = aligned(text, evidence.sentences)
    for group in (*_groups(), _addressees()):
        if stated := _marks(text, group):
            held = [made for source in nearest for made in _marks(source, group)]
            above = {made.value for made in _marks(evidence.called, group)}
            wrong += _exchanged(stated, held, above, bound=group is not _addressees())
    note = f"{', '.join(dict.fromkeys(wrong))}: the source says the opposite or another" if wrong else ""
    return Check("opposites", not wrong, note)


def _exchanged(stated: Sequence[Mark], held: Sequence[Mark], above: set[Hashable], *, bound: bool) -> Iterator[str]:
    """Give the words that the source lacks or, where `bound`, says of something else."""
    said, meant = {made.value for made in stated}, {made.value for made in held}
    for made in stated:
        rivals = [other for other in held if other.value != made.value]
        if made.value not in meant | above and (meant - said or (bound and fit(made, rivals) > SAME_PLACE)):
            yield made.text
        same = [other for other in held if other.value == made.value]
        if bound and same and len(said) == 1 and usurped(made, same, rivals):
            yield made.text
    if bound and len(said) > 1 and (crossed := exchanged(stated, held, SLACK)) is not None:
        yield crossed.text


def _marks(text: str, group: Group) -> list[Mark]:
    found = ((match, group.get(match.group(0).lower())) for match in WORD.finditer(text))
    return [mark(value, text, match.start(), match.end()) for match, value in found if value is not None]
