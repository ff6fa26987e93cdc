"""Citations: the one place where a hit becomes something to cite."""

from __future__ import annotations

from assistant.answers.records import Citation, Hit


def cite(hit: Hit, quote: str, marker: str) -> Citation:
    """Cite a quote of a hit's passage under a marker, with the passage's standing as of the query's date."""
    return Citation(
        marker=marker,
        policy_id=hit.policy.id,
        passage_id=hit.passage.id,
        title=hit.policy.title,
        locator=hit.passage.locator,
        page=hit.passage.page,
        quote=quote,
        standing=hit.standing,
        url=hit.policy.official_urls[0] if hit.policy.official_urls else "",
    )
