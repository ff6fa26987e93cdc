"""What can be asked or opened after an answer, and instead of one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import streamlit as st

from assistant.answers.records import Answer
from assistant.understanding.talk import offered
from corpus.language.places import PLACES
from corpus.records import Policy
from ui import state
from ui.components.chat.answer import talk
from ui.components.pages import COMPARE, POLICIES, TIMELINE, link_to
from ui.language import later, say, term, today
from ui.services import edition, services

OFFERED = ("Hong Kong", "Singapore", "European Union", "United Kingdom", "United States")
AT_HOME = "Hong Kong"
INSTEAD = later("Can retail investors trade crypto perpetual contracts in Hong Kong?")
NEAREST = 5  # passages found for a question without an answer: where all are of one place, it was asked of that place
OF_DOCUMENT = (later("Summarise this document"), later("List the deadlines in it"))
WITH_ARTICLE = ("European ", "United ")  # as English names such places
PROVISION = re.compile(r"(?:Article|Art\.|Section|Sec\.|Rule|Regulation) \d+[A-Z]*")
MOST = 2  # questions that are offered: more is a menu


def next_steps(answer: Answer, key: str, *, newest: bool) -> None:
    """Draw below an answer where its table can be changed, and below the newest what may be asked or opened next."""
    if talk(answer):
        _examples(answer, key)
        return
    own = next((hit.policy for hit in answer.hits if hit.policy.own), None)
    if own and newest and state.documents():
        _of_document(own, answer, key)
        return
    if answer.refusal is not None:
        if newest:
            _instead(_place(answer), key)
        return
    with st.container(horizontal=True, gap="xsmall", key=f"next-{key}"):
        if answer.compared:
            link_to(COMPARE, say("Open in Compare"), query=_table(answer))
        if newest:
            _onward(answer, key)


def _examples(answer: Answer, key: str) -> None:
    """Draw the questions that a greeting is answered with."""
    if examples := offered(answer.lead)[1]:
        with st.container(gap="xsmall", key=f"next-{key}"):
            for number, question in enumerate(examples):
                _ask(question, f"next-{number}-{key}")


def _of_document(policy: Policy, answer: Answer, key: str) -> None:
    """Draw the document's own questions: its summary, its dates, and its longest provisions that were not cited."""
    longest = Counter(map(_provision, (one.locator for one in edition().texts.passages_of(policy.id))))
    read = {"", *(_provision(citation.locator) for citation in answer.citations)}
    parts = [part for part, _ in longest.most_common() if part not in read][:MOST]
    questions = [*map(say, OF_DOCUMENT), *(say("What does {part} say?", part=part) for part in parts)]
    asked = (answer.question.casefold(), answer.asked.casefold())
    with st.container(horizontal=True, gap="xsmall", key=f"next-{key}"):
        for number, question in enumerate(one for one in questions if one.casefold() not in asked):
            _ask(question, f"next-{number}-{key}")


def _provision(locator: str) -> str:
    """Return the provision that a locator begins with, empty where there is none."""
    provision = PROVISION.match(locator)
    return provision[0] if provision else ""


def _table(answer: Answer) -> dict[str, str | Sequence[str]]:
    """Return what the address of Compare must hold to show the table of an answer."""
    day = {} if answer.as_of == today() else {"compare_as_of": answer.as_of.isoformat()}
    return {"compare_question": answer.question, "compare_places": answer.compared, "table": "1", **day}


def _onward(answer: Answer, key: str) -> None:
    cited = _cited(answer)
    topic, places = _topic(cited), tuple(dict.fromkeys(policy.jurisdiction for policy in cited if not policy.own))
    for number, question in enumerate(_questions(topic, places)):
        _ask(question, f"next-{number}-{key}")
    if topic and places:
        if not answer.compared:
            asked = [*places, *(place for place in OFFERED if place not in places)][:3]
            query = {"compare_topic": topic, "compare_places": asked, "table": "1"}
            link_to(COMPARE, say("Open in Compare"), query=query)
        rows = {"topic": topic, "place": places}
        link_to(TIMELINE, say("Open in Timeline"), query=rows)
        link_to(POLICIES, say("Policies on {topic}", topic=term(topic)), query=rows)


def _ask(question: str, key: str) -> None:
    st.button(question, key=key, icon=":material/subdirectory_arrow_right:", on_click=state.ask_next, args=(question,))


def _instead(place: str, key: str) -> None:
    """Draw what the register can tell of the place that was asked of, empty where it was none."""
    st.caption(say("You can ask, or open, instead:"))
    questions = [say("Which stablecoin rules are in force in {place}?", place=_as_written(place or AT_HOME))]
    if place in ("", AT_HOME):
        questions.insert(0, say(INSTEAD))
    with st.container(horizontal=True, gap="xsmall", key=f"next-{key}"):
        for number, question in enumerate(questions):
            _ask(question, f"next-{number}-{key}")
        link_to(POLICIES, say("Browse the policies"), query={"place": place} if place else {})


def _place(answer: Answer) -> str:
    """Return the one place of what was found nearest to a question, empty where there are several or none."""
    places = {hit.policy.jurisdiction for hit in answer.hits[:NEAREST]}
    return places.pop() if len(places) == 1 else ""


def _as_written(place: str) -> str:
    """Return a place as it stands in a sentence: `the European Union`."""
    named = term(place)
    return f"the {named}" if named.startswith(WITH_ARTICLE) else named


def _cited(answer: Answer) -> list[Policy]:
    policies = {hit.policy.id: hit.policy for hit in answer.hits}
    return [policies[id_] for id_ in dict.fromkeys(citation.policy_id for citation in answer.citations)]


def _topic(cited: Sequence[Policy]) -> str:
    """Return the topic of the comparison that most of the cited policies speak of, empty where none does."""
    topics = services().chain.aspects.topics
    counted = Counter(topic for policy in cited for topic in policy.topics if topic in topics)
    return counted.most_common(1)[0][0] if counted else ""


def _questions(topic: str, places: Sequence[str]) -> Iterator[str]:
    """Yield follow-ups that the register can speak to: the same of another place that has policies on the topic."""
    if not topic or len(places) != 1:
        return
    held = edition().policies.values()
    known = {policy.jurisdiction for policy in held if topic in policy.topics}
    others = [place for place in (*OFFERED, *PLACES) if place in known and place not in places]
    for place in tuple(dict.fromkeys(others))[:MOST]:
        yield say("And in {place}?", place=_as_written(place))
