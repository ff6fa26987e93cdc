"""The strength of a duty (must, should, may, must not, need not): as in the source, and for the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.records import Check
from assistant.verification.binding import Mark, fit, mark, usurped
from assistant.verification.evidence import Evidence, aligned, share
from assistant.verification.wording import chinese, stems, words

NEGATIVE = r"(?:not|never|no longer|n['’]t)"
_FREE = r"(?:have\s+to|need|required?|obliged|mandatory|compulsory|obligatory|necessary)"
# "Cannot be lower than 30%" sets a limit, as "must be at least 30%" does.
LIMITED = re.compile(
    rf"\b(?:cannot|can\s+not|(?:must|may|shall)\s+{NEGATIVE})\s+(?:be\s+(?:\w+er|less|more)\s+than|exceed|go\s+(?:above|below))\b",
    re.IGNORECASE,
)
# The stronger first: "must not" is no "must", and "need not" no "need".
STRENGTHS = {
    "need not": re.compile(
        rf"\bneeds?\s+(?:not|no)\b|\b{NEGATIVE}\s+(?:be\s+)?(?:\w+ly\s+)?{_FREE}\b|n['’]t\s+(?:be\s+)?{_FREE}\b"
        rf"|\bno\s+(?:[\w-]+\s+){{0,6}}(?:is|are|was|were)\s+(?:required|needed|necessary)\b"
        rf"|\bno\s+(?:duty|obligation|requirement|need)\b|\bwithout\s+(?:needing|having\s+to)\b"
        rf"|無須|无须|不必|毋須|毋须|無需|无需|不需|豁免",
        re.IGNORECASE,
    ),
    "must not": re.compile(
        rf"\b(?:must|shall|may)\s+{NEGATIVE}\b|\b(?:cannot|c(?:an|ould)\s+(?:not|never)|can['’]t|mustn['’]t)\b"
        rf"|\b(?:prohibit|forbid|forbad|outlaw)\w*\b|\b(?:ban(?:s|ned)?|barred|bars|unlawful|illegal)\b"
        r"|\bmust\s+(?:be\s+avoided|avoid|refrain|abstain|(?:be\s+)?(?:kept|stay|keep|remain)\s+(?:out|away|outside))\b"
        rf"|\b{NEGATIVE}\s+(?:\w+\s+)?(?:be\s+)?(?:allowed?|permitt?(?:ed)?|let|entitled)\b"
        rf"|\b(?:no|neither)\b(?:\s+[\w'-]+){{1,7}}\s+(?:may|can|must|shall)\b|\bare\s+not\s+to\b"
        rf"|不得|禁止|不可|不准|不能|嚴禁|严禁",
        re.IGNORECASE,
    ),
    "should not": re.compile(
        rf"\b(?:should|ought)\s+{NEGATIVE}\b|\bshould\s+(?:be\s+avoided|avoid|refrain|abstain|(?:be\s+)?(?:kept|stay|keep|remain)\s+(?:out|away|outside))\b|\bshouldn['’]t\b|不應|不应|不宜",
        re.IGNORECASE,
    ),
    "must": re.compile(
        r"\b(?:must|shall|ha(?:s|ve|d)\s+to|(?<!the )requir(?:e|es|ed|ement|ements)|oblig(?:es?|ed|ations?|atory)"
        r"|mandat(?:ory|es?|ed)|compulsory|needs?|needed|bound\s+to|dut(?:y|ies))\b"
        r"|\b(?:is|are|was|were)\s+to\s+(?!date\b)(?:be\b|\w+)|必須|必须|應當|应当|[須须]|需要|需",
        re.IGNORECASE,
    ),
    "should": re.compile(
        r"\b(?:should|ought\s+to|expect(?:ed|s)?|recommend\w*|encourag\w*|urge[sd]?|advis(?:es|ed|able))\b"
        r"|應該|应该|(?<![相供反適适回響响])[應应](?![用當当付對对])",
        re.IGNORECASE,
    ),
    "may": re.compile(
        r"\b(?:may(?!\s+\d)|can|could|might|allow(?:s|ed)?|permit(?:s|ted)?|lets?|entitle[sd]?|eligible|free\s+to|able\s+to"
        r"|optional(?:ly)?|voluntar(?:y|ily)|rights?\s+to)\b|可以|允許|允许|准許|准许|獲准|获准|(?<![許许不認认])可(?![能靠])",
        re.IGNORECASE,
    ),
}
MONTH_OF_MAY = re.compile(r"\bMay(?=\s+\d)|(?<=\d )May\b|(?<=in )May\b|(?<=of )May\b")
ONLY = re.compile(
    r"\b(?:only|solely|exclusively|nobody but|none but|reserved|restricted|confined|limited to)\b|只|僅|仅",
    re.IGNORECASE,
)
ONLY_IF = re.compile(r"\bonly\s+(?:if|when|where|with|after|once|on)\b", re.IGNORECASE)
LIMITING = re.compile(
    rf"{ONLY.pattern}|\b(?:unless|except|other than|exclusive\w*|must not|no other|not|no|barred|just|sole|outside)\b",
    re.IGNORECASE,
)
SIDES = (0.5, 1.0)  # a duty belongs to what is done; who does it is often the same for several
CLOSE, HALF = 4, 0.5  # content words behind a duty that say what it is, and the share that a condition must hold
# "At most 2% may be held hot" limits and permits nothing.
CEILING = re.compile(
    r"(?<=\bat most )(\S+ )may\b|(?<=\bup to )(\S+ )may\b|(?<=\bmore than )(\S+ )may\b"
    r"|\b(?:may|can|lets?|allow(?:s|ed)?)\b(?=(?:\s+\w+){0,5}\s+(?:up\s+to|at\s+most|no\s+more\s+than)\b)"
)
ALSO = {"may": ("need not",)}  # "needs no authorisation" lets one act without it
WEAKER = {"must not": ("should not", "need not"), "need not": ("must not", "should not")}
# What else may carry a strength in the source, where it says it without a modal verb.
CARRIES = {
    "must not": re.compile(
        r"\b(?:not|no|nor|never|only|outside|exclud\w+|clos\w+|refus\w+|offence|unless|ineligible|without|non-\w+|reject\w*|barr\w*)\b",
        re.IGNORECASE,
    ),
    "need not": re.compile(
        r"\b(?:not|no|nor|never|exempt\w*|without|spare[sd]?|waive[sd]?|lift\w*|outside|free)\b", re.IGNORECASE
    ),
}


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty in a text: how strong, among which words, and the content words that say what is to be done."""

    strength: str
    mark: Mark
    deed: tuple[str, ...]

    @property
    def conditional(self) -> bool:
        """Tell whether it is allowed "only if": what is required, seen from the other side."""
        return ONLY_IF.search(self.mark.whole, self.mark.start) is not None


def strengths(text: str) -> frozenset[str]:
    """Give the strengths of duty that a text states."""
    return frozenset(name for name, _, _ in strength_marks(text))


def strength_marks(text: str) -> Iterator[tuple[str, int, int]]:
    """Give each strength of duty with its place, the stronger first; no word counts twice."""
    text = MONTH_OF_MAY.sub("   ", text)
    for name, pattern in (("must", LIMITED), *STRENGTHS.items()):
        for match in pattern.finditer(text):
            last = match.group(0).split()[-1]  # the duty stands there, whatever the pattern took in before
            yield name, match.end() - len(last), match.end()
        text = pattern.sub(lambda match: "~" * len(match.group(0)), text)  # no blanks: "are ~~~ to" is no "are to"


def check_modality(text: str, english: str, evidence: Evidence) -> Check:
    """Check that each duty of a statement is as strong as in the source, and that no restriction was added.

    `english` is the text with its Chinese terms in English: a Chinese statement is compared with its source as a whole.
    """
    nearest = aligned(english, evidence.sentences)
    if chinese(text):
        return _as_a_whole(text, nearest)
    held = [duty for source in evidence.sentences for duty in _duties(source)]
    close = [duty for source in nearest for duty in _duties(source)]
    wrong = [
        f"“{stated.mark.text}” is not how strongly the source says it"
        for stated in _duties(CEILING.sub(lambda match: " " * len(match.group(0)), text))
        if not _supported(stated, held, close, nearest)
    ]
    required = ONLY_IF.search(text) and any(duty.strength == "must" for duty in close)
    if ONLY.search(text) and not required and not LIMITING.search(evidence.text):
        wrong.append("“only” is not in the source")
    return Check("modality", not wrong, "; ".join(dict.fromkeys(wrong)))


def _as_a_whole(text: str, nearest: Sequence[str]) -> Check:
    held = {name for source in nearest for name in strengths(source)}
    carried = {name for name, carries in CARRIES.items() if any(carries.search(source) for source in nearest)}
    wrong = sorted(strengths(text) - held - carried) if held else []
    return Check("modality", not wrong, f"the source does not say “{', '.join(wrong)}”" if wrong else "")


@lru_cache(maxsize=2_000)
def _duties(text: str) -> tuple[Duty, ...]:
    return tuple(
        Duty(name, mark(name, text, start, end, SIDES), _deed(text, end)) for name, start, end in strength_marks(text)
    )


def _deed(text: str, end: int) -> tuple[str, ...]:
    stop = re.compile(r"[,;:.](?!\d)|$").search(text, end)
    until = stop.start() if stop else len(text)
    return tuple(word.stem for word in words(text) if end <= word.start < until)[:CLOSE]


def _supported(stated: Duty, held: Sequence[Duty], close: Sequence[Duty], nearest: Sequence[str]) -> bool:
    """Tell whether a stated duty is as strong as in the source; a source without any duty is not contradicted."""
    if stated.deed and (same_deed := [duty for duty in close if duty.deed[:1] == stated.deed[:1]]):
        held = same_deed
    wanted = (stated.strength, *ALSO.get(stated.strength, ()))
    same = [duty.mark for duty in held if duty.strength in wanted]
    rivals = [duty.mark for duty in held if duty.strength not in wanted]
    if same and (fit(stated.mark, same) > 0 or not fit(stated.mark, rivals)):
        return not usurped(stated.mark, same, rivals)
    if stated.strength == "may" and stated.conditional:
        return any(duty.strength == "must" or duty.conditional for duty in held) or any(map(ONLY_IF.search, nearest))
    weaker = WEAKER.get(stated.strength, ())
    if (carries := CARRIES.get(stated.strength)) and not any(duty.strength in weaker for duty in close):
        return any(carries.search(source) for source in nearest)
    if stated.strength == "must" and any(_condition(stated, source) for source in nearest):
        return True
    return not close


def _condition(stated: Duty, source: str) -> bool:
    """Tell whether a duty is what the source makes a condition: who may act only after a test must pass the test."""
    _, only, condition = source.partition(" only ")
    return bool(only and stated.deed) and share(stated.deed, stems(condition)) >= HALF
