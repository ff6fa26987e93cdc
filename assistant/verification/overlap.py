"""Source overlap: the share of a statement's content words that its cited passages hold."""

from __future__ import annotations

import re

from assistant.dates import mentions, without_dates
from assistant.records import Check
from assistant.verification.evidence import Evidence, share
from assistant.verification.numbers import figures
from assistant.verification.wording import chinese, stems

LEAST = 0.55  # of a statement's content words in all that the cited passages say and are called
LEAST_OWN = 0.4  # of those that the titles do not hold, in the passages themselves

LEAST_TERMS = 0.4  # of the terms of a Chinese statement, which the glossary may name otherwise than the source
# Words that stand for all there is: "everything is allowed" shares half its words with any permission.
SWEEPING = re.compile(r"\b(?:everything|anything|whatsoever)\b", re.IGNORECASE)
FEW = 4  # content words: where there are fewer, figures and dates are counted with them
LEAST_OF_FEW = 0.5


def check_overlap(text: str, english: str, evidence: Evidence) -> Check:
    """Check that the cited passages speak of what a statement says.

    Of a Chinese statement on passages in English only its terms can be compared, in `english`, and its figures.
    """
    foreign = chinese(text) and not chinese(evidence.text)
    said = {word for word in stems(without_dates(english)) if not word.replace(".", "").isdigit()}
    least = LEAST
    if foreign:
        said, least = {word for word in said if re.fullmatch(r"[a-z-]+", word)}, LEAST_TERMS
    elif len(said) < FEW:
        said, least = set(stems(english)), LEAST_OF_FEW
    if foreign and (figures(text) or mentions(text)):
        return Check("overlap", passed=True)  # the checks of figures and dates say whether they stand in the source
    whole = share(said, stems(evidence.named)) if said else 0.0
    apart = said - stems(evidence.above)
    own = 1.0 if len(apart) < FEW or foreign else share(apart, stems(evidence.text) | stems(evidence.called))
    passed = whole >= least and own >= LEAST_OWN
    if (sweeping := SWEEPING.search(text)) and not SWEEPING.search(evidence.text):
        return Check("overlap", passed=False, note=f"“{sweeping.group(0)}” is not in the source")
    note = "" if passed else f"only {min(whole, own):.0%} of its words stand in the cited passages"
    return Check("overlap", passed, note)
