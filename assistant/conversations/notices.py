"""How the owner of watched questions is told that answers changed: by a feed with a secret address, and by e-mail."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.conversations.records import NotFoundError
from assistant.conversations.sql.database import Database
from assistant.conversations.sql.tables import Notice
from assistant.conversations.sql.writing import hashed
from corpus.errors import InputError

TOKEN = 32  # bytes of chance: who has the address of a feed reads it
ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[A-Za-z0-9.-]{1,255}")  # one address, and no header behind it


@dataclass(frozen=True, slots=True)
class Ways:
    """By which ways an owner is told: whether there is a feed, and an address for e-mail or none."""

    feed: bool = False
    mail: str = ""


class Notices:
    """How one owner is told; made by `Conversations.notices`."""

    def __init__(self, owner: str, database: Database) -> None:
        """Take the owner."""
        self._owner = owner
        self._database = database

    def ways(self) -> Ways:
        """Return by which ways the owner is told."""
        with self._database.reading() as session:
            row = session.get(Notice, self._owner)
            return Ways(bool(row.feed), row.mail) if row else Ways()

    def new_feed(self) -> str:
        """Return the token of a new feed, told this once; the one before is at an end."""
        token = secrets.token_urlsafe(TOKEN)
        self._set(lambda row: setattr(row, "feed", hashed(token)))
        return token

    def end_feed(self) -> None:
        """Let the address of the feed lead nowhere."""
        self._set(lambda row: setattr(row, "feed", ""))

    def mail_to(self, address: str) -> None:
        """Send e-mail to this address from now on, to none where empty; raise InputError for a wrong one."""
        if address:
            check_address(address)
        self._set(lambda row: setattr(row, "mail", address))

    def _set(self, change: Callable[[Notice], None]) -> None:
        with self._database.writing() as session:
            row = session.get(Notice, self._owner) or Notice(owner=self._owner, feed="", mail="")
            change(row)
            session.add(row)


def owner_of_feed(session: Session, token: str) -> str:
    """Return whose feed has this token; raise NotFoundError where nobody's has."""
    owner = session.scalar(select(Notice.owner).where(Notice.feed == hashed(token)))
    if not token or owner is None:
        raise NotFoundError
    return owner


def mailed(session: Session) -> dict[str, str]:
    """Return the address of each owner who is sent e-mail."""
    return {row.owner: row.mail for row in session.scalars(select(Notice).where(Notice.mail != ""))}


def check_address(address: str) -> None:
    """Raise InputError for what is not one e-mail address."""
    if not ADDRESS.fullmatch(address):
        raise InputError(f"{address[:80]!r} is not an e-mail address: write one such as ann@example.org.")
