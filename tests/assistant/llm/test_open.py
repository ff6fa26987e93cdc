"""Opening a chat model by its name: what is needed, what is kept, and how it is turned off."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, HumanMessage

from assistant.llm.open import PROVIDERS, ChatModel, ModelFailedError, Usage, open_model
from assistant.settings import Settings, load_settings
from corpus.errors import InputError
from tests import ROOT
from tests.openai_server import NAME, OpenAIServer

ASKED = [HumanMessage("hello")]
SECRET = "sk-very-secret"


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Run without the developer's keys, in a folder whose `.env` is the test's own."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    monkeypatch.chdir(tmp_path)


def write_env(*lines: str) -> None:
    """Write `.env`."""
    Path(".env").write_text("\n".join(lines), encoding="utf-8")


def test_no_model_is_no_model() -> None:
    """Where none is named there is none, and nothing is missing."""
    assert open_model(load_settings()) is None


def test_any_langchain_model_will_do() -> None:
    """A ChatModel wraps whatever LangChain gives; this double streams word by word."""
    model = ChatModel("double", GenericFakeChatModel(messages=iter([AIMessage("Hello there")])))
    assert list(model.stream(ASKED)) == ["Hello", " ", "there"]


def test_a_missing_package_is_named_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """A provider whose package is not installed says what installs it."""
    monkeypatch.setenv("ANTHROPIC_API_KEY", SECRET)
    monkeypatch.setitem(sys.modules, "langchain_anthropic", None)
    with pytest.raises(ModelFailedError, match=r"pip install langchain-anthropic==1\.7\.7$") as failed:
        open_model(Settings(model="anthropic:claude-sonnet-4-5"))
    assert failed.value.kind == "missing package"


def test_the_page_of_models_names_what_to_install() -> None:
    """The table of providers in docs/models.md matches the code, and what is tested is what is installed."""
    page = (ROOT / "docs" / "models.md").read_text(encoding="utf-8")
    for name, provider in PROVIDERS.items():
        assert f"| `{name}:`" in page
        assert f"`pip install {provider.package}`" in page
        assert f"`{provider.key}`" in page or not provider.key
    assert PROVIDERS["openai"].package in (ROOT / "requirements-dev.txt").read_text(encoding="utf-8").splitlines()


def test_a_missing_key_is_named() -> None:
    """A provider without its key says which variable it wants."""
    with pytest.raises(ModelFailedError, match="OPENAI_API_KEY is not set") as failed:
        open_model(Settings(model="openai:gpt-5-mini"))
    assert failed.value.kind == "key"


@pytest.mark.parametrize("name", ["nobody:model", "gpt-5-mini", "openai:", ":x", "open ai:x"])
def test_a_name_that_is_none(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name without provider, or with an unknown one, is a mistake that is told with an example."""
    monkeypatch.setenv("ASSISTANT_MODEL", name)
    with pytest.raises(InputError, match=r"ASSISTANT_MODEL is .* such as openai:gpt-5-mini"):
        open_model(load_settings())


@pytest.mark.parametrize("url", ["localhost:8000/v1", "ftp://host/v1", "http://", "http:// x"])
def test_an_address_that_is_none(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address without its scheme is told with an example, not taken for a server that is down."""
    monkeypatch.setenv("ASSISTANT_MODEL_BASE_URL", url)
    with pytest.raises(InputError, match=r"ASSISTANT_MODEL_BASE_URL is .* such as http://localhost:8000/v1"):
        load_settings()


def test_the_key_comes_from_the_environment_or_env(model_server: OpenAIServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The provider's key is read from `.env` too, anew for each answer, and a changed one is used."""
    model_server.configure(monkeypatch)
    for key in ("first", "second"):
        write_env(f"OPENAI_API_KEY={key}")
        model_server.say("hello")
        model = open_model(load_settings())
        assert model is not None
        list(model.stream(ASKED))
    assert model_server.keys == ["Bearer first", "Bearer second"]


def test_a_server_of_ones_own_needs_no_key(model_server: OpenAIServer) -> None:
    """With a base URL of one's own the key may be missing."""
    model_server.say("hello")
    model = open_model(Settings(model=NAME, model_base_url=model_server.url))
    assert model is not None
    assert list(model.stream(ASKED)) == ["hello"]


def test_the_key_is_never_shown(model_server: OpenAIServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the model nor its failures show the key."""
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    model = open_model(Settings(model=NAME, model_base_url=model_server.url))
    with pytest.raises(ModelFailedError) as failed:
        list(model.stream(ASKED) if model else ())
    assert SECRET not in repr(model) + repr(failed.value) + str(failed.value.__cause__)


def test_clients_are_kept_and_usage_is_each_answers_own(model_server: OpenAIServer) -> None:
    """Two answers share the provider's client and its breaker, and count apart."""
    settings = Settings(model=NAME, model_base_url=model_server.url)
    model_server.say("hello")
    one, other = open_model(settings), open_model(settings)
    assert one is not None
    assert other is not None
    list(one.stream(ASKED))
    assert (one.chat, one.breaker) == (other.chat, other.breaker)
    assert (one.usage, other.usage) == (Usage(100, 10), Usage())


def test_the_kill_switch_needs_no_restart(model_server: OpenAIServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty line in `.env` turns the model off for the next question, whatever the environment says."""
    model_server.configure(monkeypatch)
    assert open_model(load_settings()) is not None
    write_env("ASSISTANT_MODEL=")
    assert open_model(load_settings()) is None
    write_env()
    assert open_model(load_settings()) is not None
