"""The extractive composer: what is shown of a passage, and what stands in an answer within its words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.answers.reading import Form, Reading
from assistant.answers.records import Hit, Intent, Likeness, Part, Query
from assistant.composing.extractive import EXCERPT, ROOM, WHOLE, Excerpt, choose, compose, excerpt, shortened
from corpus.language.sentences import sentences
from corpus.language.terms import terms
from corpus.records import Life, Nature, PartialDate, Passage, Policy, Standing

QUERY = Query("What must brokers hold?", "What must brokers hold?", date(2026, 6, 1), Intent.FACT)
LIFE = Life(Nature.RULE, PartialDate.parse("2025-01-01"), PartialDate.parse("2025-01-01"))


def idf(_: str) -> float:
    """Weigh all terms alike."""
    return 1.0


def hit(name: str, text: str, score: float, standing: Standing = Standing.IN_FORCE, place: str = "Hong Kong") -> Hit:
    """Return a hit of a policy of its own."""
    policy = Policy(name, name, "SFC", place, "circular", LIFE)
    return Hit(Passage(f"{name}#p1", name, text, "¶1", LIFE), policy, score, 0.5, 1.0, standing)


def shown(*hits: Hit) -> list[Excerpt]:
    """Show hits whole."""
    return [Excerpt(one, one.passage.text, frozenset(terms(one.passage.text))) for one in hits]


def chosen(*hits: Hit, query: Query = QUERY, budget: int = 150) -> list[str]:
    """Return the policies of what is chosen, in reading order."""
    return [one.hit.policy.id for one in choose(query, shown(*hits), budget)]


def words(subject: str, count: int = 12) -> str:
    """Return a sentence of so many words of its own."""
    return " ".join(f"{subject}{number}" for number in range(count))


def test_a_short_passage_is_shown_whole() -> None:
    """What one of its sentences says alone can mislead."""
    one = hit("a", "Brokers must hold 3 million. This does not bind banks.", 0.9)
    assert excerpt(QUERY, one, idf, {one.passage.id: Likeness((0.9, 0.1), 0.5)}).text == one.passage.text


def test_of_a_long_passage_the_best_sentence_and_what_follows_is_shown() -> None:
    """From the sentence that answers, up to sixty words in all, and nothing before it."""
    first = "Nothing here concerns anybody who asks anything at all. " * 8
    answer = "Brokers must hold capital of HK$3 million at all times."
    after = "".join(f" The sentence of number {number} has exactly ten short words." for number in range(12))
    one = hit("a", f"{first}{answer}{after}", 0.9)
    parts = sentences(one.passage.text)
    alike = Likeness(tuple(0.9 if part == answer else 0.1 for part in parts), 0.1)
    text = excerpt(QUERY, one, idf, {one.passage.id: alike}).text
    assert text.startswith(answer)
    assert EXCERPT - 12 < len(text.split()) <= EXCERPT < WHOLE < len(one.passage.text.split())


def test_what_holds_comes_first_if_it_is_nearly_as_near() -> None:
    """A proposal leads only where it answers clearly better."""
    bill = hit("bill", words("bill"), 0.8, Standing.PROPOSED)
    assert chosen(bill, hit("rule", words("rule"), 0.7)) == ["rule", "bill"]
    assert chosen(bill, hit("rule", words("rule"), 0.6)) == ["bill", "rule"]


def test_another_part_earns_its_place() -> None:
    """What ended stands beside what holds if it is nearly as near, and is left away if it is far."""
    rule = hit("rule", words("rule"), 0.8)
    assert chosen(rule, hit("past", words("past"), 0.7, Standing.SUPERSEDED)) == ["rule", "past"]
    assert chosen(rule, hit("past", words("past"), 0.5, Standing.SUPERSEDED)) == ["rule"]


def test_the_budget_holds_but_for_the_first() -> None:
    """What comes first is shown whatever its length, and what no longer fits is passed over for what does."""
    long, short = words("long", 40), words("short", 8)
    assert chosen(hit("a", words("one", 30), 0.7), hit("b", long, 0.69), hit("c", short, 0.68), budget=40) == ["a", "c"]
    assert chosen(hit("b", long, 0.7), budget=10) == ["b"]


def test_the_same_is_not_said_twice() -> None:
    """Four fifths of the shorter one's terms are the same."""
    text = words("rule")
    assert chosen(hit("a", text, 0.7), hit("b", f"{text} indeed", 0.69), hit("c", words("other"), 0.68)) == ["a", "c"]


def test_enough_is_enough() -> None:
    """Nothing is added once what is asked is very likely said; a list goes on."""
    hits = [hit("a", words("one"), 0.9), hit("b", words("two"), 0.3), hit("c", words("three"), 0.3)]
    assert chosen(*hits) == ["a"]
    listing = replace(QUERY, reading=Reading(form=Form.LIST))
    assert chosen(*hits, query=listing) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("places", "expected"), [((), ["a", "d"]), (("Hong Kong", "Singapore"), ["a", "b", "d"])], ids=["none", "two"]
)
def test_without_a_place_one_place_answers(places: tuple[str, ...], expected: list[str]) -> None:
    """What holds elsewhere does not qualify what holds here; texts for every place do."""
    hits = [
        hit("a", words("one"), 0.7),
        hit("b", words("two"), 0.69, place="Singapore"),
        hit("d", words("three"), 0.68, place="International"),
    ]
    assert chosen(*hits, query=replace(QUERY, jurisdictions=places)) == expected


def test_a_story_is_told_by_date() -> None:
    """Whatever answers best, what came first is told first."""
    story = replace(QUERY, reading=Reading(form=Form.STORY))
    hits = []
    for name, year, score in (("new", "2026", 0.9), ("old", "2023", 0.7), ("middle", "2024", 0.6)):
        one = hit(name, words(name), score)
        life = replace(LIFE, published=PartialDate.parse(year))
        hits.append(replace(one, passage=replace(one.passage, life=life)))
    assert chosen(*hits, query=story) == ["old", "middle", "new"]


def test_statements_are_cited_in_reading_order() -> None:
    """Each cites its own passage, with its text as the quote, by a number that counts up."""
    hits = [hit("bill", words("bill"), 0.8, Standing.PROPOSED), hit("rule", words("rule"), 0.75)]
    alike = {one.passage.id: Likeness((0.5,), 0.5) for one in hits}
    made = list(compose(QUERY, hits, idf, alike))
    assert [(one.part, one.citations[0].marker, one.citations[0].policy_id) for one in made] == [
        (Part.ANSWER, "1", "rule"),
        (Part.COMING, "2", "bill"),
    ]
    assert all(one.citations[0].quote == one.text for one in made)
    assert not list(compose(QUERY, [], idf, {}))


def test_what_a_sentence_leads_in_to_is_shown_with_it() -> None:
    """A sentence that ends in a colon says nothing without its list."""
    before = "Nothing here concerns anybody who asks anything at all. " * 4
    answer = "Brokers must hold capital in four forms:"
    listed = " (a) cash " + "of one bank " * 16 + "and (b) bonds " + "of one state " * 6 + "and nothing else."
    one = hit("a", f"{before}{answer}\n{listed}", 0.9)
    parts = sentences(one.passage.text)
    alike = Likeness(tuple(0.9 if "four forms" in part else 0.1 for part in parts), 0.1)
    assert excerpt(QUERY, one, idf, {one.passage.id: alike}).text.endswith("nothing else.")


def test_of_a_long_list_the_point_that_answers_is_shown_where_the_whole_has_no_room() -> None:
    """A provision of a document is one sentence by its stops, and its points are what can be cut."""
    points = [f"({letter}) keep {words(letter, 20)};" for letter in "abcdef"]
    points[3] = "(d) sell the building that brokers hold within three years;"
    one = hit("law", "A broker may not hold land, except:\n" + "\n".join(points), 0.9)
    query = replace(QUERY, text="When must brokers sell the building?", documents=("law",))
    alike = {one.passage.id: Likeness((0.5,), 0.5)}
    part = shortened(query, Excerpt.of(one, one.passage.text), idf, alike, 40)
    assert part is not None
    assert points[3] in part.text
    assert part.text in one.passage.text
    assert part.length <= 40
    assert shortened(query, Excerpt.of(one, one.passage.text), idf, alike, ROOM - 1) is None


@pytest.mark.parametrize(
    ("score", "second", "first"),
    [
        (0.95, "A broker of tokens must hold 7.", "brokers"),
        (0.6, "A broker of tokens must hold 7.", "keepers"),  # far behind
        (0.95, "A broker pays a fee of nine each year.\nA lender must hold 7 in cash.", "keepers"),  # in two sentences
    ],
)
def test_the_rule_that_names_whom_a_question_asks_of_comes_first(score: float, second: str, first: str) -> None:
    """Of two provisions of a document that differ in little else, if the other is nearly as near."""
    hits = [hit("keepers", "A keeper of tokens must hold 3.", 1.0), hit("brokers", second, score)]
    alike = {one.passage.id: Likeness((0.5, 0.5), 0.5) for one in hits}
    made = compose(replace(QUERY, documents=("keepers", "brokers")), hits, idf, alike)
    assert next(made).citations[0].policy_id == first


@pytest.mark.parametrize(("published", "part"), [("2025-06-01", Part.PAST), ("2025-01-01", Part.ANSWER)])
def test_the_record_of_what_came_next_stands_with_what_it_came_after(published: str, part: Part) -> None:
    """A record from the day on which its text ended does not push in front of what that text said."""
    life = Life(Nature.RECORD, PartialDate.parse(published))
    policy = Policy("a", "a", "SFC", "Hong Kong", "circular", replace(LIFE, ended=PartialDate.parse("2025-06-01")))
    one = Hit(Passage("a#p2", "a", "It was replaced.", "¶2", life), policy, 0.9, 0.5, 1.0, Standing.RECORD)
    assert Excerpt.of(one, one.passage.text).part is part
