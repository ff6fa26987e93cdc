"""Small talk: replies to a greeting, to thanks, and to somebody who asks what this is."""

from __future__ import annotations

import re

from corpus.language.terms import CJK

THANKS = re.compile(r"\b(?:thanks?|thank you|cheers|great|perfect|bye)\b|多謝|谢谢|謝謝|唔該", re.IGNORECASE)
WELCOME, WELCOME_ZH = "You're welcome. Ask on whenever you like.", "不用客氣，隨時再問。"
ASK, ASK_ZH = "You could ask:", "你可以問："
EXAMPLES = (
    "Can retail investors trade perpetual contracts in Hong Kong?",
    "How much capital does a stablecoin issuer need?",
    "What changed this year for custody?",
    "Compare the travel rule in Hong Kong and Singapore.",
)
EXAMPLES_ZH = (
    "香港散戶可以買賣永續合約嗎？",
    "穩定幣發行人要有多少資本？",
    "託管規則今年有甚麼改變？",
    "比較香港和新加坡的轉賬規則。",
)
ABOUT = (
    "Hello. I answer questions about crypto policy, Hong Kong first, and Singapore, the UAE, the EU, the UK, the US, "
    "Japan and other places, with the day a rule applies from and the paragraph that says so. I am a program and not a "
    f"lawyer. {ASK} {' '.join(EXAMPLES)}"
)
ABOUT_ZH = (
    "你好。我回答加密資產政策的問題，以香港為先，亦包括新加坡、阿聯酋、歐盟、英國、美國、日本等地，並說明規則由何時起適用、"
    f"出自哪一段。我是程式，不是律師。{ASK_ZH}{''.join(EXAMPLES_ZH)}"
)


def talk(text: str) -> str:
    """Return what to say to a message that asks for nothing, in its language."""
    chinese = CJK.search(text) is not None
    if THANKS.search(text):
        return WELCOME_ZH if chinese else WELCOME
    return ABOUT_ZH if chinese else ABOUT


def offered(said: str) -> tuple[str, tuple[str, ...]]:
    """Return a reply up to the questions that it gives as examples, and these; none where it gives none."""
    for about, ask, examples in ((ABOUT, ASK, EXAMPLES), (ABOUT_ZH, ASK_ZH, EXAMPLES_ZH)):
        if said == about:
            return f"{about.partition(ask)[0]}{ask}", examples
    return said, ()
