"""Faults put into sentences that their sources bear out, and other wordings of the same: one plain substitution each.

They only widen what was written by hand: a detector is chosen and measured on judged sentences.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

Changed = tuple[str, str]  # the kind, and the sentence
Pairs = Sequence[tuple[str, str]]
ACTORS = (
    "retail investors", "professional investors", "banks", "insurers", "licensed platforms", "brokers",
    "custodians", "foreign issuers", "fund managers", "stablecoin issuers", "individuals", "companies",
    "listed companies", "dealers", "advisers", "pension funds", "households", "payment firms", "overseas firms",
    "consumers", "auditors", "miners", "charities", "municipalities", "trust companies",
)  # fmt: skip
ACTOR = re.compile(
    r"\b(?:(?:licensed|retail|professional|foreign|overseas|institutional|first-time|authorised|permitted|any|an?|the|"
    r"private) )*(?:clients?|customers?|investors?|issuers?|banks?|brokers?|platforms?|firms?|companies|company|"
    r"licensees?|persons?|holders?|providers?|dealers?|exchanges?|operators?|managers?|intermediaries|individuals?|"
    r"applicants?|custodians?|institutions?|agencies|consumers?|businesses|households|insurers?)\b",
    re.IGNORECASE,
)
NARROWED = re.compile(
    r"\b(?:unlicensed|licensed|retail|professional|institutional|unauthorised|authorised|registered|unregistered|foreign"
    r"|formally|new|material) (?=[a-z])|\b(?:that|who|which) (?:is|are|do|does|did|has|have|had|was|were)\b"
    r"[^,;.]{3,40}?(?= (?:may|must|can|could|should|need|needs|would|is|are)\b)"
)
REASONS = (
    "because the market is too small", "because most clients lose money", "since regulators abroad do the same",
    "because such assets are safe", "as a result of lobbying by the industry",
    "because earlier rules had failed", "so that the government earns more", "because the courts had said so",
    "due to several bankruptcies", "because the technology is new", "in order to attract foreign investors",
    "because fraud had risen", "since banks asked for it", "because reserves are guaranteed by the state",
    "as liquidity was drying up", "because prices had fallen", "因為市場風險太高", "由於銀行要求",
)  # fmt: skip
STRENGTHS: Pairs = (
    ("must not", "may"), ("must not", "should not"), ("must not", "need not"), ("must", "may"), ("must", "should"),
    ("must", "need not"), ("need not", "must"), ("need not", "may not"), ("need", "may have"), ("needs", "may have"),
    ("should not", "may"), ("should", "may"), ("should", "must"), ("may only", "may"), ("may", "must"),
    ("may", "should"), ("has to", "may"), ("have to", "may"), ("have to", "need not"), ("cannot", "can"),
    ("is required to", "is free to"), ("can", "must"), ("不得", "可以"), ("必須", "可以"), ("須", "可"), ("應", "可"),
)  # fmt: skip
BOUNDS: Pairs = (
    ("at least", "at most"), ("at most", "at least"), ("no more than", "at least"), ("up to", "at least"),
    ("no less than", "no more than"), ("minimum", "maximum"), ("maximum", "minimum"), ("higher", "lower"),
    ("more than", "less than"), ("within", "after"), ("before", "after"), ("不少於", "不多於"), ("最多", "最少"),
    ("至少", "最多"),
)  # fmt: skip
VERB = (
    r"\b(requires|covers|includes|applies|allows|counts|contains|stays|takes|gives|makes|falls|holds|lists|names"
    r"|treats|sets|asks|leaves|limits|keeps)\b"
)
DENIALS: Pairs = (
    (r"\b(does|do|did) not (\w+)", r"\1 \2"),
    (r"\b(is|are|was|were|has|have|had|will|would|can|could|should|must|may|did) not\b", r"\1"),
    (r"\bcannot\b", "can"),
    (r"\bneeds? (?:not|no)\b", "needs"),
    (r"\bno longer\b", "still"),
    (r"\b(?:not yet)\b", "already"),
    (r"\b(?:no|neither)\b (?!more|less|later|fewer|longer)", "a "),
    (r"\bnor\b", "and"),
    (r"\bnobody\b", "everybody"),
    (r"\bnothing\b", "everything"),
    (r"\bnone\b", "all"),
    (r"\bnever\b", "always"),
    (r"\bwithout\b", "with"),
    (r"\boutside\b", "within"),
    (r"\b(?:prohibited|banned|barred|forbidden)\b", "permitted"),
    (r"\b(prohibit|ban|bar|forbid)s?\b", "permit"),
    (r"\b(?:permits|allows|lets)\b", "forbids"),
    (r"\b(is|are|was|were) exempt\b", r"\1 not exempt"),
    (r"\bunless\b", "if"),
    (r"\b(is|are|was|were|has|have|will|would|can|could|should|must|may)\b(?! (?:not|no|only|be lower)\b)", r"\1 not"),
    (r"\b(need|require|cover|include|apply|allow|count|contain|stay|take|give|make|fall|hold)(s?)\b", r"do not \1"),
    (VERB, r"does not \1"),
    (r"可以|可", "不可"),
    (r"不", ""),
)  # fmt: skip
CONDITION = re.compile(
    r",? ?\b(?:if|unless|except|only if|where|provided that|subject to|until|apart from|other than|with prior)\b[^,;.]*"
    r"|,? ?\bwithout\b[^,;.]*",
    re.IGNORECASE,
)
SWEEPING: Pairs = (
    (r"\bonly\b", "also"), (r"\bonly \b", ""), (r"\bunless\b[^,;.]*", "in every case"),
    (r"\bif\b[^,;.]*", "in any case"), (r"\buntil\b[^,;.]*", "forever"), (r"\bsome\b|\bcertain\b", "all"),
    (r"\bexcept\b[^,;.]*", "without exception"),
)  # fmt: skip
SAME: Pairs = (
    (r"\bmust not\b", "is not allowed to"), (r"\bmust\b(?! not)", "has to"), (r"\bneed not\b", "does not have to"),
    (r"\bmay not\b", "must not"), (r"\bmay\b(?! not)", "is allowed to"), (r"\bcannot\b", "is unable to"),
    (r"\bat least\b", "no less than"), (r"\bat most\b|\bup to\b", "no more than"), (r"\bonly\b", "nothing but"),
    (r"\b(?:prohibits|bans|forbids)\b", "does not allow"),
    (r"\b(?:is|are) (?:prohibited|banned)\b", "is not permitted"),
    (r"\b(?:is|are) exempt from\b", "need not meet"), (r"\boutside\b", "not within"), (r"\bunless\b", "if not"),
    (r"\bwithout\b", "with no"), (r"\bno longer\b", "not any more"), (r"\bshould\b(?! not)", "is expected to"),
    (r"\bdoes not\b", "doesn't"), (r"\bis not\b", "isn't"), (r"\bcreates no\b", "does not create any"),
    (r"\b(gives|has|makes|sets|contains|names|carries) no\b", r"does not \1 any"), (r"\bprovided that\b", "if"),
    (r"\b(?:says|said|explained|stated) that\b", "put it that"), (r"\bbefore\b", "ahead of"), (r"\bare\b", "remain"),
    (r"\bneeds?\b(?! not)", "requires"), (r"\bneither (.{3,60}?) nor\b", r"not \1 and not"),
    (r"\bnone of\b", "not one of"),
    (r"\bstays? outside\b", "is not covered by"), (r"\bmust (?:hold|have)\b", "cannot do without"),
)  # fmt: skip
TO_PRESENT: dict[str, Pairs] = {
    "proposed": (
        (r"\bwould have to\b", "have to"), (r"\bwould need\b", "needs"), (r"\bwould be\b", "is"),
        (r"\bwould (\w+)", r"\1"), (r"\bwill (?:have to|need to)\b", "must"), (r"\bwill be\b", "is"),
        (r"\bwill not\b", "does not"), (r"\b(?:is|are) to be\b", "is"), (r"\bplanned |\bproposed |\bdraft ", ""),
        (r"^Under the (?:planned|proposed|draft) [\w ]{3,30}, ?", ""), (r"將會?|擬|^如獲通過，", ""),
    ),
    "superseded": (
        (r"\bhad to\b", "must"), (r"\bwere\b", "are"), (r"\bwas\b", "is"), (r"\bhad\b", "has"), (r"\bcould\b", "can"),
        (r"\brequired\b", "requires"), (r"\ballowed\b", "allows"), (r"\b(?:until|before) [^,;.]*", ""),
        (r"\b(appl|cover|serv|limit|prohibit|permitt?|expect|call)(?:i?ed)\b", r"\1s"), (r"曾", ""),
    ),
}  # fmt: skip
UNDER = re.compile(r",? under (?:the |section |Article |circular |paragraph )?[A-Z\d][^,;.]*(?=[,;.])|^Under [^,;.]*, ")


def faults(text: str, dice: random.Random) -> Iterator[Changed]:
    """Yield sentences with one fault."""
    body = text.rstrip(".。 ")
    for kind, pairs, most in (("threshold", BOUNDS, 1), ("modality", STRENGTHS, 2)):
        patterns = [(rf"\b{a}\b" if a.isascii() else a, b) for a, b in pairs]
        yield from ((kind, changed) for changed in _some(text, patterns, most, dice))
    yield from (("negation", changed) for changed in _some(text, DENIALS, 3, dice))
    yield from (("condition", changed) for changed in _some(text, SWEEPING, 1, dice))
    for match in [*list(CONDITION.finditer(text))[:2], *list(NARROWED.finditer(text))[:1]]:
        if match.start():
            yield "condition", (text[: match.start()].rstrip() + " " + text[match.end() :].lstrip()).strip()
    yield "reason", f"{body}{dice.choice((',', ''))} {dice.choice(REASONS)}."
    if named := list(ACTOR.finditer(text)):
        match = dice.choice(named)
        yield "group", text[: match.start()] + dice.choice(ACTORS) + text[match.end() :]


def wordings(text: str, dice: random.Random) -> list[str]:
    """Return other wordings of a sentence that say the same or a part of it: at most three."""
    parts = [part[0].upper() + part[1:] for part in text.rstrip(".").split("; ") if len(part.split()) > 4]
    short = UNDER.sub("", text)
    bases = [one if one.endswith(".") else f"{one}." for one in (*(parts if len(parts) > 1 else ()), short, text)]
    made = [changed for base in bases for changed in _some(base, SAME, 2, dice)]
    made += [base for base in bases if base != text]
    return dice.sample(list(dict.fromkeys(made)), min(3, len(set(made))))


def in_force(text: str, kind: str) -> Iterator[Changed]:
    """Yield a sentence on a proposal, or on a past rule, as if it held."""
    changed = text
    for pattern, instead in TO_PRESENT[kind]:
        changed = re.sub(pattern, instead, changed, flags=re.IGNORECASE)
    if changed.strip() != text:
        yield kind, changed.strip()


def _some(text: str, pairs: Pairs, most: int, dice: random.Random) -> list[str]:
    changed = [re.sub(pattern, instead, text, count=1, flags=re.IGNORECASE) for pattern, instead in pairs]
    new = [one for one in dict.fromkeys(changed) if one != text]
    return dice.sample(new, min(most, len(new)))
