"""The build: only what is new is encoded, and an edition stands for exactly its texts."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.build import BuildReport, Sources, build
from corpus.current import CurrentIndex
from corpus.encoders.sentence import DEFAULT_ENCODER, model_path
from corpus.index.edition import Edition
from corpus.index.manifest import MANIFEST, current_edition
from corpus.index.scope import Scope
from corpus.index.writing import GRACE
from corpus.library import Details, Library
from corpus.loading import load
from corpus.records import Document
from tests import ROOT
from tests.chroma_server import IN_BOTH_MODES
from tests.conftest import WordEncoder

NEW = "2. The Singapore custody bill of 2 May 2026 would let custodians keep tokens in vaults.\n"
COUNTS = ("added", "changed", "removed", "unchanged", "encoded")


def counts(report: BuildReport) -> tuple[int, ...]:
    """Return what a build did as numbers: added, changed, removed, unchanged, encoded."""
    return tuple(getattr(report, name) for name in COUNTS)


def editions(sources: Sources) -> set[str]:
    """Name the edition folders."""
    return {path.name for path in sources.index.iterdir() if path.is_dir()}


def age(sources: Sources, seconds: float) -> None:
    """Make every edition older."""
    for manifest in sources.index.glob(f"*/{MANIFEST}"):
        then = manifest.stat().st_mtime - seconds
        os.utime(manifest, (then, then))


def append(path: Path, text: str) -> None:
    """Add lines to a note."""
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def both_legs(edition: Edition, text: str, scope: Scope | None = None) -> tuple[set[str], set[str]]:
    """Ask both legs of an edition."""
    scope = scope or Scope()
    near = edition.nearest(WordEncoder().encode([text])[0], 20, scope)
    return {id_ for id_, _ in near}, {id_ for id_, _ in edition.keyword_matches(text, 20, scope)}


def open_edition(sources: Sources) -> Edition:
    """Open the edition in force."""
    return Edition(sources.index / str(current_edition(sources.index)))


@pytest.fixture
def bill(texts: Path, index: CurrentIndex, encoder: WordEncoder) -> Path:
    """Build the index, forget what was encoded, and give the note of the bill."""
    encoder.encoded.clear()
    return texts / "sg-custody-bill.md"


@IN_BOTH_MODES
def test_a_first_build_encodes_everything_once(sources: Sources, encoder: WordEncoder) -> None:
    """Seven paragraphs below four headings of four notes are added, and progress is told to its end."""
    told: list[tuple[str, int, int]] = []
    report = build(sources, encoder, lambda *args: told.append(args))
    assert counts(report) == (4, 0, 0, 0, 7)
    assert (report.passages, len(encoder.encoded)) == (7, 7 + 4)
    assert told[0] == ("Reading texts", 1, 4)
    assert told[-1] == ("Embedding passages", 7, 7)


@IN_BOTH_MODES
def test_nothing_changed_encodes_nothing(sources: Sources, bill: Path, encoder: WordEncoder) -> None:
    """A second build leaves the edition as it is."""
    before = current_edition(sources.index)
    report = build(sources, encoder)
    assert (counts(report), report.edition, encoder.encoded) == ((0, 0, 0, 4, 0), before, [])


def test_nothing_changed_does_not_even_import_the_encoder(sources: Sources, bill: Path) -> None:
    """With nothing to do neither sentence-transformers nor torch nor Chroma is imported."""
    code = """
import sys
from pathlib import Path
from corpus.build import Sources, build
from corpus.encoders.sentence import BASE_ENCODER, SentenceEncoder
index, texts, library = map(Path, sys.argv[1:])
report = build(Sources(index, (texts,), library), SentenceEncoder(BASE_ENCODER))
heavy = sorted({"sentence_transformers", "transformers", "torch", "chromadb"} & sys.modules.keys())
print(report.unchanged, report.encoded, heavy)
"""
    folders = [str(path) for path in (sources.index, *sources.texts, sources.library)]
    done = subprocess.run([sys.executable, "-c", code, *folders], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("4 0 []\n", "")


@IN_BOTH_MODES
def test_only_a_new_paragraph_is_encoded(sources: Sources, bill: Path, encoder: WordEncoder) -> None:
    """One paragraph added to one of four notes is one text to encode, and both legs find it."""
    append(bill, NEW)
    assert counts(build(sources, encoder)) == (0, 1, 0, 3, 1)
    assert encoder.encoded == [NEW.removeprefix("2. ").strip()]
    edition = CurrentIndex(sources.index, sources.chroma_url).edition()
    assert len(edition.vectors) == edition.manifest.passages == 8
    assert all("sg-custody-bill#p2" in leg for leg in both_legs(edition, "tokens in vaults"))


@IN_BOTH_MODES
def test_a_moved_paragraph_is_not_encoded_again(sources: Sources, bill: Path, encoder: WordEncoder) -> None:
    """The same words under another number keep their vector."""
    bill.write_text(bill.read_text(encoding="utf-8").replace("\n1. ", "\n5. "), encoding="utf-8")
    assert counts(build(sources, encoder)) == (0, 1, 0, 3, 0)
    near, words = both_legs(CurrentIndex(sources.index, sources.chroma_url).edition(), "custody bill")
    assert "sg-custody-bill#p5" in near & words
    assert "sg-custody-bill#p1" not in near | words


@IN_BOTH_MODES
def test_a_removed_note_is_gone_from_both_legs(sources: Sources, bill: Path, encoder: WordEncoder) -> None:
    """What is deleted is neither found nor counted, and nothing is encoded."""
    bill.unlink()
    assert counts(build(sources, encoder)) == (0, 0, 1, 3, 0)
    edition = CurrentIndex(sources.index, sources.chroma_url).edition()
    assert "sg-custody-bill" not in edition.policies
    assert len(edition.vectors) == 6
    assert not any("sg-custody-bill#p1" in leg for leg in both_legs(edition, "Singapore custody bill"))


@IN_BOTH_MODES
def test_a_new_jurisdiction_moves_the_filter(sources: Sources, bill: Path, encoder: WordEncoder) -> None:
    """A corrected place is searched under its new name in both legs, without encoding."""
    text = bill.read_text(encoding="utf-8").replace("jurisdiction: Singapore", "jurisdiction: Japan")
    bill.write_text(text, encoding="utf-8")
    assert counts(build(sources, encoder)) == (0, 1, 0, 3, 0)
    edition = CurrentIndex(sources.index, sources.chroma_url).edition()
    assert both_legs(edition, "custody", Scope(places=("Japan",))) == ({"sg-custody-bill#p1"}, {"sg-custody-bill#p1"})
    assert both_legs(edition, "custody", Scope(places=("Singapore",))) == (set(), set())


@IN_BOTH_MODES
def test_a_new_date_moves_the_filter(sources: Sources, bill: Path, encoder: WordEncoder) -> None:
    """A corrected date of publication counts in both legs, without encoding."""
    bill.write_text(bill.read_text(encoding="utf-8").replace("2026-05-02\n", "2026-05-20\n"), encoding="utf-8")
    assert build(sources, encoder).encoded == 0
    edition = CurrentIndex(sources.index, sources.chroma_url).edition()
    for day, seen in ((19, False), (20, True)):
        scope = Scope(edition.policies["sg-custody-bill"].life.published.last.replace(day=day))
        assert all(("sg-custody-bill#p1" in leg) is seen for leg in both_legs(edition, "custody", scope))


def test_an_edition_is_named_after_its_content(sources: Sources, bill: Path, tmp_path: Path) -> None:
    """The same texts built elsewhere have the same id; another title or another word has another."""
    first = current_edition(sources.index)
    elsewhere = replace(sources, index=tmp_path / "elsewhere")
    assert build(elsewhere, WordEncoder()).edition == first
    original = bill.read_text(encoding="utf-8")
    seen = {first}
    for old, new in (("title: Custody bill", "title: The custody bill"), ("cold storage", "cold wallets")):
        bill.write_text(original.replace(old, new), encoding="utf-8")
        seen.add(build(elsewhere, WordEncoder()).edition)
    assert len(seen) == 3


@IN_BOTH_MODES
def test_going_back_takes_up_the_old_edition(sources: Sources, bill: Path, encoder: WordEncoder) -> None:
    """A change that is taken back leads to the edition before it, which is still there and complete."""
    first, original = current_edition(sources.index), bill.read_bytes()
    append(bill, NEW)
    second = build(sources, encoder).edition
    bill.write_bytes(original)
    encoder.encoded.clear()
    report = build(sources, encoder)
    assert (report.edition, report.encoded, encoder.encoded) == (first, 0, [])
    assert editions(sources) == {first, second}
    assert build(sources, encoder).unchanged == 4


def test_a_change_that_says_nothing_new_keeps_the_edition(sources: Sources, bill: Path, encoder: WordEncoder) -> None:
    """A blank line changes a file but not what it says; the next build knows the file."""
    first = current_edition(sources.index)
    append(bill, "\n")
    report = build(sources, encoder)
    assert (report.edition, counts(report)) == (first, (0, 1, 0, 3, 0))
    assert counts(build(sources, encoder)) == (0, 0, 0, 4, 0)


@IN_BOTH_MODES
def test_two_editions_are_kept(sources: Sources, bill: Path, encoder: WordEncoder) -> None:
    """Once nobody can be reading them any more, all but the last two editions are removed."""
    built = [current_edition(sources.index)]
    for number in range(2, 6):
        append(bill, NEW.replace("2. ", f"{number}. "))
        age(sources, GRACE + 1)
        built.append(build(sources, encoder).edition)
    assert editions(sources) == {*built[-2:]}


def test_a_replaced_edition_stays_while_it_may_be_read(sources: Sources, bill: Path, encoder: WordEncoder) -> None:
    """Editions replaced a moment ago stay, also when many builds follow one another."""
    held = CurrentIndex(sources.index, sources.chroma_url).edition()
    age(sources, 10 * GRACE)
    built = {held.manifest.edition}
    for number in range(2, 6):
        append(bill, NEW.replace("2. ", f"{number}. "))
        built.add(build(sources, encoder).edition)
    assert editions(sources) == built
    assert all(both_legs(held, "custody bill"))


@IN_BOTH_MODES
def test_another_encoder_encodes_everything_again(sources: Sources, bill: Path, encoder: WordEncoder) -> None:
    """Vectors of two encoders are never mixed, and the edition says which made it."""
    encoder.name = model_path(DEFAULT_ENCODER)
    assert counts(build(sources, encoder)) == (0, 0, 0, 4, 7)
    assert CurrentIndex(sources.index, sources.chroma_url).edition().manifest.encoder == encoder.name


@IN_BOTH_MODES
def test_an_own_document_is_read_once(sources: Sources, bill: Path, encoder: WordEncoder) -> None:
    """Own documents that did not change keep their passages, and are not loaded again for another's sake."""
    document = Library(sources.library).add(NEW.encode(), "own.md", Details()).document
    assert counts(build(sources, encoder)) == (1, 0, 0, 4, 1)
    document.path.unlink()
    append(bill, NEW)
    assert counts(build(sources, encoder)) == (0, 1, 0, 4, 1)
    assert f"{document.policy.id}#p1" in CurrentIndex(sources.index, sources.chroma_url).edition().texts.get(
        [f"{document.policy.id}#p1"]
    )


@IN_BOTH_MODES
def test_a_new_document_reads_no_note_again(
    sources: Sources, bill: Path, encoder: WordEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Notes that did not change keep their passages, with all that is known of them."""
    before = {
        policy: list(held.texts.passages_of(policy)) for held in [open_edition(sources)] for policy in held.policies
    }
    read: list[str] = []

    def noted(data: bytes, name: str) -> Document:
        read.append(Path(name).name)
        return load(data, name)

    monkeypatch.setattr("corpus.build.load", noted)
    Library(sources.library).add(b"# Memo\n\nKeepers insure tokens.\n", "memo.md", Details())
    build(sources, encoder)
    assert read == []
    append(bill, NEW)
    build(sources, encoder)
    assert read == [bill.name]
    after = open_edition(sources)
    assert all(after.texts.passages_of(policy) == held for policy, held in before.items() if policy != bill.stem)


def test_a_note_is_read_again_where_another_changes_its_life(
    sources: Sources, texts: Path, bill: Path, encoder: WordEncoder
) -> None:
    """What supersedes a note is said in the other one, and holds for the passages of this one."""
    old = "hk-platform-rules-2023"
    successor = next(path for path in texts.glob("*.md") if f"supersedes: [{old}]" in path.read_text(encoding="utf-8"))
    assert {passage.life.by for passage in open_edition(sources).texts.passages_of(old)} == {successor.stem}
    said = successor.read_text(encoding="utf-8")
    successor.write_text(said.replace("supersedes:", "related:"), encoding="utf-8")
    build(sources, encoder)
    assert {passage.life.by for passage in open_edition(sources).texts.passages_of(old)} == {None}
