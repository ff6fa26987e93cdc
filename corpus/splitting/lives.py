"""The life of a passage, where its block says more of it than its document does."""

from __future__ import annotations

from corpus.records import Life, Nature, PartialDate


def life_of(life: Life, attributes: dict[str, str]) -> Life:
    """Return the life of a passage: the policy's, with what the block says of itself; the earlier end counts.

    What is on record of the day of that end or a later one has not ended with it: it tells of what came next.
    """
    nature = Nature(attributes["nature"]) if "nature" in attributes else life.nature
    published = PartialDate.parse(attributes["published"]) if "published" in attributes else life.published
    ended, by = (None, None) if Life(nature, published).follows(life.ended) else (life.ended, life.by)
    if "ended" in attributes:
        own = PartialDate.parse(attributes["ended"])
        if ended is None or own.first <= ended.first:
            ended, by = own, attributes.get("by")
    effective = _effective(attributes["effective"]) if "effective" in attributes else life.effective
    return Life(nature, published, effective, ended, by)


def _effective(day: str) -> PartialDate | None:
    """Return the day from which a block says that it applies; None where it says that none is known yet."""
    return PartialDate.parse(day) if day else None
