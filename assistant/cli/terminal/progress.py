"""The progress bar of the terminal."""

from __future__ import annotations

import sys
from typing import Any, Self

from tqdm import tqdm


class Bar:
    """A progress bar on standard error that changes its title with the stage; silent where nobody watches."""

    def __init__(self) -> None:
        """Show nothing until the first step."""
        self._bar: tqdm[Any] | None = None
        self._stage = ""

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Clear the line."""
        self._close()

    def show(self, stage: str, done: int, total: int) -> None:
        """Show `done` of `total` steps of a stage."""
        if self._bar is None or self._stage != stage:
            self._close()
            self._stage = stage
            self._bar = tqdm(total=total, desc=stage, unit="", leave=False, disable=not sys.stderr.isatty())
        self._bar.update(done - self._bar.n)

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None
