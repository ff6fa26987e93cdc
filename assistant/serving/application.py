"""The server: routes of HTTP and MCP over one service, behind one door."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, TypeVar

from mcp.server.lowlevel import Server
from pydantic import BaseModel, ValidationError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from assistant.answers.records import Answer, Question, Statement
from assistant.answers.rows import Row, answer_row
from assistant.chain import PolicyChain, open_chain
from assistant.editions import open_index
from assistant.serving import completions, openapi, tools
from assistant.serving.door import Caller, Door, answering, error_event
from assistant.serving.leaving import EventStream, after, while_there
from assistant.serving.problems import ProblemError, problem, refused
from assistant.serving.requests import Asked, Chat, Dates, Moved, OnePolicy, Register
from assistant.serving.service import Service
from assistant.serving.threads import Threads, answering_threads
from assistant.settings import Settings, load_settings
from corpus.encoders.sentence import token_counter
from corpus.errors import AssistantError

M = TypeVar("M", bound=BaseModel)
LOOKING_UP = 2  # threads for what is read from the index, which does not wait behind answers
AFTER_MODEL = 60.0  # seconds beyond the model's own limits
LONGEST_VALUE = 500  # characters of a value in an address


@dataclass(frozen=True, slots=True)
class Serving:
    """What the routes share."""

    settings: Settings
    service: Service
    answers: Threads
    look_ups: Threads

    @property
    def patience(self) -> float:
        """Seconds after which an answer is given up."""
        return 4 * self.settings.model_timeout + AFTER_MODEL

    def parts(self, question: Question) -> AsyncGenerator[Statement | Answer]:
        """Yield an answer while it is made in a thread."""
        return self.answers.stream(lambda pulse: self.service.chain.statements(question, pulse=pulse))

    async def answer(self, question: Question) -> list[Statement | Answer]:
        """Return the parts of a whole answer; raise ProblemError (504) when it takes too long."""
        try:
            async with asyncio.timeout(self.patience), aclosing(self.parts(question)) as parts:
                return [part async for part in parts]
        except TimeoutError:
            raise ProblemError(504, f"No answer within {self.patience:.0f} s: ask more narrowly.", "slow") from None


def opened() -> Starlette:
    """Return the server that the settings of the environment describe."""
    settings = load_settings()
    return open_application(settings, open_chain(settings))


def open_tools(settings: Settings, chain: PolicyChain) -> Server:
    """Return the server of the Model Context Protocol that these settings describe, over a chain."""
    return _tools(_open(settings, chain))


def _open(settings: Settings, chain: PolicyChain) -> Serving:
    index = open_index(settings)
    threads = answering_threads(model=bool(settings.model))
    return Serving(settings, Service(chain, index), Threads("answer", threads), Threads("look-up", LOOKING_UP))


def _tools(serving: Serving) -> Server:
    most = serving.settings.api_streams
    return tools.mcp_server(serving.service, serving.answer, serving.answers, serving.look_ups, most)


def open_application(settings: Settings, chain: PolicyChain) -> Starlette:
    """Return the server that these settings describe, over a chain; it is to be run by uvicorn."""
    serving = _open(settings, chain)
    sessions = tools.over_http(_tools(serving))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        warming = asyncio.get_running_loop().run_in_executor(None, chain.warm)
        async with sessions.run():
            yield
        serving.answers.close()
        serving.look_ups.close()
        await asyncio.wait([warming])
        serving.service.index.close()

    def route(path: str, function: Callable[[Serving, Request], Awaitable[Response]], method: str = "GET") -> Route:
        return Route(path, _endpoint(partial(function, serving)), methods=[method])

    routes = [
        Route("/", lambda _: RedirectResponse("/docs")),
        Route("/openapi.json", lambda _: JSONResponse(openapi.document())),
        Route("/docs", lambda _: HTMLResponse(openapi.page(), headers={"content-security-policy": openapi.POLICY})),
        route("/health", _health),
        route("/v1/models", _models),
        route("/v1/chat/completions", _chat, "POST"),
        route("/v1/answers", _answers, "POST"),
        route("/v1/policies", _looked_up(serving.service.policies, Register)),
        route("/v1/policies/{id:path}", _looked_up(serving.service.policy, OnePolicy)),
        route("/v1/changes", _looked_up(serving.service.changes, Moved)),
        route("/v1/calendar", _looked_up(serving.service.calendar, Dates)),
        Route("/mcp", tools.Messages(sessions), methods=["POST"]),
    ]
    door = Middleware(Door, keys=settings.keys, requests_per_minute=settings.api_requests_per_minute)
    return Starlette(
        routes=routes, middleware=[door], lifespan=lifespan, exception_handlers={HTTPException: _no_such_route}
    )


def _endpoint(function: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """Make a route of a function: it stops when the client leaves, and its errors are told in one line."""

    async def endpoint(request: Request) -> Response:
        try:
            return await while_there(request, function(request))
        except ProblemError as error:
            failure = error
        except AssistantError as error:
            failure = problem(error)
        return JSONResponse(failure.body, failure.status, failure.headers)

    return endpoint


async def _health(serving: Serving, _: Request) -> Response:
    edition = await serving.look_ups.run(serving.service.chain.edition)
    return JSONResponse({"status": "ok", "edition": edition})


async def _models(serving: Serving, _: Request) -> Response:
    held = await serving.look_ups.run(lambda: serving.service.index.edition().policies)
    return JSONResponse(completions.models(held.values()))


async def _chat(serving: Serving, request: Request) -> Response:
    asked, caller = await _body(request, Chat), _caller(request)
    try:
        question = asked.question(caller.owner)
    except ValueError as error:
        raise ProblemError(400, f"messages: {error}.", "bad_input") from None
    if not asked.stream:
        with answering(caller, serving.settings.api_streams):
            parts = await serving.answer(question)
        return JSONResponse(completions.completion(parts, question.text, str(request.base_url), _counter(serving)))
    with_usage = bool(asked.stream_options and asked.stream_options.include_usage)
    events = _events(serving, request, question, with_usage=with_usage)
    first = await anext(events)  # what cannot be asked is refused before the stream begins
    return EventStream(after(first, events), serving.patience)


async def _events(serving: Serving, request: Request, question: Question, *, with_usage: bool) -> AsyncGenerator[bytes]:
    """Yield the events of a streamed answer; errors of the first are raised, and later ones told in the stream."""
    with answering(_caller(request), serving.settings.api_streams):
        async with aclosing(serving.parts(question)) as parts:
            begun = after(await anext(parts), parts)
            base, count = str(request.base_url), _counter(serving)
            try:
                async for row in completions.chunks(begun, question.text, base, count, with_usage=with_usage):
                    yield completions.event(row)
            except AssistantError as error:
                yield error_event(problem(error))
            else:
                yield completions.DONE


async def _answers(serving: Serving, request: Request) -> Response:
    asked, caller = await _body(request, Asked), _caller(request)
    with answering(caller, serving.settings.api_streams):
        *_, answer = await serving.answer(asked.question(caller.owner))
    assert isinstance(answer, Answer)
    return JSONResponse(answer_row(answer, asked.id, answer.edition))


def _looked_up(find: Callable[[M, str], Row], model: type[M]) -> Callable[[Serving, Request], Awaitable[Response]]:
    """Make a route of a function of the service whose request stands in the address."""

    async def looked_up(serving: Serving, request: Request) -> Response:
        asked, owner = _query(request, model), _caller(request).owner
        return JSONResponse(await serving.look_ups.run(lambda: find(asked, owner)))

    return looked_up


def _caller(request: Request) -> Caller:
    caller: Caller = request.state.caller
    return caller


async def _body(request: Request, model: type[M]) -> M:
    try:
        return model.model_validate_json(await request.body())
    except ValidationError as error:
        raise refused(error, model) from None


def _query(request: Request, model: type[M]) -> M:
    """Read a request from the address; a field that is a list may be given several times."""
    given: dict[str, Any] = dict(request.path_params)
    lists = {name for name, field in model.model_fields.items() if field.default == []}
    for name, value in request.query_params.multi_items():
        if len(value) > LONGEST_VALUE:
            raise ProblemError(
                400, f"{name[:50]} has {len(value)} characters and may have {LONGEST_VALUE}.", "bad_input"
            )
        if name in given and name not in lists:
            raise ProblemError(400, f"{name[:50]} is given twice: give it once.", "bad_input")
        given[name] = [*given.get(name, []), value] if name in lists else value
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise refused(error, model) from None


def _counter(serving: Serving) -> completions.Count:
    return _count_by(serving.service.chain.encoder.name)


@cache
def _count_by(encoder: str) -> completions.Count:
    return token_counter(encoder)


async def _no_such_route(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        line = f"{request.url.path[:100]} does not take {request.method}: GET /docs lists what there is."
        failure = ProblemError(405, line, "method_not_allowed", dict(error.headers or {}))
    else:
        line = f"There is nothing at {request.url.path[:100]}: GET /docs lists what there is."
        failure = ProblemError(error.status_code, line, "not_found")
    return JSONResponse(failure.body, failure.status, failure.headers)
