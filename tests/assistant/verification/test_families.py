"""Each family of checks on sentences of its own: what it finds, and what it must leave alone."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answers.records import Citation, Statement
from assistant.composing.sentences import PART_OF
from assistant.verification import verify
from assistant.verification.evidence import aligned
from corpus.records import Life, Nature, PartialDate, Passage, Policy
from corpus.register.standing import standing
from corpus.vocabulary.glossary import Glossary, Term

DAY = date(2026, 6, 1)
IN_FORCE = Life(Nature.RULE, PartialDate.parse("2025-01-10"), PartialDate.parse("2025-03-01"))
PROPOSED = Life(Nature.PROPOSAL, PartialDate.parse("2025-01-10"))
ENDED = Life(
    Nature.RULE, PartialDate.parse("2025-01-10"), PartialDate.parse("2025-03-01"), PartialDate.parse("2026-02-01")
)
GLOSSARY = Glossary(
    [
        Term("SFC", "Securities and Futures Commission", zh=("證監會",)),
        Term("platform", "trading platform", zh=("平台",)),
        Term("client assets", "client assets", zh=("客戶資產",)),
    ]
)


def failed(
    text: str, source: str, life: Life = IN_FORCE, headings: tuple[str, ...] = ("A rule",), question: str = ""
) -> set[str]:
    """Name the checks that a text fails that cites a source."""
    passage = Passage("rule#p1", "rule", source, "¶1", life, headings=headings)
    policy = Policy("rule", "A rule", "SFC", "Hong Kong", "circular", life)
    found = standing(life, DAY)
    citation = Citation("1", "rule", passage.id, policy.title, "¶1", None, source, found, "")
    statement = Statement(text, (citation,), PART_OF[found])
    checks = verify(statement, {passage.id: passage}, DAY, {policy.id: policy}, GLOSSARY, question)
    return {check.name for check in checks if not check.passed}


HAIRCUT = "Brokers apply a haircut of at least 60% to bitcoin within two years under the rule."


@pytest.mark.parametrize(
    ("text", "source", "passes"),
    [
        ("Brokers apply a haircut of 60% or more to bitcoin within 24 months.", HAIRCUT, True),
        ("Brokers apply a haircut of 60%, so at most 40% counts.", HAIRCUT, True),
        ("Both limits apply to bitcoin.", HAIRCUT, True),
        ("Under Article 1(5) brokers apply a haircut of 60%.", "Article 1(5): brokers apply a haircut of 60%.", True),
        ("Brokers apply a haircut of 50% to bitcoin.", HAIRCUT, False),
        ("Brokers apply a haircut of at least 60% to bitcoin within two months.", HAIRCUT, False),
        ("平台必須在兩年內保管客戶資產。", "Platforms must keep client assets within two years.", True),
        ("平台必須在三年內保管客戶資產。", "Platforms must keep client assets within two years.", False),
    ],
)
def test_figures_stand_in_the_source_or_follow_from_it(text: str, source: str, passes: bool) -> None:
    """A figure or unit of no source fails; another way of writing one, what it leaves of a hundred and a count pass."""
    assert ("numbers" not in failed(text, source)) is passes


DATED = "The bill was gazetted on 6 December 2024, read on 18 December 2024 and passed on 21 May 2025."


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("The bill was passed in May 2025.", True),
        ("The bill was read on 18 December.", True),
        ("The rule applies from 1 March 2025.", True),  # as the head of the passage says
        ("No, on 1 June 2026 the rule was in force.", True),  # the day of the answer
        ("It was not passed on 3 March 2024.", True),  # the question's own date, denied
        ("It was passed on 3 March 2024.", False),
        ("條例草案於 2024 年 12 月 18 日首讀。", True),
        ("The bill was read on 19 December.", False),
        ("The bill was passed on 22 May 2025.", False),
    ],
)
def test_dates_stand_in_the_source_its_head_the_day_or_a_denied_question(text: str, passes: bool) -> None:
    """A date of nowhere fails; a coarser one passes, and the question's only where it is denied."""
    assert ("dates" not in failed(text, DATED, question="Was the bill passed on 3 March 2024?")) is passes


@pytest.mark.parametrize(
    ("text", "source", "check"),
    [
        ("The HKMA licenses platforms.", "The SFC licenses platforms.", "names"),
        ("Platforms in Singapore are licensed.", "Platforms are licensed.", "names"),
        ("Platforms may list Solana coins.", "Platforms may list bitcoin coins.", "names"),
        ("Platforms are licensed, see sfc-help.example.", "Platforms are licensed.", "contacts"),
        ('The rule asks for "a careful haircut".', 'The rule asks for "a prudent haircut".', "quote"),
        ("規則要求「審慎的折扣」。", "The rule asks for a prudent haircut.", "quote"),
    ],
)
def test_another_name_contact_or_quotation_fails(text: str, source: str, check: str) -> None:
    """Names, contacts and quotations are those of the source."""
    assert check in failed(text, source)


@pytest.mark.parametrize(
    "text",
    [
        "The Securities and Futures Commission licenses platforms in Hong Kong.",
        "In Hong Kong platforms are licensed by the SFC.",
        "證監會向平台發牌。",
    ],
)
def test_other_names_of_the_same_pass(text: str) -> None:
    """An alias of the glossary, and the place and issuer of the policy, may be named."""
    assert "names" not in failed(text, "The SFC licenses platforms.")


@pytest.mark.parametrize("life", [IN_FORCE, PROPOSED, ENDED])
def test_whole_sentences_of_the_source_pass_as_they_are(life: Life) -> None:
    """The words of the source need no other wording: the part of the answer says how they stand."""
    source = "No dealer must hold HK$5 million, unless the SFC says so. Brokers may not lend."
    assert failed("Brokers may not lend.", source, life) == set()
    assert failed(source, source, life) == set()


def test_a_sentence_is_aligned_with_all_that_it_sums_up() -> None:
    """Each source sentence that adds words to the statement is found, the others are not."""
    sources = ("Platforms keep coins cold.", "Brokers lend money.", "Insurers wait.")
    assert set(aligned("Platforms keep coins cold while brokers lend money", sources)) == set(sources[:2])


@pytest.mark.parametrize(
    "text", ["", "!!!", "貓狗鳥魚", "zxq wvu tsr qpo", "0 0 0", "\x00" * 50, "不" * 500, "not " * 200]
)
def test_gibberish_fails_and_never_breaks(text: str) -> None:
    """What a model without sense writes is not supported."""
    assert failed(text, "Platforms must keep client assets in cold storage.") != set()


def test_what_is_far_too_long_for_a_sentence_is_not_checked_word_by_word() -> None:
    """Ten thousand characters fail at once with the reason: comparing them would take minutes."""
    assert failed("Pay EUR 50,000 and " * 500, "Issuers pay EUR 50,000.") == {"support"}


PLATFORMS = (
    "Platforms need not apply the liquidity test to the coin, although the test stays for tokens of retail clients."
)
AIMS = "The plan of the regulator sets aims and creates no duty for firms."
LISTED = "Without an approved policy a firm may list only coins on the list of the regulator."


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The plan creates duties for firms.", AIMS),
        ("A licence has a fixed term.", "A licence has no fixed term and stays valid until it is revoked."),
        ("Tokenised products are not exempt from the rule.", "Tokenised products are exempt from the rule."),
        ("Without an approved policy a firm may not list coins on the list of the regulator.", LISTED),
        ("Platforms must apply the liquidity test to the coin.", PLATFORMS),
        ("All firms must test their systems every year.",
         "Firms other than small ones must test their systems every year."),
        ("Insurers must notify the regulator before they acquire the asset.",
         "Banks must notify the regulator before they acquire the asset."),
    ],
)  # fmt: skip
def test_a_negation_turned_a_condition_dropped_or_a_group_changed_is_held_back(text: str, source: str) -> None:
    """What contradicts its source, widens it, or speaks of others is not shown as it is."""
    assert "support" in failed(text, source)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The rule does not apply until 31 December 2026.", "The rule applies from 31 December 2026."),
        ("The list is no longer kept by the regulator.", "The regulator no longer keeps a list of coins."),
        ("No duty for firms is created by the plan.", AIMS),
        ("A licence does not have a fixed term.", "A licence has no fixed term and stays valid until it is revoked."),
        ("Platforms do not have to apply the liquidity test to the coin.", PLATFORMS),
        ("Such a service cannot be offered without a licence.", "Such a service needs a licence."),
    ],
)  # fmt: skip
def test_a_denial_in_other_words_passes(text: str, source: str) -> None:
    """Not until, no longer, passives and double denials say what their source says."""
    assert "support" not in failed(text, source)
