"""The verbs of rules: one list of base forms, and what is made of it."""

from __future__ import annotations

import re

import pytest

from corpus.language.verbs import ALLOW, END, FORBID, LIFT, SAY, inflected


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("ban", "ban bans banned banning"),
        ("forbid", "forbid forbids forbade forbidden forbidding"),
        ("require", "require requires required requiring"),
        ("specify", "specify specifies specified specifying"),
        ("lay", "lay lays laid laying"),
        ("publish", "publish publishes published publishing"),
        ("let", "let lets letting"),
        ("relax", "relax relaxes relaxed relaxing"),
        ("answer", "answer answers answered answering"),
    ],
)
def test_a_verb_in_its_forms(verb: str, forms: str) -> None:
    """Regular, doubled and irregular verbs are inflected, and a form that occurs twice is given once."""
    assert inflected(verb) == tuple(forms.split())


def test_a_verb_of_two_words_is_inflected_in_its_first() -> None:
    """What belongs to the verb stays behind it."""
    assert inflected("set out") == ("set out", "sets out", "setting out")


def test_forms_match_the_verb_and_no_longer_word() -> None:
    """A ban is found in every form, and a bank is none."""
    pattern = re.compile(rf"\b(?:{FORBID.forms})\b")
    assert pattern.findall("It banned what it forbids, and prohibition bars banks.") == [
        "banned", "forbids", "prohibition", "bars"
    ]  # fmt: skip


def test_the_present_is_told_from_participles() -> None:
    """What is permitted grants something, a "permitted issuer" does not: the two are matched apart."""
    assert ALLOW.present.split("|") == ["allow", "allows", "permit", "permits", "let", "lets"]


def test_participles_are_the_last_of_the_forms() -> None:
    """Of an irregular verb the participle counts, and not the simple past."""
    assert FORBID.participles.split("|") == ["prohibited", "forbidden", "banned", "barred", "outlawed"]


def test_a_family_of_two_has_the_words_of_both() -> None:
    """What is lifted has ended, and other ends are no lifting."""
    assert set(LIFT.verbs) < set(END.verbs)
    assert END.written == LIFT.written


def test_each_verb_is_listed_once() -> None:
    """No verb stands in two families, for two lists of one verb grow apart."""
    verbs = [*FORBID.verbs, *ALLOW.verbs, *END.verbs, *SAY.verbs]
    assert len(verbs) == len(set(verbs))
