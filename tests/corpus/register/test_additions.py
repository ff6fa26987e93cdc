"""The instruments that the review of November 2026 found missing: each is a note, published when the review says."""

from __future__ import annotations

import re

import pytest

from assistant.settings import SHIPPED_TEXTS
from corpus.register.notes import note_files, read_register
from tests import ROOT

ADDITIONS = ROOT.parent / "shared" / "register" / "additions-2026-11.md"
ROW = re.compile(r"^\| ([\w-]+) \|(?:[^|]*\|){2} ([^|]*)\|", re.MULTILINE)
LATER = {"ke-vasp-act-2025": "2025-10", "us-ny-ucc12-2026": "2025-12", "hkma-lm1-annex3": "2025-11"}  # told otherwise


@pytest.mark.skipif(not ADDITIONS.is_file(), reason=f"the review is not at {ADDITIONS}")
def test_every_instrument_of_the_review_is_a_note() -> None:
    """All 58 are there under the ids that the review proposes, and no day is earlier or later than it says."""
    table = ADDITIONS.read_text("utf-8").split("### B2.")[1].split("### B3.")[0]
    rows = [(id_, re.search(r"\d{4}(?:-\d\d)*", when)) for id_, when in ROW.findall(table) if id_ != "id"]
    held = {note.policy.id: note.policy for note in read_register(note_files([SHIPPED_TEXTS]))}
    assert len(rows) == 58
    assert [id_ for id_, _ in rows if id_ not in held] == []
    for id_, when in rows:
        published = str(held[id_].life.published and held[id_].life.published.text)
        said = LATER.get(id_) or (when[0] if when else "")
        assert published.startswith(said) or said.startswith(published), id_
