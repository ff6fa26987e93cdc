"""Search the entries: every word must occur, within any word and any script; no character is special."""

from __future__ import annotations

import re

from sqlalchemy import ColumnElement, literal_column, text

from assistant.conversations.sql.tables import Entry
from assistant.conversations.sql.writing import clean

PART = 3  # characters: shorter ones are not in the index of SQLite, and are looked for in each text
AROUND = 60  # characters of a snippet before and after what was found
LONGEST = 300  # characters of a search that are looked at
MOST_WORDS = 16
ESCAPE = "\\"


def words_of(search: str) -> tuple[str, ...]:
    """Part what was typed at its spaces; what is beyond 300 characters or 16 words is left out."""
    return tuple(dict.fromkeys(clean(search[:LONGEST]).split()))[:MOST_WORDS]


def indexed(words: tuple[str, ...]) -> list[str]:
    """Return the words that the index of SQLite can look up."""
    return [word for word in words if len(word) >= PART]


def matching(words: tuple[str, ...], *, sqlite: bool) -> list[ColumnElement[bool]]:
    """Describe what holds of an entry that holds every word."""
    phrases = indexed(words) if sqlite else []
    conditions: list[ColumnElement[bool]] = [
        Entry.text.ilike(f"%{_escaped(word)}%", escape=ESCAPE) for word in words if word not in phrases
    ]
    if phrases:
        matches = text("SELECT rowid FROM entries_fts WHERE entries_fts MATCH :words").columns(literal_column("rowid"))
        wanted = " AND ".join('"' + word.replace('"', '""') + '"' for word in phrases)
        conditions.append(Entry.id.in_(matches.bindparams(words=wanted)))
    return conditions


def snippet(body: str, words: tuple[str, ...]) -> str:
    """Return the text around the first place where one of the words stands."""
    match = re.search("|".join(re.escape(word) for word in words), body, re.IGNORECASE)
    start, end = match.span() if match else (0, 0)
    begin, close = max(0, start - AROUND), min(len(body), end + AROUND)
    shown = " ".join(body[begin:close].split())
    return f"{'…' if begin else ''}{shown}{'…' if close < len(body) else ''}"


def _escaped(word: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", word)
