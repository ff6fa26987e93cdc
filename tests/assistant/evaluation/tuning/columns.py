"""What candidates of users' documents have beside their signals, for judged questions that a test makes up."""

from __future__ import annotations

import numpy as np

from assistant.retrieval.context import CONTEXT
from assistant.retrieval.signals import ASKED, MEANINGS, Column
from corpus.index.questions import NONE


def unasked(count: int) -> dict[str, Column]:
    """Return the columns of so many candidates without questions of their own, which all look alike."""
    alike = {name: np.zeros(count, dtype=np.float32) for name in (*MEANINGS, *CONTEXT)}
    return alike | {ASKED: np.full(count, NONE, dtype=np.float32)}
