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


def test_points_belong_to_the_sentence_above_them_whatever_it_ends_with() -> None:
    """A note in the margin of a statute is read behind the dash that leads in to its points."""
    act = (
        "1. (1) Each keeper shall hold capital.\n\n2. (1) A keeper may close an account.\n\n"
        "3. (1) A keeper shall keep books.\n\n4. A keeper of tokens shall— Duty to protect clients.\n\n"
        "(a) hold enough of each token to meet its debts;\n\n(b) keep them apart from its own."
    )
    count = lambda texts: [len(text.split()) for text in texts]  # noqa: E731
    last = split(load(act.encode(), "act.txt"), POLICY, count)[-1]
    assert "Duty to protect" in last.text
    assert "(b) keep them apart" in last.text


def test_a_note_within_a_list_stands_behind_it() -> None:
    """The points on both sides of a footnote stay with what leads in to them, and the note is kept."""
    rest = [
        f"1.{number} A keeper of tokens tells the desk of loss number {number} within six hours." for number in (1, 3)
    ]
    note = "> 7 The officer may be the auditor of another firm."
    listed = f"1.2 A keeper should:\n\n(a) appoint an officer;\n\n{note}\n\n(b) keep books."
    text = "\n\n".join([rest[0], listed, rest[1], rest[1].replace("1.3", "1.4"), rest[1].replace("1.3", "1.5")])
    found = [
        one.text
        for one in split(load(text.encode(), "a.txt"), POLICY, lambda texts: [len(one.split()) for one in texts])
    ]
    place = next(row for row, one in enumerate(found) if one.startswith("1.2"))
    assert "(a) appoint an officer;\n(b) keep books." in found[place]
    assert found[place + 1].startswith("7 The officer")
