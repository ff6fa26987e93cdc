"""The check for copied words: what it takes for a run of a source, what for a name, and that no note holds one."""

from __future__ import annotations

import pytest

from benchmarks.checks.copied import SHARED, WRITTEN_FROM, our_paragraphs, shared_runs, sources

SOURCE = "Every custodian shall keep the quokka tokens of its clients in wallets that are cut off from any network."


@pytest.mark.parametrize(
    ("ours", "count"),
    [
        ("Custodians must keep tokens of clients offline.", 0),
        ("A custodian shall keep the quokka tokens of its clients in wallets.", 2),
        ("The act says: “keep the quokka tokens of its clients in wallets that are cut off”.", 0),
        ("Keep the Quokka tokens of its clients\nin wallets, that must be so.", 1),
        ("The quokka tokens of its clients in wallets, that must be so.", 0),
        ("Shall keep the quokka tokens of its clients in wallets that must be so.", 2),
    ],
)
def test_a_run_of_ten_words_is_found(ours: str, count: int) -> None:
    """Marks, letters and line ends do not hide it; nine words are none, and what stands in quotation marks may."""
    assert len(shared_runs([("note ¶1", ours)], [("act.txt", SOURCE)])) == count


def test_a_name_is_no_run() -> None:
    """The full title of an act stands wherever it is named."""
    title = "the Anti-Money Laundering and Counter-Terrorist Financing (Amendment) Ordinance 2022 of Hong Kong"
    assert shared_runs([("note ¶1", title)], [("act.txt", title)]) == []


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"the sources are not at {SHARED}")
def test_no_run_of_a_source_stands_in_a_note() -> None:
    """Every sentence of ours is our own; the PDFs, which take a minute to read, are left to the benchmark."""
    endings = frozenset((".txt", ".md", ".json", ".yaml"))
    theirs = [one for name in WRITTEN_FROM for one in sources(SHARED / name, endings)]
    assert theirs
    assert shared_runs(our_paragraphs(), theirs) == []
