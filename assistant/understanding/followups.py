"""Follow-up questions without a model: what leans on an earlier turn is made to stand alone.

Place, whom and what the earlier question is about, the instrument of its answer and its date are carried. Every rule
is a pattern that can be read; the order of the rules is the order of `_follow`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assistant.answers.records import Answer, Question, Turn
from assistant.understanding.as_of import moment
from assistant.understanding.declining import NOT_MINE, steering
from assistant.understanding.ellipsis import changed, dated, own_topic, placed, read_phrase
from corpus.language.dates import ENGLISH_DATE, mentions
from corpus.language.places import places_in
from corpus.language.screening import screen
from corpus.language.sentences import sentences
from corpus.language.terms import CJK
from corpus.records import Policy
from corpus.vocabulary.glossary import Glossary

NEW_TOPIC, ASPECT = 4, 7  # words after "what about": more of them are a question of their own
DECLINED = re.compile(rf"^\W*I (?:do not|don't|cannot|can't|could not)\b|^{re.escape(NOT_MINE)}", re.IGNORECASE)
LEAD = re.compile(
    r"^(?:(?:and|but|so|ok(?:ay)?|then)[,\s]+)*(?:what|how) about\s+|^(?:and|but)\s+(?!(?:what|who|whom|when|where|"
    r"which|why|how|is|are|was|were|do|does|did|can|could|may|must|should|will|would|has|have)\b)",
    re.IGNORECASE,
)
SAME_FOR = re.compile(
    r"^(?:(?:and|but|so)\s+)?(?:is|are|was|were|does|do|did|will|would|can|could|must|may|should)\s+"
    r"(?:it|that|this|they|these|those|the same|the same rules?)\s+(?:(?:also|still|be|hold|true|the|same|case|too|"
    r"appl(?:y|ies)|allowed|permitted|legal|banned|different|work|required)\s+)*"
    r"(?:for|in|with|at|(?<=apply )to|(?<=applies )to|(?<=same )to)\s+",
    re.IGNORECASE,
)
CHINESE_PHRASE = re.compile(r"^(?:那麼|那么|那|咁|至於|至于)?(?P<rest>.{1,14}?)(?:又)?(?:呢|怎樣|怎样|如何|點呀)$")
CHINESE_SAME_FOR = re.compile(
    r"^(?:它|這|这|呢個|這個|这个|該規定|这规定)(?:也|都|亦)?(?:適用|适用)(?:於|于)?(?P<rest>.{1,14}?)(?:嗎|吗)?$"
)
BEFORE_THAT = re.compile(
    r"^(?:(?:and|but|so)\s+)?(?:what (?:was|were|about|applied|happened|did it say|was it like|was the rule|"
    r"was allowed|came)\s*(?:it|there)?\s*)?"
    r"(?:before(?: (?:that|this|it|then))?|previously|earlier|prior to (?:that|this))$"
    r"|^(?:那|在?(?:這|这|那|此))?(?:之前|以前)(?:的(?:規定|规定))?(?:又)?(?:呢|是什麼|是什么|是怎樣|如何)?$",
    re.IGNORECASE,
)
MORE_BEFORE = re.compile(
    r"^(?:(?:and|but|so)\s+)?(?P<more>(?:who|what|which|how|was|were|could|did)\b.*)\s+before (?:that|then|this)$",
    re.IGNORECASE,
)
# Words that ask about what was said and name nothing of their own.
SHORT = re.compile(
    r"^(?:(?:and|but|so|ok)[,\s]+)?(?:"
    r"since when|from when|until when|till when|when|how long|how come|why(?: not| so| is that| is this| was that)?|"
    r"how (?:much|many|big|high|often|soon)(?: is (?:it|that))?|by when|by whom|whom|"
    r"who(?: says(?: so| that)?| decides)?|what percentage|what amount|where(?: does it say (?:so|that))?|"
    r"which (?:ones?|law|rule|section|paragraph|article)|says who|on what basis|"
    r"under (?:what|which) (?:law|rule|provision)|"
    r"when (?:did|does|will|is|was|do) (?:that|it|this|they|those|the (?:rule|law|ban|regime|circular|requirement)s?)"
    r"(?: \w+){0,4}"
    r")$"
    r"|^(?:(?:由|從|从|自)?(?:幾時|几时|何時|何时|什麼時候|什么时候|邊日)(?:開始|开始|起|生效|實施|实施|結束|结束)?的?|"
    r"(?:為什麼|为什么|點解|为何|為何)(?:呢)?|(?:要)?(?:多少|幾多|几多|幾耐|多久)(?:錢|钱)?|"
    r"(?:仍然|仍|仲|還|还|已經|已经|現在|现在)?(?:有效|生效)(?:了)?(?:嗎|吗|未|沒有)|(?:是否|有冇|有沒有)(?:仍然)?(?:生效|有效)|"
    r"(?:罰則|罚则|罰款|刑罰|刑罚|例外|豁免|期限)(?:呢|是什麼|是什么|是多少|有哪些)?)$",
    re.IGNORECASE,
)
STATUS = re.compile(
    r"^(?:(?:and|but|so)\s+)?(?P<verb>is|was|are|were|has|have|does|do|did)\s+"
    r"(?:it|that|this|they|these|those|(?:that|this|the) (?:rule|law|circular|bill|ordinance|guidelines?|proposal|act|"
    r"regulation|requirement|instrument|guidance|consultation|statement|notice|regime)s?)\s+"
    r"(?P<rest>(?:(?:still|now|already|yet|currently|actually|really)\s+)?(?:in force|in effect|valid|law|binding|"
    r"final|effective|applicable|apply|mandatory|a law|the law|proposed|a proposal|only a proposal|only proposed|"
    r"been \w+|superseded|replaced|repealed|passed|legally binding|current|up to date)(?: now| yet| today| already)?)$",
    re.IGNORECASE,
)
# "it" that stands for nothing: "is it legal to ...", "how long does it take to ...".
EXPLETIVE = re.compile(
    r"\b(?:is|was|would|will|does|did|can|might|must|may|should|has|be)\s+it\s+(?:\w+\s+){0,3}?(?:to|that|for|if|when|like)\b"
    r"|\bit (?:is|was|would be) \w+ (?:to|that|for)\b",
    re.IGNORECASE,
)
LEANS = re.compile(
    r"\b(?:is|are|was|were|does|do|did|has|have|had|will|would|can|could|must|may|should|might)\s+"
    r"(?:it|that|this|they|these|those)\b"
    r"|\b(?:of|about|for|to|under|with|by|from|in|against|than|on|after|behind|breaking|breach)\s+"
    r"(?:it|that|this|these|those|them)$|\bthere$"
    r"|\b(?:who|what|how|when|where|why)(?:\s+\w+){1,2}\s+(?:it|that|this|these|those|them)$"
    r"|\b(?:that|this|the same|those|these)\s+(?:rules?|laws?|circulars?|bills?|ordinance|guidelines?|proposals?|act|"
    r"regulations?|requirements?|regime|limits?|bans?|guidance|consultation|statement|notice|case|licen[cs]e)\b"
    r"|它|上述|該規定|该规定|這規定|这规定|這項|这项",
    re.IGNORECASE,
)
ASKS = re.compile(
    r"^(?:(?:and|but|so)\s+)?(?:what|who|whom|which|when|how|where|why|is|are|was|were|do|does|did|can|must|may)\b",
    re.IGNORECASE,
)
GOES_ON, FEW = re.compile(r"^(?:and|but|so)\b", re.IGNORECASE), 2  # "and how much capital": few words of its own
# Terms of a question that is about an earlier answer when it has no others.
ASPECTS = frozenset(
    {
        "penalti", "penal", "fine", "sanction", "except", "exempt", "deadlin", "fee", "minimum", "maximum",
        "limit", "threshold", "condit", "requir", "reason", "start", "date", "cost", "licens", "appli", "appl",
        "punish", "consequ", "long", "much", "mani", "transit", "period", "grace", "grandfath", "detail",
        "rule",
    }
)  # fmt: skip
INSTRUMENT = re.compile(
    r"\b(?:[Tt]he|[Uu]nder|[Ii]n|[Bb]y|of)\s+(?:the\s+)?(?P<name>(?:[\w'’&/().-]+\s+){0,7}?"
    r"(?:[Cc]irculars?|[Gg]uidelines?|[Oo]rdinance|Act|[Bb]ill|[Rr]egulations?|[Nn]otice|[Gg]uidance|[Rr]ulebooks?|"
    r"[Ss]tatement|[Rr]oadmap|[Cc]onsultation|[Cc]onclusions|[Rr]ules|[Dd]ecree|[Ff]ramework|[Ll]etter)"
    rf"(?:\s+(?:of|dated)\s+{ENGLISH_DATE})?)"
)


@dataclass(frozen=True, slots=True)
class Context:
    """What a follow-up may lean on: the last question that stands alone, what was answered, and what is known."""

    base: str
    said: str
    as_of: date
    today: date
    glossary: Glossary
    policies: Mapping[str, Policy]


def standalone(question: Question, glossary: Glossary, policies: Mapping[str, Policy], today: date) -> Question:
    """Return a question that stands alone: the same one where it leans on nothing that was said before.

    Questions that were declined, and their answers, are passed over. `policies` tell when an instrument began.
    """
    base = said = ""
    for asked, answered in _exchanges(question.history):
        context = Context(base, said, question.as_of or today, today, glossary, policies)
        text, holds = _follow(_clean(asked), context) or (asked, True)
        base, said = _somewhere(text if holds else base, answered), answered
    context = Context(base, said, question.as_of or today, today, glossary, policies)
    followed = _follow(_clean(question.text), context)
    return replace(question, text=followed[0]) if followed else question


def turns(answer: Answer) -> tuple[Turn, ...]:
    """Return an answer as the turns that later questions may lean on; one that was declined gives none."""
    if answer.refused:
        return ()
    said = " ".join(statement.text for statement in answer.statements)
    return Turn("user", answer.question), Turn("assistant", said)


def _exchanges(history: Sequence[Turn]) -> Iterator[tuple[str, str]]:
    """Yield each earlier question with its answer, without what was declined or gives orders."""
    for number, turn in enumerate(history):
        if turn.role == "assistant" or screen(turn.content) or steering(turn.content):
            continue
        after = history[number + 1] if number + 1 < len(history) else None
        answered = after.content if after is not None and after.role == "assistant" else ""
        if not DECLINED.match(answered) and not screen(answered):
            yield turn.content, answered


def _somewhere(base: str, answered: str) -> str:
    """Add the place that an answer is about to a question that names none."""
    about = places_in(next(iter(sentences(answered)), ""))
    return placed(base, about) if len(about) == 1 and not places_in(base) else base


def _clean(text: str) -> str:
    return " ".join(text.split()).rstrip(" ?？!！.。")


def _follow(text: str, context: Context) -> tuple[str, bool] | None:
    """Make a question stand alone, and tell whether later questions may lean on it in turn; None where it does."""
    if not context.base:
        return None
    if (before := _before(text, context)) is not None:
        return before
    if SHORT.search(text):
        return _joined(context.base, text), False
    if (named := _status(text, context)) is not None:
        return named, False
    if (elliptic := _elliptic(text, context)) is not None:
        return elliptic
    return (_asked_there(text, context), False) if _leans(text, context) else None


def _before(text: str, context: Context) -> tuple[str, bool] | None:
    """Ask the earlier question as of the day before what its answer tells of, and more where more is asked."""
    more = MORE_BEFORE.search(text)
    if more is None and not BEFORE_THAT.search(text):
        return None
    earlier = dated(context.base, _day_before(context), context.today, context.glossary.events)
    return (_joined(earlier, more["more"]), False) if more else (earlier, True)


def _joined(base: str, text: str) -> str:
    """Ask more about an earlier question: the question, a colon, what more is asked."""
    more = re.sub(r"^(?:(?:and|but|so|ok)[,\s]+)", "", text, flags=re.IGNORECASE)
    if CJK.search(base):
        return f"{base.rstrip(' ?？')}：{more}？"
    return f"{base.rstrip(' ?？.')}: {more[:1].lower()}{more[1:]}?"


def _asked_there(text: str, context: Context) -> str:
    """Ask more about the earlier question, in the place that the later one names."""
    places = places_in(text)
    base = placed(context.base, places) if places and places != places_in(context.base) else context.base
    return _joined(base, text)


def _status(text: str, context: Context) -> str | None:
    """Name the instrument in "is that in force": the one that the answer names."""
    found = STATUS.search(text)
    if found is None:
        return None
    instrument = INSTRUMENT.search(context.said)
    if instrument is None:
        return _joined(context.base, text)
    return f"{found['verb'].capitalize()} the {instrument['name']} {found['rest']}?"


def _elliptic(text: str, context: Context) -> tuple[str, bool] | None:
    """Put what "what about X" names into the earlier question, or ask for X where it was asked before."""
    lead, chinese = LEAD.search(text), CHINESE_PHRASE.search(text)
    opened, applies = lead or SAME_FOR.search(text), chinese or CHINESE_SAME_FOR.search(text)
    bare = text[opened.end() :] if opened else applies["rest"] if applies else text
    phrase = read_phrase(bare, context.today, context.glossary.events)
    if not phrase.other and (phrase.places or phrase.named or phrase.day):
        made = changed(context.base, phrase, context.today, context.glossary.events)
        return (made or _new_topic(phrase.text, context), True)
    if lead is None and chinese is None:
        return None
    if context.glossary.found_in(bare) and not _only_aspects(bare, context):
        return (_new_topic(bare, context), True) if len(bare.split()) <= NEW_TOPIC else None
    return (_joined(context.base, text), False) if len(bare.split()) <= ASPECT else None


def _new_topic(topic: str, context: Context) -> str:
    """Ask for the rules on another topic where, and as of when, it was asked before."""
    chinese = CJK.search(context.base) and CJK.search(topic)
    text = f"{topic}的規定是什麼？" if chinese else f"What are the rules on {topic.removeprefix('the ')}?"
    places = places_in(context.base)
    text = placed(text, places) if places and not places_in(topic) else text
    asked = moment(context.base, context.today, context.glossary.events)
    return dated(text, asked.day, context.today, context.glossary.events) if asked and not asked.now else text


def _leans(text: str, context: Context) -> bool:
    """Return whether a question points at what was said, and has no topic and place of its own."""
    if ASKS.search(text) and (_only_aspects(text, context) or _goes_on(text, context)):
        return True
    if EXPLETIVE.search(text) or not LEANS.search(text):
        return False
    return not (places_in(text) and context.glossary.found_in(text))


def _goes_on(text: str, context: Context) -> bool:
    """Return whether a question is tied to the one before by its first word, and names little and no place."""
    own = own_topic(text, context.today, context.glossary.events)
    return GOES_ON.search(text) is not None and not places_in(text) and len(set(own)) <= FEW


def _only_aspects(text: str, context: Context) -> bool:
    """Return whether a text names no subject: nothing, or only what can be asked of any rule, such as its penalties."""
    own = set(own_topic(text, context.today, context.glossary.events))
    return own <= ASPECTS and bool(own or not context.glossary.found_in(text))


def _day_before(context: Context) -> date:
    """Return the day before what the answer tells of began; without a date, the day before the earlier question's."""
    asked = moment(context.base, context.today, context.glossary.events)
    as_of = asked.day if asked else context.as_of
    told = [mention.when.first for mention in mentions(context.said) if mention.when.first <= as_of]
    began = told[0] if told else _beginning(context, as_of)
    return (began or as_of) - timedelta(days=1)


def _beginning(context: Context, as_of: date) -> date | None:
    """Return when an instrument began that the answer names without a date."""
    ids = [id_ for id_, policy in context.policies.items() if policy.title.lower() in context.said.lower()]
    ids += [id_ for term in context.glossary.found_in(context.said) for id_ in term.policies]
    lives = [context.policies[id_].life for id_ in ids if id_ in context.policies]
    starts = [when.first for life in lives if (when := life.effective or life.published) and when.first <= as_of]
    return starts[0] if starts else None
