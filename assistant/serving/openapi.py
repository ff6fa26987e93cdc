"""The description of the interface: as OpenAPI, and as a page that loads nothing from elsewhere."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from assistant.serving import requests, shapes
from assistant.serving.requests import MODEL

Json = dict[str, Any]
REFERENCE = "#/components/schemas/{model}"
# Method, path, what it does, what stands in the body, what stands in the address, what comes back.
ROUTES: tuple[tuple[str, str, str, type[BaseModel] | None, type[BaseModel] | None, type[BaseModel]], ...] = (
    ("get", "/health", "Whether the server answers, and from which edition.", None, None, shapes.Health),
    ("get", "/v1/models", "The models: there is one.", None, None, shapes.Anything),
    ("post", "/v1/chat/completions", "An answer in OpenAI's form.", requests.Chat, None, shapes.Anything),
    ("post", "/v1/answers", "A question row in, an answer row out.", requests.Asked, None, shapes.AnswerRow),
    ("get", "/v1/policies", "Policies of the register.", None, requests.Register, shapes.Policies),
    ("get", "/v1/policies/{id}", "A policy with its paragraphs.", None, requests.OnePolicy, shapes.WholePolicy),
    ("get", "/v1/changes", "What moved between two days.", None, requests.Moved, shapes.Changes),
    ("get", "/v1/calendar", "Dates to come.", None, requests.Dates, shapes.Calendar),
)


@cache
def document() -> Json:
    """Return the description as OpenAPI 3.1."""
    inputs = {model for _, _, _, body, address, _ in ROUTES for model in (body, address) if model}
    outputs = {model for *_, gives in ROUTES for model in (gives, shapes.Error)}
    wanted = [(model, "validation") for model in inputs] + [(model, "serialization") for model in outputs]
    wanted.sort(key=lambda one: one[0].__name__)
    _, defined = models_json_schema(wanted, ref_template=REFERENCE)  # type: ignore[arg-type]
    paths: Json = {}
    for method, path, does, body, address, gives in ROUTES:
        paths.setdefault(path, {})[method] = _operation(path, does, body, address, gives)
    key = {"type": "http", "scheme": "bearer", "description": "One of ASSISTANT_API_KEYS, where keys are set."}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": MODEL,
            "version": "1",
            "description": "Checked, cited and dated answers to crypto policy questions.",
        },
        "paths": paths,
        "components": {"schemas": defined["$defs"], "securitySchemes": {"key": key}},
        "security": [{"key": []}],
    }


def _operation(
    path: str, does: str, body: type[BaseModel] | None, address: type[BaseModel] | None, gives: type[BaseModel]
) -> Json:
    said: Json = {"summary": does, "responses": {"200": _content("What was asked for.", gives)}}
    said["responses"]["4XX"] = _content("What is wrong, in one line.", shapes.Error)
    if body:
        said["requestBody"] = {"required": True, **_content("", body)}
    if address:
        fields = address.model_json_schema(ref_template=REFERENCE)
        said["parameters"] = [
            {
                "name": name,
                "in": "path" if f"{{{name}}}" in path else "query",
                "required": name in fields.get("required", []),
                "description": schema.pop("description", ""),
                "schema": schema,
            }
            for name, schema in fields["properties"].items()
        ]
    return said


def _content(description: str, model: type[BaseModel]) -> Json:
    schema = {"$ref": REFERENCE.format(model=model.__name__)}
    said: Json = {"content": {"application/json": {"schema": schema}}}
    return {"description": description, **said} if description else said


def _template() -> str:
    return resources.files("assistant.serving").joinpath("docs.html").read_text(encoding="utf-8")


@cache
def page() -> str:
    """Return the description as a page."""
    return Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(_template()).render(
        document=document(), routes=ROUTES
    )  # fmt: skip


def _policy() -> str:
    style = _template().partition("<style>")[2].partition("</style>")[0]
    hashed = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{hashed}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


POLICY = _policy()
