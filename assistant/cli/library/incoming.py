"""Read the documents named on a command line: files, addresses, and the files in a zip."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from assistant.cli.terminal.errors import one_line
from corpus.errors import InputError
from corpus.library.fetching import fetch, is_link
from corpus.library.folders import File, files_of

MEGABYTE = 1_000_000


def incoming_files(names: tuple[str, ...], most: int) -> Iterator[File]:
    """Yield the named files and the files in zips; one that cannot be read carries its error and stops no other."""
    for name in names:
        link = name if is_link(name) else ""
        try:
            title, data = fetch(name, most) if link else (Path(name).name, _bytes(Path(name), most))
            for file in files_of(data, title):
                large = len(file.data) > most * MEGABYTE
                error = InputError(_too_large(file.name, len(file.data), most)) if large else file.error
                yield replace(file, error=error, link=link)
        except (InputError, OSError) as error:
            yield File(name if link else Path(name).name, error=InputError(one_line(error)))


def _too_large(name: object, size: int, most: int) -> str:
    return f"{name} has {size / MEGABYTE:.0f} MB and may have {most}: split it, or raise ASSISTANT_MAX_UPLOAD_MB."


def _bytes(path: Path, most: int) -> bytes:
    if not path.is_file():
        raise InputError(f"{path} is not a file.")
    if (size := path.stat().st_size) > most * MEGABYTE:
        raise InputError(_too_large(path, size, most))
    return path.read_bytes()
