"""The routes: what they give, and what they refuse in one line of JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.serving.requests import MODEL
from corpus.build import Sources, build
from corpus.library import Details, Library
from corpus.records import PartialDate
from tests.assistant.serving.conftest import Serve
from tests.conftest import WordEncoder

MARGIN = "Is margin financing against bitcoin allowed?"
ANN, BOB = "a-long-key-of-ann", "a-long-key-of-bob"
KEYS = f"ann:{ANN},bob:{BOB}"
DEEP = b"[" * 50_000 + b"]" * 50_000
COLD = "Must custodians keep client assets in cold storage?"
CHAT, ROW, TOOLS = "/v1/chat/completions", "/v1/answers", "/mcp"
JSON = {"content-type": "application/json", "accept": "application/json, text/event-stream"}


def said(reply: httpx.Response) -> str:
    """Return what an error says; fail where it is none in one line of JSON."""
    assert 400 <= reply.status_code < 500, reply.text
    assert "\n" not in reply.text
    message: str = reply.json()["error"]["message"]
    assert 0 < len(message) < 600
    assert "Traceback" not in message
    return message


def test_an_answer_row_has_the_fields_of_ask_json(client: httpx.Client) -> None:
    """A question row in, under another program's name for the question too; an answer row out."""
    for name in ("user_input", "question", "input"):
        row = client.post(ROW, json={"id": "q7", name: MARGIN, "as_of": "2026-06-01", "reference": "yes"}).json()
        assert (row["id"], row["user_input"], row["as_of"], row["error"]) == ("q7", MARGIN, "2026-06-01", None)
        assert row["citations"][0]["policy_id"] == "hk-margin-2026"


def test_documents_are_asked_alone_at_every_door(client: httpx.Client) -> None:
    """A row, a chat and the tools answer from the named documents only, and name what they do not know."""
    named = {"documents": ["Custody bill"]}
    chat = {"model": MODEL, "messages": [{"role": "user", "content": COLD}]}
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call"}
    row = client.post(ROW, json={"user_input": COLD} | named).json()
    assert {citation["policy_id"] for citation in row["citations"]} == {"sg-custody-bill"}
    assert "Custody bill" in client.post(CHAT, json=chat | named).text
    for tool in ("ask", "search"):
        told = client.post(TOOLS, json=call | {"params": {"name": tool, "arguments": {"question": COLD} | named}}).text
        assert "sg-custody-bill" in told
        assert "hk-platform-rules-2023" not in told
    assert "no document 'No such'" in said(client.post(ROW, json={"user_input": COLD, "documents": ["No such"]}))


def test_history_of_a_row_makes_a_follow_up_stand_alone(client: httpx.Client) -> None:
    """Earlier turns may be strings or messages, as in question sets."""
    for history in ([MARGIN], [{"role": "user", "content": MARGIN}]):
        row = client.post(ROW, json={"user_input": "And in March 2025?", "history": history}).json()
        assert "margin financing" in row["understood_as"]


def test_the_register_as_known_on_a_day(client: httpx.Client) -> None:
    """Policies are listed by place and day; one is given with its paragraphs and their standing."""
    now = client.get("/v1/policies", params={"place": "hong kong", "on": "2026-06-01"}).json()["policies"]
    assert [row["policy_id"] for row in now] == ["hk-margin-2026", "hk-remarks-2025", "hk-platform-rules-2023"]
    before = client.get("/v1/policies?on=2025-03-01").json()["policies"]
    assert [row["standing"] for row in before] == ["record", "in force"]
    policy = client.get("/v1/policies/hk-platform-rules-2023?on=2026-06-01").json()
    assert (policy["standing"], len(policy["passages"])) == ("superseded", 2)
    assert client.get("/v1/policies/hk-platform-rules-2023?on=2025-03-01").json()["ended"] is None
    assert "was not published by 2025-03-01" in said(client.get("/v1/policies/hk-margin-2026?on=2025-03-01"))


def test_changes_and_calendar(client: httpx.Client) -> None:
    """What moved between two days, and nothing to come after the last of them."""
    moved = client.get("/v1/changes?from=2026-01-01&to=2026-06-01&place=Singapore").json()["changes"]
    assert [(row["policy_id"], row["after"]) for row in moved] == [("sg-custody-bill", "proposed")]
    assert client.get("/v1/calendar?from=2026-06-02").json() == {"from": "2026-06-02", "dates": []}


BODIES: dict[str, bytes] = {
    "empty": b"",
    "null": b"null",
    "cut off": b'{"model":',
    "deep": DEEP,
    "deep in a field": b'{"user_input":"x","history":' + DEEP + b',"messages":' + DEEP + b"}",
    "no text": bytes(range(256)),
    "half a character": rb'{"user_input":"\ud800","messages":[{"role":"user","content":"\ud800"}]}',
    "wrong types": b'{"user_input":[5],"model":5,"messages":"x"}',
    "not a number": b'{"user_input":NaN,"model":NaN,"messages":NaN}',
    "a huge number": b'{"user_input":' + b"9" * 10_000 + b',"model":"x"}',
    "huge": b'{"user_input":"' + b"x" * 2_100_000 + b'"}',
}  # fmt: skip


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_odd_bodies_are_refused_in_one_line(client: httpx.Client, body: bytes) -> None:
    """Every route that takes a body refuses what it cannot read, and goes on serving."""
    for route in (CHAT, ROW, TOOLS):
        said(client.post(route, content=body, headers=JSON))
    assert client.get("/health").json()["status"] == "ok"


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        ({"jurisdictions": ["Lemuria-on-Sea"]}, "is not a place of the register: one of Hong Kong"),
        ({"jurisdictions": ["Singapor"]}, "'Singapor' is not a place of the register: did you mean Singapore?"),
        ({"as_of": "2026-02-30"}, "as_of: there is no such day"),
        ({"as_of": 20260101}, "as_of: write a day as YYYY-MM-DD."),
    ],
)  # fmt: skip
def test_wrong_values_are_named(client: httpx.Client, wrong: dict[str, Any], line: str) -> None:
    """A place or a day that is none is named, with what would be."""
    assert line in said(client.post(ROW, json={"user_input": MARGIN} | wrong))
    chat = {"model": MODEL, "messages": [{"role": "user", "content": MARGIN}]}
    assert line in said(client.post(CHAT, json=chat | wrong))


@pytest.mark.parametrize(
    ("messages", "line"),
    [
        ([{"role": "assistant", "content": "x"}], "the last message must be the user's"),
        ([{"role": "user", "content": " "}], "the last message must be the user's"),
        ([{"role": "king", "content": "x"}], "messages.0.role: Input should be 'system'"),
        ([{"role": "user", "content": [{"type": "image_url"}]}], "messages.0.content.0.type: Input should be 'text'"),
        ([{"role": "user", "content": "x"}] * 300, "messages: List should have at most 200 items"),
        ([{"role": "user", "content": "x" * 60_000}], "String should have at most 50000 characters"),
    ],
)
def test_odd_conversations_are_refused(client: httpx.Client, messages: list[dict[str, Any]], line: str) -> None:
    """A conversation must end with a question in text, and may not be without end."""
    for stream in (False, True):
        assert line in said(client.post(CHAT, json={"model": MODEL, "messages": messages, "stream": stream}))


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("/v1/policies?plac=Japan", "plac is not known here: did you mean place?"),
        ("/v1/policies?on=2026-01-01&on=2026-01-02", "on is given twice: give it once."),
        ("/v1/policies?topic=" + "x" * 600, "topic has 600 characters and may have 500."),
        ("/v1/policies?topic=%ED%A0%80", "No policy is on the topic"),
        ("/v1/policies/hk-margin-2025", "There is no policy 'hk-margin-2025': did you mean hk-margin-2026?"),
        ("/v1/policies/..%2f..%2fetc%2fpasswd", "There is no policy '../../etc/passwd'"),
        ("/v1/policies/" + "x" * 5_000, "id: String should have at most 200 characters."),
        ("/v1/changes?from=2026-01-01", "to: Field required."),
        ("/v1/changes?from=5&to=6", "from: write a day as YYYY-MM-DD."),
        ("/v1/changes?from=2026-02-01&to=2026-01-01", "to (2026-01-01) must lie after from (2026-02-01)."),
        ("/v1/nothing", "There is nothing at /v1/nothing: GET /docs lists what there is."),
        ("/v1/answers", "/v1/answers does not take GET"),
        ("/mcp", "/mcp does not take GET"),
    ],
)
def test_odd_addresses_are_refused(client: httpx.Client, address: str, line: str) -> None:
    """What is wrong in an address is named, with what to do."""
    assert line in said(client.get(address))


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "127.0.0.1.evil.example:8600"},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost:3000"},
    ],
)
def test_pages_of_other_sites_are_refused(client: httpx.Client, headers: dict[str, str]) -> None:
    """Without keys a page of another site reaches no route, by its own name or by ours (DNS rebinding)."""
    for route in ("/v1/models", "/health", "/docs"):
        said(client.get(route, headers=headers))
    said(client.post(TOOLS, json={}, headers=headers))


def test_keys_are_asked_for(serve: Serve) -> None:
    """With keys every route but health and the description asks for one, and a wrong one is none."""
    client = serve(api_keys=KEYS)
    assert client.get("/health").status_code == client.get("/docs").status_code == 200
    for headers in ({}, {"authorization": "Bearer nobody"}, {"authorization": ANN}, {"authorization": f"Basic {ANN}"}):
        for route in ("/v1/models", "/v1/policies", "/v1/policies/hk-margin-2026", "/v1/calendar"):
            reply = client.get(route, headers=headers)
            assert (reply.status_code, "ASSISTANT_API_KEYS" in said(reply)) == (401, True)
        for route in (CHAT, ROW, TOOLS):
            assert client.post(route, json={}, headers=headers).status_code == 401
    assert client.get("/v1/models", headers={"authorization": f"bearer {BOB}"}).status_code == 200


def test_the_documents_of_a_key_are_its_own(serve: Serve, sources: Sources, tmp_path: Path) -> None:
    """Another key finds nothing of them: in answers, searches, the register, by their id or as resources."""
    details = Details(
        title="House view", jurisdiction="Hong Kong", kind="circular", published=PartialDate.parse("2026-05-01")
    )
    text = b"# House view\n\n## Article 7\n\nOur fund lends zirconium tokens against bitcoin at a haircut of 37%.\n"
    id_ = Library(sources.library).add(text, "view.md", details, "key:ann").document.policy.id
    build(sources, WordEncoder())
    client = serve(api_keys=KEYS)
    ask = {"user_input": "At which haircut does our fund lend zirconium tokens?"}
    search = {"jsonrpc": "2.0", "id": 1, "method": "tools/call"}
    seen = {}
    for name, key in (("ann", ANN), ("bob", BOB)):
        client.headers = httpx.Headers(JSON | {"authorization": f"Bearer {key}"})
        found = client.post(TOOLS, json=search | {"params": {"name": "search", "arguments": {"question": "zirconium"}}})
        read = {"jsonrpc": "2.0", "id": 2, "method": "resources/read", "params": {"uri": f"policy://{id_}"}}
        replies = [
            client.post(ROW, json=ask),
            client.post(CHAT, json={"model": MODEL, "messages": [{"role": "user", "content": ask["user_input"]}]}),
            client.get("/v1/policies"),
            client.get(f"/v1/policies/{id_}"),
            client.get("/v1/changes?from=2026-04-01&to=2026-06-01"),
            found,
            client.post(TOOLS, json=read),
        ]
        seen[name] = ["House view" in reply.text or "37%" in reply.text for reply in replies]
        statuses = [reply.status_code for reply in replies]
        assert statuses[3] == (200 if name == "ann" else 404)
    assert seen == {"ann": [True] * 7, "bob": [False] * 7}


def test_a_minute_has_so_many_requests(serve: Serve) -> None:
    """Beyond the limit a key is told when to come again, and the other goes on."""
    client = serve(api_keys=KEYS, api_requests_per_minute=3)
    ann, bob = ({"authorization": f"Bearer {key}"} for key in (ANN, BOB))
    assert [client.get("/v1/models", headers=ann).status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = client.get("/v1/models", headers=ann)
    assert 0 < int(refused.headers["retry-after"]) <= 60
    assert "come again in" in said(refused)
    assert client.get("/v1/models", headers=bob).status_code == 200


def test_the_description_loads_nothing_from_elsewhere(client: httpx.Client) -> None:
    """The page names every route, runs no script and may load nothing; OpenAPI says the same to machines."""
    page, document = client.get("/docs"), client.get("/openapi.json").json()
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert not any(mark in page.text for mark in ("<script", "src=", "http://", "https://", "<link"))
    assert all(path in page.text for path in document["paths"])
    references = json.dumps(document).split('"#/components/schemas/')[1:]
    assert {one.partition('"')[0] for one in references} <= document["components"]["schemas"].keys()
    assert document["paths"]["/v1/changes"]["get"]["parameters"][0]["name"] == "from"
