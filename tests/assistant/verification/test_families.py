"""Each family of checks on sentences of its own: what it finds, and what it must leave alone."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.composing.ranking import PART_OF
from assistant.records import Citation, Statement
from assistant.verification import verify
from assistant.verification.evidence import aligned
from corpus.glossary import Glossary, Term
from corpus.records import Life, Nature, PartialDate, Passage, Policy
from corpus.standing import standing

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


def failed(text: str, source: str, life: Life = IN_FORCE, headings: tuple[str, ...] = ("A rule",)) -> set[str]:
    """Name the checks that a text fails that cites a source."""
    passage = Passage("rule#p1", "rule", source, "¶1", life, headings=headings)
    policy = Policy("rule", "A rule", "SFC", "Hong Kong", "circular", life)
    found = standing(life, DAY)
    citation = Citation("1", "rule", passage.id, policy.title, "¶1", None, source, found, "")
    statement = Statement(text, (citation,), PART_OF[found])
    checks = verify(statement, {passage.id: passage}, DAY, {policy.id: policy}, GLOSSARY)
    return {check.name for check in checks if not check.passed}


LIMITS = "Retail clients may trade up to HK$25 million and professional clients up to HK$5 million under the rule."
HAIRCUT = "Brokers apply a haircut of at least 60% to bitcoin within two years under the rule."


@pytest.mark.parametrize(
    ("text", "source", "passes"),
    [
        ("Professional clients may trade up to HKD 5m and retail clients up to HKD 25m.", LIMITS, True),
        ("Retail clients may trade up to HK$5 million and professional clients up to HK$25 million.", LIMITS, False),
        ("Brokers apply a haircut of 60% or more to bitcoin within 24 months.", HAIRCUT, True),
        ("Brokers apply a haircut of at most 60% to bitcoin.", HAIRCUT, False),
        ("Brokers apply a haircut of more than 60% to bitcoin.", HAIRCUT, False),
        ("Brokers apply a haircut of at least 60% to bitcoin within two months.", HAIRCUT, False),
        ("平台必須在兩年內保管客戶資產。", "Platforms must keep client assets within two years.", True),
        ("平台必須在三年內保管客戶資產。", "Platforms must keep client assets within two years.", False),
    ],
)
def test_numbers_belong_to_what_they_qualify(text: str, source: str, passes: bool) -> None:
    """A figure fails that changed places, its limit or its unit; another way of writing it passes."""
    assert ("numbers" not in failed(text, source)) is passes


DATED = "The bill was gazetted on 6 December 2024, read on 18 December 2024 and passed on 21 May 2025."


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("The bill was passed in May 2025.", True),
        ("The bill was read on 18 December.", True),
        ("The rule applies from 1 March 2025.", True),  # as the policy says
        ("The bill was passed on 18 December 2024.", False),
        ("The bill was read on 19 December.", False),
        ("The bill was passed on 22 May 2025.", False),
    ],
)
def test_dates_belong_to_their_event(text: str, passes: bool) -> None:
    """A date fails that is another event's; a coarser one passes, and one that the policy itself has."""
    assert ("dates" not in failed(text, DATED)) is passes


KEEP = "Platforms must keep client assets in cold storage, should insure them and may charge a fee for it."


@pytest.mark.parametrize(
    ("text", "source", "passes"),
    [
        ("Platforms are required to keep client assets in cold storage.", KEEP, True),
        ("Platforms may keep client assets in cold storage.", KEEP, False),
        ("Platforms should keep client assets in cold storage.", KEEP, False),
        ("Platforms must insure client assets.", KEEP, False),
        ("Platforms must charge a fee.", KEEP, False),
        ("Platforms are allowed to charge a fee.", KEEP, True),
        ("Only platforms may charge a fee.", KEEP, False),
        ("Platforms are barred from lending coins.", "Platforms must not lend coins.", True),
        ("Platforms need not lend coins.", "Platforms must not lend coins.", False),
        ("Reserves cannot be lower than 30%.", "Reserves must be at least 30%.", True),
        ("平台不得保管客戶資產。", "Platforms must keep client assets.", False),
        ("平台必須保管客戶資產。", "Platforms must keep client assets.", True),
        ("平台可以保管客戶資產。", "Platforms must keep client assets.", False),
    ],
)
def test_modality_is_as_strong_as_in_the_source(text: str, source: str, passes: bool) -> None:
    """Must, should, may, must not and need not are not exchanged, nor is a restriction added."""
    assert ("modality" not in failed(text, source)) is passes


@pytest.mark.parametrize(
    ("text", "source", "passes"),
    [
        ("Deposits are regulated as stablecoins.", "Deposits are not regulated as stablecoins.", False),
        ("Deposits fall outside the stablecoin rules.", "Deposits are not stablecoins under the rules.", True),
        ("Banks must also hold capital.", "Issuers must hold capital; banks are exempt.", False),
        ("Banks do not have to hold capital.", "Issuers must hold capital; banks are exempt.", True),
        ("Brokers are not regulated by the rule.", "Brokers are regulated by the rule.", False),
        ("The rule no longer covers brokers.", "The rule covers brokers.", False),
        ("The rule binds banks even if it is not adopted.", "The rule binds banks only once it is adopted.", False),
        ("Clients with an account may not borrow.", "Clients without an account may not borrow.", False),
        ("No less than 60% is kept.", "At least 60% is kept.", True),
    ],
)
def test_negation_is_neither_dropped_nor_added(text: str, source: str, passes: bool) -> None:
    """A "not", "unless", "without" or "exempt" stays what it was, in the same word or in another."""
    assert ("negation" not in failed(text, source)) is passes


@pytest.mark.parametrize(
    ("text", "source", "check"),
    [
        ("The HKMA licenses platforms.", "The SFC licenses platforms.", "names"),
        ("Platforms in Singapore are licensed.", "Platforms are licensed.", "names"),
        ("Platforms may list Solana coins.", "Platforms may list bitcoin coins.", "names"),
        ("Professional clients may trade.", "Retail clients may trade.", "opposites"),
        ("Custodians keep the coins.", "Brokers keep the coins.", "opposites"),
        ("Assets are kept in hot storage.", "Assets are kept in cold storage.", "opposites"),
        ("Insurers publish yearly accounts of mining pools.", "Platforms keep client assets apart.", "overlap"),
        ('The rule asks for "a careful haircut".', 'The rule asks for "a prudent haircut".', "quote"),
        ("規則要求「審慎的折扣」。", "The rule asks for a prudent haircut.", "quote"),
    ],
)
def test_another_name_addressee_subject_or_quotation_fails(text: str, source: str, check: str) -> None:
    """Names, addressees, subjects and quotations are those of the source."""
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


@pytest.mark.parametrize(
    ("text", "life", "passes"),
    [
        ("Dealers must hold a licence.", PROPOSED, False),
        ("Dealers would have to hold a licence.", PROPOSED, True),
        ("Under the bill dealers are to hold a licence.", PROPOSED, True),
        ("Dealers must hold a licence.", ENDED, False),
        ("Dealers had to hold a licence until 2026.", ENDED, True),
        ("Dealers currently had to hold a licence.", ENDED, False),
        ("Dealers must hold a licence.", IN_FORCE, True),
        ("The SFC proposes that dealers must hold a licence.", IN_FORCE, False),
    ],
)
def test_words_do_not_claim_another_standing(text: str, life: Life, passes: bool) -> None:
    """What is proposed is worded as proposed, what has ended as past, and what holds as holding."""
    assert ("standing" not in failed(text, "The SFC rule: dealers must hold a licence.", life)) is passes


@pytest.mark.parametrize("life", [IN_FORCE, PROPOSED, ENDED])
def test_whole_sentences_of_the_source_pass_as_they_are(life: Life) -> None:
    """The words of the source need no other wording: the part of the answer says how they stand."""
    source = "No dealer must hold HK$5 million, unless the SFC says so. Brokers may not lend."
    assert failed("Brokers may not lend.", source, life) == set()
    assert failed(source, source, life) == set()


def test_a_piece_of_a_sentence_is_no_whole_sentence() -> None:
    """What is cut out of a sentence is checked as any other words are: the rest may have said the opposite."""
    assert failed("Brokers may lend coins", "Brokers may lend coins to nobody but banks.") == set()
    assert failed("lend coins.", "Brokers must not lend coins.") != set()


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
    assert failed("Pay EUR 50,000 and " * 500, "Issuers pay EUR 50,000.") == {"overlap"}
