"""What stands on the chips of an answer's sources: never twice the same."""

from __future__ import annotations

from dataclasses import replace

from assistant.answers.citing import cite
from assistant.answers.records import Hit
from corpus.current import CurrentIndex
from corpus.records import Standing
from ui.components.sources.source import chips


def found(index: CurrentIndex) -> Hit:
    """Return a passage as found."""
    edition = index.edition()
    passage = next(iter(edition.texts.passages_of("hk-margin-2026")))
    return Hit(passage, edition.policies[passage.policy_id], 1.0, 1.0, 1.0, Standing.IN_FORCE)


def test_chips_that_would_read_the_same_have_full_names(index: CurrentIndex) -> None:
    """Two own documents with one beginning are called in full, and two parts of one place are counted."""
    hit = found(index)
    begin = "Minutes of the committee on virtual asset custody, "
    hits = {}
    for number, title in enumerate((f"{begin}first", f"{begin}second", "Memo", "Memo")):
        policy = replace(hit.policy, id=f"own-{number // 3}{title[-3:]}", title=title, own=True)
        hits[f"p{number}"] = replace(hit, policy=policy, passage=replace(hit.passage, id=f"p{number}"))
    groups = [[cite(one, "margin", str(number))] for number, one in enumerate(hits.values(), 1)]
    labels = [label.split("** ", 1)[1] for label in chips(groups, hits)]
    assert labels == [f"{begin}first ¶1", f"{begin}second ¶1", "Memo ¶1 (1)", "Memo ¶1 (2)"]


def test_short_names_stay_short_where_they_differ(index: CurrentIndex) -> None:
    """One source is called as people call it."""
    hit = found(index)
    assert chips([[cite(hit, "margin", "1")]], {hit.passage.id: hit}) == ["**1** Circular on margin financing ¶1"]
