"""What a model costs: prices, the ledger, the month's budget, and several processes at once."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from langchain_core.messages import HumanMessage

from assistant.llm.ledger import Ledger
from assistant.llm.open import ModelFailedError, open_model
from assistant.prices import Prices, Usage, read_prices
from assistant.settings import Settings, load_settings
from corpus.errors import InputError
from tests.openai_server import Ends, OpenAIServer, Reply

DEAR = Usage(0, 0, 0.4)
SPEND = """
import sys
from pathlib import Path
from assistant.llm.failures import ModelFailedError
from assistant.llm.ledger import Ledger
from assistant.prices import Usage
ledger, taken = Ledger(Path(sys.argv[1]), budget=0.30), 0
for _ in range(20):
    try:
        ledger.settle(ledger.reserve("m", Usage(1, 1, 0.01)), Usage(1, 1, 0.01))
        taken += 1
    except ModelFailedError:
        pass
print(taken)
"""


def test_prices_are_for_a_million_tokens() -> None:
    """2,000 tokens in at 0.25 and 500 out at 2.00 cost 0.0005 + 0.0010 USD."""
    prices = read_prices("0.25/2.00")
    assert prices == Prices(0.25, 2.0)
    assert prices.usage(2_000, 500).cost == pytest.approx(0.0015)


@pytest.mark.parametrize("text", ["1", "1/2/3", "a/b", "-1/2", "nan/1", "inf/1"])
def test_prices_that_are_none(text: str) -> None:
    """Anything but two prices is refused with an example."""
    with pytest.raises(ValueError, match=r"such as 0\.25/2\.00"):
        read_prices(text)


def test_a_call_is_entered_at_its_most_and_corrected(tmp_path: Path) -> None:
    """What a running call may cost counts at once, what it did cost counts after."""
    ledger = Ledger(tmp_path / "spending.db", budget=1.0)
    first = ledger.reserve("m", DEAR)
    ledger.reserve("m", DEAR)
    with pytest.raises(ModelFailedError, match=r"used up \(0\.80 of 1\.00 USD\)") as failed:
        ledger.reserve("m", DEAR)
    assert failed.value.kind == "budget"
    assert first is not None
    ledger.settle(first, Usage(10, 10, 0.1))
    assert ledger.spent() == pytest.approx(0.5)
    ledger.reserve("m", DEAR)


def test_the_budget_is_the_months(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was spent last month leaves this month's budget whole."""
    ledger = Ledger(tmp_path / "spending.db", budget=0.5)
    monkeypatch.setattr("assistant.llm.ledger._now", lambda: "2026-10-31T23:59:59+00:00")
    ledger.reserve("m", DEAR)
    monkeypatch.setattr("assistant.llm.ledger._now", lambda: "2026-11-01T00:00:00+00:00")
    assert ledger.spent() == 0
    ledger.reserve("m", DEAR)


def test_processes_share_a_budget(tmp_path: Path) -> None:
    """Three processes that spend at once are stopped together at the budget, to the call."""
    command = [sys.executable, "-c", SPEND, str(tmp_path / "spending.db")]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    taken = [int(process.communicate(timeout=120)[0]) for process in running]
    assert sum(taken) == 30
    assert Ledger(tmp_path / "spending.db").spent() == pytest.approx(0.30)


def test_a_ledger_that_cannot_be_written(tmp_path: Path) -> None:
    """Without a budget the answer goes on; with one nothing is spent that cannot be counted."""
    (tmp_path / "file").touch()
    path = tmp_path / "file" / "spending.db"
    assert Ledger(path).reserve("m", DEAR) is None
    with pytest.raises(ModelFailedError, match="cannot be recorded") as failed:
        Ledger(path, budget=1.0).reserve("m", DEAR)
    assert failed.value.kind == "budget"


@pytest.mark.parametrize(
    ("reply", "tokens"),
    [
        (Reply("Brokers may lend.", usage=(100, 10)), (100, 10)),
        (Reply("x" * 40, usage=None), (8, 10)),  # 4 tokens of text, 1 of the role, 3 of a message
        (Reply("x" * 40, ends=Ends.CUT), (8, 10)),
        (Reply(status=400), (0, 0)),
    ],
)
def test_an_answer_is_recorded(
    model_server: OpenAIServer, monkeypatch: pytest.MonkeyPatch, reply: Reply, tokens: tuple[int, int]
) -> None:
    """Tokens are the provider's count, or estimated where it gave none; a request turned away is free."""
    model_server.configure(monkeypatch)
    monkeypatch.setenv("ASSISTANT_MODEL_PRICES", "1000000/2000000")
    model_server.reply(reply)
    settings = load_settings()
    model = open_model(settings)
    assert model is not None
    with suppress(ModelFailedError):
        list(model.stream([HumanMessage("x" * 16)]))
    assert (model.usage.input_tokens, model.usage.output_tokens) == tokens
    assert Ledger(settings.spending).spent() == tokens[0] + 2 * tokens[1] == model.usage.cost


@pytest.mark.parametrize("said", [(-(10**9), -(10**9)), (10**18, 10**18), (10**30, 10**30), (1, 1)])
def test_a_count_is_believed_within_what_can_be(
    model_server: OpenAIServer, monkeypatch: pytest.MonkeyPatch, said: tuple[int, int]
) -> None:
    """A server that lies about its tokens neither opens nor closes the month, and the answer is there."""
    model_server.configure(monkeypatch)
    monkeypatch.setenv("ASSISTANT_MODEL_PRICES", "1/1")
    model_server.reply(Reply("word " * 800, usage=said))
    settings = load_settings()
    model = open_model(settings)
    assert model is not None
    asked = "brokers " * 3_000
    assert len("".join(model.stream([HumanMessage(asked)]))) == 4_000
    assert len(asked) // 40 <= model.usage.input_tokens <= len(asked) + 1_000
    assert 500 <= model.usage.output_tokens <= settings.model_max_tokens
    assert 0 < Ledger(settings.spending).spent() < 0.1


def test_every_attempt_is_entered(model_server: OpenAIServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A provider that was cut off before its first word has read the question all the same."""
    model_server.configure(monkeypatch)
    model_server.reply(Reply(ends=Ends.CUT), Reply(ends=Ends.CUT), Reply("x" * 40, usage=None))
    model = open_model(load_settings())
    assert model is not None
    list(model.stream([HumanMessage("x" * 16)]))
    assert (model.usage.input_tokens, model.usage.output_tokens) == (24, 10)


def test_a_used_up_budget_asks_nobody(model_server: OpenAIServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the most that a call can cost exceeds the budget, no request leaves."""
    model_server.configure(monkeypatch)
    monkeypatch.setenv("ASSISTANT_MODEL_PRICES", "1/1")
    monkeypatch.setenv("ASSISTANT_MODEL_BUDGET", "0.001")  # 4,000 tokens may cost 0.004
    model = open_model(load_settings())
    assert model is not None
    with pytest.raises(ModelFailedError, match="budget for the model is used up"):
        list(model.stream([HumanMessage("hello")]))
    assert not model_server.asked


def test_a_budget_needs_prices(monkeypatch: pytest.MonkeyPatch) -> None:
    """A budget that could not be counted is refused, and an empty one is none."""
    monkeypatch.setenv("ASSISTANT_MODEL_BUDGET", "")
    assert Settings().model_budget is None
    monkeypatch.setenv("ASSISTANT_MODEL_BUDGET", "5")
    with pytest.raises(InputError, match="ASSISTANT_MODEL_BUDGET is '5': a budget needs ASSISTANT_MODEL_PRICES"):
        load_settings()
