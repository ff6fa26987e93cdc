"""Sentences: cut where one ends, not behind an abbreviation, and nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.language.sentences import piece_spans, sentences


@pytest.mark.parametrize(
    "parts",
    [
        ["The SFC licenses platforms.", "Brokers must apply."],
        ["The Stablecoins Ordinance (Cap. 656) applies.", "Issuers need a licence."],
        ["Under 31 U.S.C. 5311 banks report.", "The rule stands."],
        ["Order No. 42 was made.", "Notice Nos. 3 and 4 were not."],
        ["Some tokens, e.g. Bitcoin, are eligible.", "Others, i.e. Dogecoin, are not."],
        ["See Art. 36 and Sec. 4.", "Para. 5 says more."],
        ["In SEC v. Ripple Labs Inc. The court ruled.", "Ripple appealed."],
        ["It said “only bitcoin and ether.”", "The SFC agreed."],
        ['It said "no more."', "Then it stopped."],
        ["(Platforms must register.)", "(Brokers need not.)"],
        ["Who must apply?", "All platforms!", "When?"],
        ["The limit is HK$8 million.", "HK$5 million was too low.", "€5 million was too high."],
        ["The haircut is 60.5%.", "24 hours are allowed."],
        ["It applies from 1 Sept. 2025.", "Before, it did not."],
        ["發行人須持牌。", "銀行除外。", "何時？", "現在！"],
        ["他說「須持牌。」", "銀行除外。"],
        ["（見第五條。）", "銀行除外。"],
        ["Issuers need a licence (發牌).", "銀行除外。", "Banks are exempt."],
        ["no capital letter. so this is one"],
        ["Without an end"],
    ],
)
def test_sentences_end_where_people_end_them(parts: list[str]) -> None:
    """Each list is one text; it is cut at the ends of its sentences and nowhere else."""
    assert sentences(" ".join(parts)) == parts


def test_chinese_needs_no_blank() -> None:
    """Chinese sentences follow one another without a space."""
    assert sentences("發行人須持牌。銀行除外。") == ["發行人須持牌。", "銀行除外。"]


@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_nothing_has_no_sentences(text: str) -> None:
    """A text of blanks has no sentence, and no empty one."""
    assert sentences(text) == []


PIECES = st.sampled_from(
    ("The", "SFC", "said", "no", "Cap.", "U.S.C.", "e.g.", "No.", "42.", "“Yes.”", "(so)", "end.", "End!", "why?",
     "...", "須持牌。", "「銀行」", "。", "。”", "HK$5", "v.", "\n", "A.", "B", ")", "；")
)  # fmt: skip
SUBJECTS = st.sampled_from(("The SFC", "Cap. 656", "Bitcoin (e.g. BTC)", "HK$5 million", "60.5%"))


@given(st.lists(PIECES, max_size=20).map(" ".join) | st.lists(PIECES, max_size=20).map("".join) | st.text(max_size=60))
def test_nothing_is_lost_but_blanks(text: str) -> None:
    """The sentences hold every letter of the text in order, none is empty, and none has blanks around it."""
    found = sentences(text)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(sentence and sentence == sentence.strip() for sentence in found)


@given(st.lists(SUBJECTS, min_size=1, max_size=8))
def test_sentences_joined_with_spaces_are_the_text(subjects: list[str]) -> None:
    """An English text is its sentences with single spaces between them."""
    text = [f"{subject} applies." for subject in subjects]
    assert sentences(" ".join(text)) == text


@pytest.mark.parametrize(
    "parts",
    [
        ["A broker shall:", "(a) hold capital;", "(b) keep books.", "It pays a fee."],
        ["Kept are (i) names;", "(ii) dates.", "Nothing else is."],
        ["經紀須：", "(a) 持有資本；", "(b) 保存帳目。"],
        ["One (1) of them; or both (2) of them."],
    ],
)
def test_the_points_of_a_list_are_told_apart(parts: list[str]) -> None:
    """Each is what can be shown by itself; a number in brackets within a sentence begins no point."""
    for between in (" ", "\n") if len(parts) > 1 else (" ",):
        text = between.join(parts)
        assert [text[start:end] for start, end in piece_spans(text)] == parts
