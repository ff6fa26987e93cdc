"""Sentences of the model that state nothing: mere joints, and what the passages do not say."""

from __future__ import annotations

import re

from assistant.composing.markers import Marked
from assistant.dates import mentions, without_dates
from corpus.numbers import quantities

JOINT_WORDS = 4  # "In short", "It depends": without a source such a sentence says nothing
LONGEST = 300  # characters of what is missing
WORD = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+")
MISSING = re.compile(
    r"^(?:(?:the|these|those|my) (?:\w+ )?(?:passages?|texts?|sources?|documents?)(?: (?:given|found|provided|above))? "
    r"(?:do|does|did) not (?:say|state|mention|tell|specify|give|cover|address|contain|describe|explain|set out)\b"
    r"|(?:nothing in|none of) (?:the|these|those) (?:\w+ )?(?:passages?|texts?|sources?|documents?)"
    r"(?: (?:given|found|provided|above))? "
    r"(?:says?|states?|mentions?|tells?|specif(?:y|ies)|gives?|covers?|addresse?s?)\b)"
    r"|^(?:上述|以上|這些|这些|所提供的|所給的|所给的|相關|相关)?(?:段落|文本|資料|资料|文件|條文|条文)中?(?:都|均|並|并)?(?:沒有|没有|未有|未|不)"
    r"(?:說明|说明|提及|提到|指出|涉及|訂明|订明|載明|载明|列明|規定|规定|說|说)",
    re.IGNORECASE,
)
# What follows one of these could be a statement that passed no check.
GOES_ON = re.compile(
    r"[;；:：—]|\b(?:but|however|so|therefore|thus|hence|yet|although|though|because|instead|in fact|while|whereas)\b"
    r"|,\s*(?:and|it|they|this|that|these)\b|但|然而|因此|所以|不過|不过|而是|事實上|事实上",
    re.IGNORECASE,
)


def is_joint(marked: Marked) -> bool:
    """Tell whether a sentence without a source only joins others ("In short:") or is a heading."""
    words = WORD.findall(marked.text)
    few = len(words) <= JOINT_WORDS and not quantities(marked.text)
    return not marked.numbers and (few or marked.text.endswith((":", "：")))


def tells_gap(marked: Marked, question: str) -> bool:
    """Tell whether a sentence only says that the passages do not say something.

    It may hold no figure and no date that the question does not hold, and may not go on to say what is the case.
    """
    text = marked.text
    if not MISSING.search(text) or GOES_ON.search(text) or len(text) > LONGEST:
        return False
    asked = quantities(without_dates(question))
    figures = all(any(q.same_as(other) for other in asked) for q in quantities(without_dates(text)))
    dates = {m.when.text for m in mentions(text)} <= {m.when.text for m in mentions(question)}
    return figures and dates
