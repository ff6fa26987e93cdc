"""The feed of watched questions, at a secret address: a feed reader needs no cookie and no sign-in for it."""

from __future__ import annotations

import hashlib

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from assistant.conversations import NotFoundError
from assistant.notifying.feed import feed
from corpus.errors import AssistantError
from ui.links import FEED
from ui.services import conversations, questions_watched_by

PRIVATE = {"cache-control": "private, no-cache", "x-robots-tag": "noindex"}
NO_FEED = "There is no feed at this address, or no longer: make a new one below the watched questions."


async def watched(request: Request) -> Response:
    """Give the feed of an address; a reader that has it already is told that nothing changed (304)."""
    try:
        body = await run_in_threadpool(_feed, request.path_params["token"], str(request.url), str(request.base_url))
    except NotFoundError:
        return PlainTextResponse(NO_FEED, 404, PRIVATE)
    except AssistantError as error:
        return PlainTextResponse(str(error), 503, PRIVATE)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = PRIVATE | {"etag": tag}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type="application/atom+xml")


def _feed(token: str, address: str, page: str) -> bytes:
    who = conversations().owner_of_feed(token)
    return feed(questions_watched_by(who), address, page)


ROUTE = Route(f"/{FEED}/{{token}}", watched)
