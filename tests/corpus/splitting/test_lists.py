"""A list belongs to the paragraph that leads in to it, also where neither has a number."""

from __future__ import annotations

from corpus.loading import load
from corpus.records import Life, Nature, Policy
from corpus.splitting import split

POLICY = Policy("own-1", "Guide", "", "", "document", Life(Nature.UNKNOWN, None))
LIST = [
    "Keepers of tokens come in three classes by what they hold:",
    "keepers of keys for others;",
    "keepers of funds.",
]


def texts(*paragraphs: str) -> list[str]:
    """Return the passages of a text of paragraphs."""
    first = "Each keeper of tokens in Norland holds a licence of the desk."
    data = "\n\n".join([first, *paragraphs]).encode()
    return [one.text for one in split(load(data, "a.txt"), POLICY, lambda texts: [len(text.split()) for text in texts])]


def test_a_list_stands_with_what_leads_in_to_it() -> None:
    """The three classes are found where they are announced."""
    rest = "A keeper of tokens tells the desk of each loss within six hours."
    assert texts(*LIST, rest)[1:] == ["\n".join(LIST), rest]


def test_a_paragraph_that_ends_stands_alone() -> None:
    """Without a colon nothing is joined."""
    assert LIST[0].replace(":", ".") in texts(LIST[0].replace(":", "."), "A keeper of keys pays a fee each June.")
