"""Fetch a document from its official link when its user asks for it by name; nothing else is ever contacted."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from corpus.errors import InputError
from corpus.library.folders import MEGABYTE, UPLOADS

SCHEMES = ("http://", "https://")
SECONDS = 60.0  # to connect, and between two pieces: official servers are slow
NAME = "document"
# What servers call the formats; an address seldom ends in one.
KINDS_OF_CONTENT = {
    "application/pdf": ".pdf",
    "text/html": ".html",
    "application/xhtml+xml": ".xhtml",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "text/plain": ".txt",
    "application/zip": ".zip",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}


def is_link(name: str) -> bool:
    """Return whether what a user names is an address and no file."""
    return name.startswith(SCHEMES)


def fetch(link: str, most: int) -> tuple[str, bytes]:
    """Return the name and the bytes of what stands at an address; `most` is in megabytes.

    Raises InputError, with what to do instead, for anything but a document: many official servers refuse programs.
    """
    import httpx

    instead = f"Save it in a browser, and then: python -m assistant add FILE --url {link}"
    data = bytearray()
    try:
        with httpx.stream("GET", link, timeout=SECONDS, follow_redirects=True) as reply:
            if reply.status_code != httpx.codes.OK:
                raise InputError(f"{link} answers {reply.status_code} {reply.reason_phrase}. {instead}")
            for piece in reply.iter_bytes():
                data += piece
                if len(data) > most * MEGABYTE:
                    raise InputError(f"{link} has more than {most} MB: raise ASSISTANT_MAX_UPLOAD_MB, or split it.")
            return _name(link, reply.headers.get("content-type", "")), bytes(data)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise InputError(f"{link} cannot be fetched: {error}. {instead}") from error


def _name(link: str, content: str) -> str:
    """Name a document after the end of its address, in the format that the server says it has."""
    name = PurePosixPath(unquote(urlsplit(link).path)).name or NAME
    if PurePosixPath(name).suffix.lower() in UPLOADS:
        return name
    kind = KINDS_OF_CONTENT.get(content.partition(";")[0].strip().lower(), "")
    return f"{name}{kind}"
