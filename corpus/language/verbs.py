"""The verbs of rules and of those who write about them, each listed once: forbid, allow, demand, end, say.

A family is the base forms of verbs of one meaning, with the words that are no verb and mean the same. `forms` and
`participles` inflect them, so that no list of "ban, bans, banned" is written twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

VOWELS = "aeiou"
# Verbs that are not inflected by rule: simple past and past participle.
IRREGULAR = {
    "forbid": ("forbade", "forbidden"),
    "give": ("gave", "given"),
    "hold": ("held", "held"),
    "lay": ("laid", "laid"),
    "let": ("let", "let"),
    "make": ("made", "made"),
    "say": ("said", "said"),
    "set": ("set", "set"),
    "show": ("showed", "shown"),
    "speak": ("spoke", "spoken"),
    "tell": ("told", "told"),
    "withdraw": ("withdrew", "withdrawn"),
}
# The last letter is doubled: banned, permitting.
DOUBLING = frozenset(("ban", "bar", "drop", "forbid", "let", "permit", "scrap", "set"))


@dataclass(frozen=True, slots=True)
class Family:
    """Verbs of one meaning by their base forms, and other words for it, in English and in Chinese."""

    verbs: tuple[str, ...]
    words: tuple[str, ...] = ()
    chinese: tuple[str, ...] = ()

    @property
    def forms(self) -> str:
        """Every form of every verb and every other English word, as alternatives of a pattern."""
        return _alternatives([*(form for verb in self.verbs for form in inflected(verb)), *self.words])

    @property
    def present(self) -> str:
        """The forms of the present tense ("ban", "bans") as alternatives of a pattern."""
        return _alternatives(form for verb in self.verbs for form in (verb, _third(verb)))

    @property
    def participles(self) -> str:
        """The past participles ("banned", "forbidden") as alternatives of a pattern."""
        return _alternatives(_past(verb)[1] for verb in self.verbs)

    @property
    def written(self) -> str:
        """The Chinese words as alternatives of a pattern."""
        return "|".join(self.chinese)

    def __or__(self, other: Family) -> Family:
        """Return a family with the words of both."""
        return Family(self.verbs + other.verbs, self.words + other.words, self.chinese + other.chinese)


MODALS = ("must", "may", "shall", "should", "cannot", "can")
FORBID = Family(("prohibit", "forbid", "ban", "bar", "outlaw"), ("prohibition", "prohibitions"), ("禁止",))
UNLAWFUL = ("unlawful", "illegal")
ALLOW = Family(("allow", "permit", "let"), ("free to",), ("容許", "允許", "允许", "可以"))
REQUIRE = Family(("require", "oblige"), ("requirement", "requirements"), ("必須", "必须"))
EXEMPT = Family(("exempt", "spare"), ("exemption", "exemptions"), ("豁免", "無須", "毋須"))
LIFT = Family(
    ("scrap", "abolish", "repeal", "lift", "remove", "drop", "withdraw"),
    ("removal", "withdrawal"),
    ("取消", "廢除", "废除", "撤銷", "撤销"),
)
END = LIFT | Family(("replace", "supersede", "end", "relax"))
ENACT = Family(("sign", "enact", "pass"))
MAKE = ENACT | Family(("make", "gazette", "adopt", "introduce", "lay", "publish"))
SAY = Family(
    (
        "say", "state", "tell", "mention", "specify", "give", "cover", "address", "contain", "describe", "explain",
        "set out", "show", "record", "report", "speak", "name", "list", "indicate", "answer", "quote",
        "define", "set", "spell out",
    ),
    (),
    ("說", "说", "提", "指", "涉", "載", "载", "列", "訂明", "规定", "規定", "記錄", "记录", "講", "讲"),
)  # fmt: skip


def inflected(verb: str) -> tuple[str, ...]:
    """Return the forms of a verb: base, third person, past, participle and -ing, each once."""
    head, _, rest = verb.partition(" ")
    forms = (head, _third(head), *_past(head), f"{_stem(head)}ing")
    return tuple(dict.fromkeys(f"{form} {rest}".strip() for form in forms))


def _past(verb: str) -> tuple[str, str]:
    if verb in IRREGULAR:
        return IRREGULAR[verb]
    if verb.endswith("y") and verb[-2] not in VOWELS:
        return (f"{verb[:-1]}ied",) * 2
    return (f"{_stem(verb)}ed",) * 2


def _third(verb: str) -> str:
    if verb.endswith("y") and verb[-2] not in VOWELS:
        return f"{verb[:-1]}ies"
    return f"{verb}es" if verb.endswith(("s", "x", "sh", "ch")) else f"{verb}s"


def _stem(verb: str) -> str:
    """Return what stands before "ed" or "ing": without a last e, or with its last letter doubled."""
    return verb + verb[-1] if verb in DOUBLING else verb.removesuffix("e")


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in words)
