"""Each field of each route and tool takes what its description says, and refuses all else in one line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from pydantic import BaseModel

from assistant.serving.requests import MODEL, Ask, Asked, Chat, Comparing, Dates, Moved, OnePolicy, Register, Search
from tests.assistant.serving.conftest import open_to_all
from tests.assistant.serving.test_routes import CHAT, JSON, MARGIN, ROW, TOOLS, said

DAYS = {"from": "2026-01-01", "to": "2026-06-01"}
ROUTES: dict[str, tuple[type[BaseModel], dict[str, Any]]] = {
    ROW: (Asked, {"user_input": MARGIN}),
    CHAT: (Chat, {"model": MODEL, "messages": [{"role": "user", "content": MARGIN}]}),
}
CALLS: dict[str, tuple[type[BaseModel], dict[str, Any]]] = {
    "ask": (Ask, {"question": MARGIN}),
    "search": (Search, {"question": MARGIN}),
    "policy": (OnePolicy, {"id": "hk-margin-2026"}),
    "lineage": (OnePolicy, {"id": "hk-margin-2026"}),
    "changes": (Moved, DAYS),
    "calendar": (Dates, {}),
    "compare": (Comparing, {"question": "custody", "places": ["Hong Kong", "Singapore"]}),
}
ADDRESSES: dict[str, tuple[type[BaseModel], dict[str, Any]]] = {
    "/v1/policies": (Register, {}),
    "/v1/changes": (Moved, DAYS),
    "/v1/calendar": (Dates, {}),
}
NESTED: Any = "x"
for _ in range(200):
    NESTED = [NESTED]
ODD: tuple[Any, ...] = (
    None, True, -1, 5, 1e300, 10**400, float("nan"), "", " ", "x" * 60_000, "\ud800", "\x00", "\u202e<b>'; --", [], [5],
    [None], [[]], ["x"] * 5_000, NESTED, {}, {"a": {"b": []}},
)  # fmt: skip
KINDS = {type(None): "null", bool: "boolean", str: "string", list: "array", dict: "object"}
WORDS = (
    "",
    " ",
    "x",
    "-1",
    "2026-02-30",
    "20260101",
    "9" * 400,
    "\x00",
    "\ud800",
    "\u202e",
    "x" * 501,
    "%00",
    "[]",
    "null",
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Serve without a limit, so that nothing is refused for being much."""
    with open_to_all(tmp_path_factory.mktemp("fields"), api_requests_per_minute=0) as client:
        yield client


def kinds(schema: dict[str, Any]) -> set[str]:
    """Return the kinds of JSON that a field takes by its schema; what refers elsewhere is an object."""
    if "anyOf" in schema:
        return set().union(*(kinds(one) for one in schema["anyOf"]))
    if "const" in schema:
        return {KINDS.get(type(schema["const"]), "integer")}
    return {schema.get("type", "object")}


def fields(asked: type[BaseModel]) -> Iterator[tuple[str, set[str]]]:
    """Yield the fields of a request as programs write them, with the kinds that each takes."""
    for name, schema in asked.model_json_schema(by_alias=True)["properties"].items():
        yield name, kinds(schema)


def kind(value: Any) -> set[str]:
    """Return the kinds of JSON that a value may count as."""
    if type(value) is int:
        return {"integer", "number"}
    return {KINDS.get(type(value), "number")}


@pytest.mark.parametrize("route", ROUTES)
def test_a_field_of_a_route(client: httpx.Client, route: str) -> None:
    """A value of a wrong kind is refused, and any other odd one is refused or answered; nothing fails."""
    asked, whole = ROUTES[route]
    for name, taken in fields(asked):
        for value in ODD:
            reply = client.post(route, content=json.dumps(whole | {name: value}), headers=JSON)
            if reply.status_code == 200 and not kind(value) & taken:
                pytest.fail(f"{route} takes {str(value)[:50]} for {name}")
            if reply.status_code != 200:
                said(reply)


@pytest.mark.parametrize("name", CALLS)
def test_a_field_of_a_tool(client: httpx.Client, name: str) -> None:
    """The same for each tool: what it says of a mistake is one line, and it gives a row where there is none."""
    asked, whole = CALLS[name]
    for field, taken in [*fields(asked), ("nobody_knows_this", set())]:
        for value in ODD:
            call = {"name": name, "arguments": whole | {field: value}}
            sent = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call})
            reply = client.post(TOOLS, content=sent, headers=JSON)
            if reply.status_code != 200:
                said(reply)
                continue
            told = reply.json()
            result = told.get(
                "result", {"isError": True, "content": [{"text": told.get("error", {}).get("message", "")}]}
            )
            if not result.get("isError"):
                assert kind(value) & taken, f"{name} takes {str(value)[:50]} for {field}"
                continue
            (line,) = (part["text"] for part in result["content"])
            assert 0 < len(line) < 600
            assert "\n" not in line
            assert "failed" not in line


@pytest.mark.parametrize("route", ADDRESSES)
def test_a_field_of_an_address(client: httpx.Client, route: str) -> None:
    """What stands in an address is read or refused, however it is written, and however often."""
    asked, whole = ADDRESSES[route]
    for name, _ in [*fields(asked), ("nobody_knows_this", set())]:
        for word in WORDS:
            for given in ([word], [word, word]):
                rest = [(key, value) for key, value in whole.items() if key != name]
                written = urlencode([*rest, *((name, one) for one in given)], errors="surrogatepass")
                reply = client.get(f"{route}?{written}")
                if reply.status_code != 200:
                    said(reply)


@pytest.mark.parametrize(
    "id_", ["", " ", "x" * 5_000, "..%2f..%2fetc%2fpasswd", "%00", "%ff", "own-000000000000", "a/b/c"]
)
def test_an_id_in_an_address(client: httpx.Client, id_: str) -> None:
    """An id that nobody has is refused, or is the list where there is none."""
    reply = client.get(f"/v1/policies/{id_}")
    said(reply)
