"""The clients that people have: OpenAI's, LangChain's and the SDK of the Model Context Protocol."""

from __future__ import annotations

import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import anyio
import httpx
import openai
import pytest
from langchain_openai import ChatOpenAI
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.shared.exceptions import MCPError

from assistant.serving.requests import MODEL
from corpus.current import CurrentIndex
from tests import ROOT

MARGIN = "Is margin financing against bitcoin allowed?"
ASKED = [{"role": "user", "content": MARGIN}]


@pytest.fixture
def chat(client: httpx.Client) -> Callable[..., object]:
    """Return the call that OpenAI's client makes of our server."""
    return openai.OpenAI(base_url=f"{client.base_url}/v1", api_key="none", max_retries=0).chat.completions.create


def test_a_whole_answer_says_where_it_comes_from(chat: Callable[..., object]) -> None:
    """Each annotation points at its marker in the text, and the sources stand below as a numbered list."""
    answer = chat(model=MODEL, messages=ASKED)
    message = answer.choices[0].message
    cited = [annotation.url_citation for annotation in message.annotations]
    assert message.content[cited[0].start_index : cited[0].end_index] == "[1]"
    assert cited[0].url.endswith("/v1/policies/hk-margin-2026")  # these notes have no official link
    assert (
        "\n\nSources:\n1. Our note on the Circular on margin financing, ¶1 (in force): http://127.0.0.1:"
        in message.content
    )
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens > 0


def test_a_stream_gives_the_same_words_statement_by_statement(chat: Callable[..., object]) -> None:
    """The pieces joined are the whole answer, and the last chunk counts the tokens where it is asked to."""
    chunks = list(chat(model=MODEL, messages=ASKED, stream=True, stream_options={"include_usage": True}))
    pieces = [one.choices[0].delta.content for one in chunks if one.choices and one.choices[0].delta.content]
    assert len(pieces) > 2
    whole = chat(model=MODEL, messages=ASKED)
    assert "".join(pieces) == whole.choices[0].message.content
    assert chunks[-1].usage == whole.usage
    assert chunks[-2].choices[0].finish_reason == "stop"


def test_a_follow_up_leans_on_the_history(chat: Callable[..., object]) -> None:
    """What was asked before gives the subject, and the list of sources of the earlier answer is not read."""
    earlier = chat(model=MODEL, messages=ASKED).choices[0].message.content
    history = [*ASKED, {"role": "assistant", "content": earlier}]
    later = chat(model=MODEL, messages=[*history, {"role": "user", "content": "And in March 2025?"}])
    assert "did not let platforms offer margin financing" in later.choices[0].message.content
    as_of = chat(model=MODEL, messages=ASKED, extra_body={"as_of": "2025-03-01"})
    assert "2026" not in as_of.choices[0].message.content.partition("Sources:")[0]


def test_an_error_reaches_openais_client_in_one_line(chat: Callable[..., object]) -> None:
    """An unknown model is refused with its name, also before a stream begins."""
    for stream in (False, True):
        with pytest.raises(openai.BadRequestError, match="Input should be 'crypto-policy-assistant'"):
            chat(model="gpt-5", messages=ASKED, stream=stream)
        with pytest.raises(openai.BadRequestError, match="may have 2,000"):
            chat(model=MODEL, messages=[{"role": "user", "content": "x" * 3_000}], stream=stream)


def test_langchains_chat_model_talks_to_it(client: httpx.Client) -> None:
    """ChatOpenAI gets the same words whole and streamed."""
    model = ChatOpenAI(base_url=f"{client.base_url}/v1", api_key="none", model=MODEL)
    whole = model.invoke(MARGIN)
    assert whole.content.startswith("Under the SFC's circular of 11 February 2026 brokers may offer margin financing")
    assert "".join(chunk.content for chunk in model.stream(MARGIN)) == whole.content


async def _use_the_tools(client: Client) -> None:
    names = [tool.name for tool in (await client.list_tools()).tools]
    assert names == ["ask", "search", "policy", "lineage", "changes", "calendar", "compare"]
    calls = {
        "ask": {"question": MARGIN},
        "search": {"question": MARGIN, "count": 2},
        "policy": {"id": "hk-margin-2026"},
        "lineage": {"id": "hk-margin-2026"},
        "changes": {"from": "2026-01-01", "to": "2026-06-01", "place": ["hong kong"]},
        "calendar": {"from": "2026-01-10"},
        "compare": {"question": "cold storage of client assets", "places": ["Hong Kong", "Singapore"]},
    }
    rows = {}
    for name, arguments in calls.items():
        result = await client.call_tool(name, arguments)  # the SDK checks the row against the tool's output schema
        assert not result.is_error, result.content
        rows[name] = result.structured_content
    assert rows["ask"]["citations"][0]["policy_id"] == "hk-margin-2026"
    assert rows["policy"]["passages"][0]["locator"] == "¶1"
    assert [step["policy_id"] for step in rows["lineage"]["before"]] == ["hk-platform-rules-2023"]
    assert {change["policy_id"] for change in rows["changes"]["changes"]} == {
        "hk-margin-2026",
        "hk-platform-rules-2023",
    }
    for name, arguments, said in (
        ("search", {"question": MARGIN, "count": 1_000}, "count: Input should be less than or equal to 100."),
        ("ask", {"question": "  "}, "The question is empty: ask something."),
        ("ask", {"question": MARGIN, "place": ["Japan"]}, "place is not known here: did you mean places?"),
        ("changes", {"from": "2026-06-01", "to": "2026-01-01"}, "to (2026-01-01) must lie after from (2026-06-01)."),
    ):
        result = await client.call_tool(name, arguments)
        assert (result.is_error, result.content[0].text) == (True, said)
    listed = (await client.list_resources()).resources
    assert "policy://hk-margin-2026" in [resource.uri for resource in listed]
    text = (await client.read_resource("policy://hk-margin-2026")).contents[0].text
    assert text.startswith("# Circular on margin financing\n\n- issuer: SFC\n")
    for uri in ("policy://nothing", "file:///etc/passwd"):
        with pytest.raises(MCPError, match=r"^(There is no policy|Resources are written)"):
            await client.read_resource(uri)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_tools_over_http(client: httpx.Client, mode: str) -> None:
    """Every tool gives a row of the form that it promises, and mistakes are told in one line; both protocols."""

    async def use() -> None:
        async with Client(f"{client.base_url}/mcp", mode=mode) as tools:
            await _use_the_tools(tools)

    anyio.run(use)


def test_tools_in_a_pipe(index: CurrentIndex, tmp_path: Path) -> None:
    """The command `mcp` speaks the protocol on its output and says nothing else there."""
    environment = {"ASSISTANT_DATA": str(tmp_path / "data"), "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    command = StdioServerParameters(command=sys.executable, args=["-m", "assistant", "mcp"], env=environment)

    async def use() -> None:
        async with Client(stdio_client(command)) as tools:
            result = await tools.call_tool("lineage", {"id": "hk-margin-2026"})
            assert result.structured_content["before"][0]["policy_id"] == "hk-platform-rules-2023"

    run: Callable[[Callable[[], Awaitable[None]]], None] = anyio.run
    run(use)
