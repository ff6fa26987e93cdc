"""The edition in force: it switches to a newer one, and past a damaged one, while questions are being answered."""

from __future__ import annotations

import logging
import threading
from contextlib import suppress
from pathlib import Path

from corpus.errors import IndexMissingError
from corpus.index.edition import Edition
from corpus.index.manifest import ALL, DamagedError, State, complete_editions, current_edition, encoder_of, state_of

LOG = logging.getLogger(__name__)
AT_ONCE = 200_000_000  # bytes of a file whose hash is compared before the first question: a fifth of a second


class CurrentIndex:
    """The edition in force in a data folder, reopened when a build has switched to a new one or a file has changed.

    Where it is damaged, the newest edition that is sound answers in its place, and says so.
    """

    def __init__(self, folder: Path, url: str | None = None) -> None:
        """Name the index folder (`data/index`), and the Chroma server where one is used."""
        self._folder = folder
        self._url = url
        self._lock = threading.Lock()
        self._open: Edition | None = None
        self._left: Edition | None = None  # may still be read by a question that began before the switch
        self._state: tuple[str | None, State] | None = None  # of the edition in force when it was opened
        self._behind: dict[str, tuple[State, DamagedError]] = {}  # what was found while questions were answered

    def edition(self, owner: str = "") -> Edition:
        """Return the edition in force as a user sees it; raise IndexMissingError when nothing has been built.

        Whoever names no owner sees what is everybody's, and no own document of a user.
        """
        name = current_edition(self._folder)
        with self._lock:
            state = (name, state_of(self._folder / (name or "")))
            if self._open is None or self._state != state or self._open.folder.name in self._behind:
                entered = self._entered(name)
                if self._left is not None:
                    self._left.close()
                self._left, self._open, self._state = self._open, entered, state
            return self._open.seen_by(owner)

    def close(self) -> None:
        """Let go of the files; what is asked next opens them again."""
        with self._lock:
            for edition in filter(None, (self._left, self._open)):
                edition.close()
            self._left = self._open = None

    def _entered(self, name: str | None) -> Edition:
        """Open the edition in force or, where it cannot be, the newest of the same encoder that is sound."""
        try:
            return self._sound(name)
        except IndexMissingError as error:
            encoder = encoder_of(self._folder / (name or ""))
            for folder in complete_editions(self._folder):
                with suppress(IndexMissingError):
                    edition = self._sound(folder.name)
                    if encoder in ("", edition.manifest.encoder):
                        edition.notice = f"{error} Until then the edition built {edition.manifest.built} answers."
                        LOG.warning(edition.notice)
                        return edition
            raise

    def _sound(self, name: str | None) -> Edition:
        """Open an edition; raise DamagedError for one that is known to be damaged. Large files are looked at later."""
        if name is None:
            raise IndexMissingError(f"No index at {self._folder}. Build it with `make index`.")
        folder = self._folder / name
        edition, (state, damage) = Edition(folder, self._url), self._behind.pop(folder.name, (None, None))
        if damage and state == state_of(folder):
            self._behind[folder.name] = (state, damage)
            raise damage
        edition.check(hashed=AT_ONCE)
        if any(file.size > AT_ONCE for file in edition.manifest.files.values()):
            threading.Thread(target=self._look_behind, args=(edition,), name="hashes", daemon=True).start()
        return edition

    def _look_behind(self, edition: Edition) -> None:
        state = state_of(edition.folder)
        try:
            edition.check(hashed=ALL)
        except DamagedError as error:
            self._behind[edition.folder.name] = (state, error)
