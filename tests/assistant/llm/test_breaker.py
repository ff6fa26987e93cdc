"""The circuit breaker: who is let through, and when."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.llm.breaker import FAILURES, REST, Breaker
from assistant.llm.failures import Failure, ModelFailedError


class Hands:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        """Begin at nought."""
        self.now = 0.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


def fail(breaker: Breaker, kind: Failure = Failure.SERVER, times: int = FAILURES, wait: float | None = None) -> None:
    """Report failures."""
    for _ in range(times):
        breaker.failed(ModelFailedError("the model's server failed", kind, wait))


def admits(breaker: Breaker) -> bool:
    """Return whether a call is let through."""
    try:
        breaker.admit()
    except ModelFailedError:
        return False
    return True


def test_it_opens_after_failures_in_a_row() -> None:
    """One failure less than the limit is borne, and a success in between starts the count again."""
    breaker = Breaker(Hands())
    fail(breaker, times=FAILURES - 1)
    assert admits(breaker)
    breaker.succeeded()
    fail(breaker, times=FAILURES - 1)
    assert admits(breaker)
    fail(breaker, times=1)
    assert not admits(breaker)


def test_it_says_why_and_until_when() -> None:
    """The reader is told the last failure and when the model is asked again."""
    breaker = Breaker(Hands())
    fail(breaker)
    with pytest.raises(ModelFailedError, match=r"^the model's server failed; it is asked again in 30 s$") as told:
        breaker.admit()
    assert told.value.kind is Failure.BREAKER


@pytest.mark.parametrize(("works", "open_again"), [(True, False), (False, True)])
def test_one_probe_decides(works: bool, open_again: bool) -> None:
    """After the rest one call goes through; what it finds closes the breaker or keeps it open."""
    hands = Hands()
    breaker = Breaker(hands)
    fail(breaker)
    hands.now = REST
    assert admits(breaker)
    assert not admits(breaker)
    if works:
        breaker.succeeded()
    else:
        fail(breaker, times=1)
    assert admits(breaker) is not open_again


def test_a_lost_probe_is_followed_by_another() -> None:
    """A probe whose reader left does not keep the breaker open for ever."""
    hands = Hands()
    breaker = Breaker(hands)
    fail(breaker)
    hands.now = REST
    assert admits(breaker)
    hands.now = 2 * REST
    assert admits(breaker)


@pytest.mark.parametrize("kind", [Failure.TOO_LONG, Failure.KEY, Failure.BUDGET, Failure.EMPTY, Failure.FILTERED])
def test_only_the_providers_health_counts(kind: Failure) -> None:
    """A question that is too long, a wrong key or an empty budget says nothing of the provider's health."""
    breaker = Breaker(Hands())
    fail(breaker, kind)
    assert admits(breaker)


def test_a_named_time_is_kept() -> None:
    """A provider that says when to come back is left alone until then, after one failure."""
    hands = Hands()
    breaker = Breaker(hands)
    fail(breaker, Failure.RATE_LIMIT, times=1, wait=120)
    hands.now = 119
    assert not admits(breaker)
    hands.now = 120
    assert admits(breaker)


def test_of_many_threads_one_is_the_probe() -> None:
    """However many ask at the same moment, one goes through."""
    hands = Hands()
    breaker = Breaker(hands)
    fail(breaker)
    hands.now = REST
    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(lambda _: admits(breaker), range(64))) == 1
