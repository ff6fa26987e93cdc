"""Understanding without a model: a question and what was set beside it become a Query.

Everything here is a rule that can be read; the order of the rules is the order of the function `understand`.
"""

from __future__ import annotations

import re
from datetime import date

from assistant.dates import NOW, as_of_date
from assistant.records import Intent, Query, Question
from corpus.glossary import Glossary
from corpus.places import PLACES, places_in

PREDICTION = re.compile(
    r"\b(?:which|what|will|would|should|can|does|is|how (?:high|much|far))\b.*\b(?:double|triple|10x|100x|moon|go up|rise|rally|crash|"
    r"outperform|pump|be worth|hit \$|reach \$|price (?:target|prediction|forecast)|(?:go|going) to the moon)\b"
    r"|\bprice (?:prediction|forecast|target)s?\b|\bbest (?:coin|token|crypto)|升值|會升|会涨|暴漲|价格预测|價格預測",
    re.IGNORECASE,
)
ADVICE = re.compile(
    r"\bshould (?:i|we|my \w+)\s+(?:buy|sell|invest|hold|short|put|move)\b|\bwhich (?:coin|token|crypto\w*|stock)s?\b.*\b(?:buy|invest|double|best)\b"
    r"|\b(?:good|safe|best) (?:investment|buy)\b|\b(?:what|where) (?:should|to) (?:i )?(?:buy|invest)\b|應該買|應買|该买|值得買|值得买",
    re.IGNORECASE,
)
EVASION = re.compile(
    r"\b(?:how (?:can|do|could|to|might)|ways?|help me|best way|tell me).*\b(?:avoid|evad\w+|bypass\w*|circumvent\w*|get (?:around|round)|launder\w*|"
    r"hide|conceal|dodge|trick|fool|disguise)\b.*\b(?:kyc|aml|tax(?:es)?|law|rules?|regulators?|regulation|licen[cs]\w+|sanctions?|travel rule|"
    r"geo-?block\w*|ban|reporting|money|assets?|proceeds|sfc|hkma|mas|sec|authorit\w+)\b"
    r"|\blaunder (?:money|crypto|my)\b|逃稅|洗錢方法|繞過監管",
    re.IGNORECASE,
)
SMALL_TALK = re.compile(
    r"^\W*(?:hi|hello|hey|thanks?|thank you|good (?:morning|evening)|who are you|what can you do|tell me a joke|你好|謝謝)\b.{0,20}$",
    re.IGNORECASE,
)
REFUSALS = {
    PREDICTION: "I do not predict prices. I can say which rules apply to a product, since when, and where they say so.",
    ADVICE: "I do not give personal investment advice. I can say which rules apply to a product, since when, and where they say so.",
    EVASION: "I do not help with getting round the law. I can say what the rule requires and whom it binds.",
    SMALL_TALK: "I answer questions about crypto policy: what the rule is, since when, and where it says so. Ask me about one.",
}
COMPARISON = re.compile(
    r"\b(?:compare|comparison|compared|versus|vs\.?|differ(?:s|ence|ences|ent)?|contrast|side by side|unlike|both)\b|比較|比较|分別|區別|区别|不同",
    re.IGNORECASE,
)
HISTORY = re.compile(
    r"\b(?:history|evolv\w+|timeline|chronolog\w+|how did .* (?:change|come)|used to|previously|formerly|what (?:was|were) .* before|"
    r"over time|changed? (?:since|between|from)|replaced|superseded|come about|repealed|what happened)\b|歷史|历史|演變|演变|以前|取代",
    re.IGNORECASE,
)
DEFINITION = re.compile(
    r"^\W*(?:what (?:is|are|does) (?:an? |the )?[\w\s()'./-]{2,60}?(?: mean| stand for)?\??$|define\b|what is meant by|meaning of)|是什麼|是什么|定義|定义",
    re.IGNORECASE,
)
STATUS = re.compile(
    r"^\W*(?:is|are|can|may|must|should|do|does|has|have|will|was|were|could)\b|\b(?:allowed|permitted|legal|banned|prohibited|in force|in effect|"
    r"lawful|illegal|still|status|required|need a licen[cs]e)\b|可以|可否|能否|是否|合法|允許|允许|禁止|生效",
    re.IGNORECASE,
)


def understand(question: Question, glossary: Glossary, today: date) -> Query:
    """Read a question: date, places, intent, and the words to search with. `today` is what "now" means.

    The question's own date wins over the one that was set beside it.
    """
    text = " ".join(question.text.split())
    refusal = next((reason for pattern, reason in REFUSALS.items() if pattern.search(text)), None)
    own_date = today if NOW.search(text) else as_of_date(text, today)
    places = places_in(text) or question.jurisdictions
    terms = glossary.found_in(text)
    expansions = tuple(dict.fromkeys(name for term in terms for name in (term.term, term.expansion) if name))
    return Query(
        question=question.text,
        text=glossary.in_english(text),
        as_of=own_date or question.as_of or today,
        intent=Intent.OUT_OF_SCOPE if refusal else _intent(text, places),
        jurisdictions=places,
        expansions=tuple(name for name in expansions if name.lower() not in text.lower()),
        dated=bool(own_date or question.as_of),
        refusal=refusal,
    )


def _intent(text: str, places: tuple[str, ...]) -> Intent:
    named = [place for place in places if place in PLACES]
    if len(named) > 1 and (COMPARISON.search(text) or re.search(r"\b(?:and|or)\b|[、與和及]", text)):
        return Intent.COMPARISON
    if HISTORY.search(text):
        return Intent.HISTORY
    if DEFINITION.search(text):
        return Intent.DEFINITION
    return Intent.STATUS if STATUS.search(text) else Intent.FACT
