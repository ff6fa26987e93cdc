"""What is declined, and what can be said instead.

Prices, personal advice, the law's evasion and what is no matter of policy are told by the reader, which learned them
from examples (`exemplars/matters.tsv`); who steers the assistant is met by the patterns below and by the screen of
texts. Rules about advice, prices and evasion are policy and are answered.
"""

from __future__ import annotations

from assistant.answers.reading import Matter, Reading
from corpus.language.patterns import any_of
from corpus.language.screening import screen

INSTEAD = "I can say which rules apply, since when, and where they say so."
NOT_MINE = f"That is not a question of crypto policy that I can answer. {INSTEAD}"
STEERING = (
    "I answer from my sources only, by my own rules, and take no instructions in a question: ask by itself what you "
    "want to know."
)
REPLIES = {
    Matter.OTHER: NOT_MINE,
    Matter.PRICE: f"I do not give or predict prices. {INSTEAD}",
    Matter.ADVICE: f"I do not give personal investment advice. {INSTEAD}",
    Matter.EVASION: "I do not help with getting round the law. I can say what the rule requires and whom it binds.",
}
SURE = 0.5  # of the probability that a question is no matter of policy
ADDRESSING = {"override", "orders", "turn", "delimiter"}  # signs of screening that no plain question shows
STEERS = any_of(
    r"\b(?:answer|reply|respond|talk|speak) as (?:if|though)\b|\b(?:pretend|imagine|suppose|"
    r"assume) (?:that )?(?:you|to be|your|the role)\b",
    r"\b(?:act|behave|respond|answer) (?:as|like) (?:an? )?(?:unrestricted|evil|different|uncensored|"
    r"jailbroken|lawyer|trader|expert)\b",
    r"(?m:^\W*(?:system|assistant)(?: (?:message|prompt|note|override))?\s*[:：])",  # a turn of nobody's
    r"\brole-?\s?play\b|\blet'?s play\b|\bplay the (?:part|role)\b|^\W*you are (?:the |an? |now |my |"
    r"(?-i:[A-Z]{2,})\b)",
    r"\bwhat (?:are|were) your (?:\w+ )?(?:instructions|rules|prompt)\b|\byour (?:system )?prompt\b|"
    r"\brepeat (?:the )?(?:text|words|everything) (?:above|before)",
    r"\b(?:from now on|answer|reply|respond)\b.{0,20}\b(?:without (?:citations?|sources|checks)|"
    r"only with the word|from your own knowledge)\b",
    r"\b(?:do not|don'?t|stop) us(?:e|ing) (?:your|the) (?:sources|passages|texts)\b|\b(?:ignore|"
    r"disregard|forget) (?:the |your |all )?(?:passages|sources|texts)\b",
    r"\bforget (?:everything|all|what) (?:that )?you\b|\b(?:this|i) (?:is|am) (?:the|your) developer\b",
    "假裝|假装|扮演|沒有限制的|没有限制的|你是(?:一個|一个)|系統提示|系统提示|提示詞|提示词",
)


def steering(text: str) -> str | None:
    """Return what is said to a message that steers the assistant; None for one that does not."""
    return STEERING if STEERS.search(text) or ADDRESSING & {*screen(text)} else None


def declined(reading: Reading, *, named: bool = False, past: bool = False) -> str | None:
    """Return why a question is declined and what can be said instead; None for one that is to be answered.

    One that names a text that is held (`named`) is a matter of policy, whatever it reads like, unless it asks for a
    price, for advice or for a way round the law. What something cost on a `past` day is a fact that a text may tell.
    """
    matter = max(REPLIES, key=lambda matter: reading.matters.get(matter, 0.0))
    told = (named and matter is Matter.OTHER) or (past and matter is Matter.PRICE)
    answered = told or reading.foreign < SURE
    return None if answered else REPLIES[matter]
