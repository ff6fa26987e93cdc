"""The index: what may be searched is filtered inside each leg, and a switch of editions is noticed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corpus.build import Sources, build
from corpus.current import CurrentIndex
from corpus.errors import IndexMissingError
from corpus.index.edition import Edition
from corpus.index.exact import ExactWriter
from corpus.index.keywords import LexicalIndex
from corpus.index.manifest import MANIFEST, POINTER, Manifest
from corpus.index.scope import Scope
from corpus.index.texts import TextStore
from corpus.index.vectors import open_vectors
from corpus.index.writing import VERSIONS
from corpus.language.places import PLACES
from corpus.records import Life, Nature, PartialDate, Passage, Policy
from tests.chroma_server import IN_BOTH_MODES
from tests.conftest import WordEncoder

QUESTION = "margin financing cold storage client assets"
LEGS = ("nearest", "keyword_matches")
EVERYTHING = {
    "hk-margin-2026#p1",
    "hk-platform-rules-2023#p1",
    "hk-platform-rules-2023#p2",
    "hk-remarks-2025#p2",
    "sg-custody-bill#p1",
}


def policy(id_: str, jurisdiction: str = "Hong Kong", published: str = "") -> Policy:
    """Make a policy of which only place and date matter."""
    return Policy(id_, id_, "", jurisdiction, "document", Life(Nature.RECORD, day(published)))


def day(text: str) -> PartialDate | None:
    """Read a date, or none."""
    return PartialDate.parse(text) if text else None


def edition_of(folder: Path, policies: list[Policy], texts: dict[str, str], url: str | None = None) -> Edition:
    """Write an edition with one passage per policy."""
    passages = [Passage(f"{p.id}#p1", p.id, texts.get(p.id, "margin financing"), "¶1", p.life) for p in policies]
    TextStore.write(folder / "texts.db", policies, passages)
    LexicalIndex.build(passages).save(folder / "lexical")
    ids, vectors = [passage.id for passage in passages], WordEncoder().encode([passage.text for passage in passages])
    exact = ExactWriter(folder, ids)
    exact.write(ids, vectors)
    exact.close()
    store = open_vectors(folder, "x", url)
    store.write(ids, vectors)
    store.close()
    Manifest("x", "words", "", len(passages), len(policies), {}, VERSIONS).save(folder)
    return Edition(folder, url)


def search(edition: Edition, leg: str, scope: Scope, text: str = QUESTION, count: int = 10) -> list[tuple[str, float]]:
    """Ask one leg of the index."""
    asked = text if leg == "keyword_matches" else WordEncoder().encode([text])[0]
    found: list[tuple[str, float]] = getattr(edition, leg)(asked, count, scope)
    return found


@IN_BOTH_MODES
@pytest.mark.parametrize("leg", LEGS)
@pytest.mark.parametrize(
    ("scope", "left_out"),
    [
        (Scope(), set()),
        (Scope(date(2026, 5, 1)), {"sg-custody-bill#p1"}),
        (Scope(date(2026, 5, 2)), set()),
        (Scope(date(2026, 2, 10)), {"sg-custody-bill#p1", "hk-margin-2026#p1"}),
        (Scope(date(2023, 6, 29)), EVERYTHING),
        (Scope(places=("Singapore",)), {id_ for id_ in EVERYTHING if id_.startswith("hk")}),
        (Scope(places=("Hong Kong",)), {"sg-custody-bill#p1"}),
        (Scope(places=("Hong Kong", "Singapore")), set()),
        (Scope(date(2023, 6, 30), ("Hong Kong",)), {id_ for id_ in EVERYTHING if "2023" not in id_}),
        (Scope(date(2026, 5, 1), ("Singapore",)), EVERYTHING),
        (Scope(places=("Japan",)), EVERYTHING),
        (Scope(places=("Narnia",)), EVERYTHING),
    ],
)
def test_each_leg_keeps_to_the_scope(index: CurrentIndex, leg: str, scope: Scope, left_out: set[str]) -> None:
    """Neither leg gives what was published later (a month at its end) or elsewhere, and both give the rest."""
    found = {id_ for id_, _ in search(index.edition(), leg, scope)}
    assert found & EVERYTHING == EVERYTHING - left_out
    assert not found & left_out


@IN_BOTH_MODES
@pytest.mark.parametrize("leg", LEGS)
def test_a_narrow_scope_is_not_emptied_by_what_is_nearer(tmp_path: Path, chroma_url: str | None, leg: str) -> None:
    """One allowed text among 1,500 better ones is found: the filter works before the best are taken."""
    others = [policy(f"hk-{number}") for number in range(1500)]
    edition = edition_of(tmp_path, [*others, policy("sg", "Singapore")], {"sg": "margin " + "custody " * 9}, chroma_url)
    found = search(edition, leg, Scope(places=("Singapore",)), "margin financing", count=1)
    assert [id_ for id_, _ in found] == ["sg#p1"]
    edition.close()


@IN_BOTH_MODES
@pytest.mark.parametrize("leg", LEGS)
@pytest.mark.parametrize("scope", [Scope(), Scope(date(1990, 1, 1)), Scope(places=("Japan",))])
def test_own_texts_without_date_or_place_are_always_searched(
    tmp_path: Path, chroma_url: str | None, leg: str, scope: Scope
) -> None:
    """A text whose date is unknown counts as published, and one whose place is unknown as of every place."""
    free = [policy("free", ""), policy("elsewhere", "Narnia")]
    held = [*free, policy("late", "", "2030-01-01"), policy("hk", "Hong Kong", "1980")]
    edition = edition_of(tmp_path, held, {}, chroma_url)
    found = {id_ for id_, _ in search(edition, leg, scope)}
    assert {"free#p1", "elsewhere#p1"} <= found
    assert ("late#p1" in found) is (scope.published_by is None)
    assert ("hk#p1" in found) is (not scope.places)
    edition.close()


@IN_BOTH_MODES
@pytest.mark.parametrize("leg", LEGS)
def test_matches_come_best_first(index: CurrentIndex, leg: str) -> None:
    """Scores fall, a smaller count gives the same beginning, and asking again gives the same."""
    edition = index.edition()
    found = search(edition, leg, Scope())
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    assert search(edition, leg, Scope(), count=2) == found[:2]
    assert search(edition, leg, Scope()) == found


@IN_BOTH_MODES
def test_nearest_gives_the_cosine(index: CurrentIndex, encoder: WordEncoder) -> None:
    """A passage's own vector has the similarity 1, and another's is the product of the two."""
    edition = index.edition()
    passages = edition.texts.get(["sg-custody-bill#p1", "hk-margin-2026#p1"])
    own, other = encoder.encode([passages["sg-custody-bill#p1"].text, passages["hk-margin-2026#p1"].text])
    scores = dict(edition.nearest(own, 10, Scope()))
    assert scores["sg-custody-bill#p1"] == pytest.approx(1, abs=1e-5)
    assert scores["hk-margin-2026#p1"] == pytest.approx(float(own @ other), abs=1e-5)


@IN_BOTH_MODES
def test_every_place_can_be_asked_for(index: CurrentIndex) -> None:
    """No place of the table makes a leg fail."""
    for place in PLACES:
        for leg in LEGS:
            assert isinstance(search(index.edition(), leg, Scope(places=(place,))), list)


@IN_BOTH_MODES
def test_a_switch_is_noticed(sources: Sources, texts: Path, index: CurrentIndex, encoder: WordEncoder) -> None:
    """The next question after a build reads the new edition; whoever holds the old one finishes with it."""
    before = index.edition()
    assert index.edition() is before
    (texts / "sg-custody-bill.md").unlink()
    build(sources, encoder)
    after = index.edition()
    assert after.manifest.edition != before.manifest.edition
    for leg in LEGS:
        assert "sg-custody-bill#p1" in dict(search(before, leg, Scope()))
        assert "sg-custody-bill#p1" not in dict(search(after, leg, Scope()))


@pytest.mark.parametrize("shape", ["no folder", "empty folder", "empty pointer", "a file in its place"])
def test_without_an_index_the_command_is_named(tmp_path: Path, shape: str) -> None:
    """Reading before anything was built says how to build."""
    folder = tmp_path / "data" / "index"
    if shape == "a file in its place":
        folder.parent.write_text("not a folder")
    elif shape != "no folder":
        folder.mkdir(parents=True)
    if shape == "empty pointer":
        (folder / POINTER).write_text("\n")
    with pytest.raises(IndexMissingError, match=r"No index at .*index\. Build it with `make index`"):
        CurrentIndex(folder).edition()


def test_an_edition_of_another_version_is_built_anew(
    sources: Sources, index: CurrentIndex, encoder: WordEncoder
) -> None:
    """An index of an older format is refused with the command, and that command replaces it."""
    edition = index.edition()
    replace(edition.manifest, versions={**VERSIONS, "format": 1}).save(edition.folder)
    with pytest.raises(IndexMissingError, match=r"is of another version\. Build it anew with `make index`"):
        CurrentIndex(sources.index, sources.chroma_url).edition()
    build(sources, encoder)
    assert CurrentIndex(sources.index, sources.chroma_url).edition().manifest.versions == VERSIONS


@pytest.mark.parametrize("content", [None, "", "{", "[]", "{}", '{"edition": "x", "colour": 1}', "\x00"])
def test_an_incomplete_edition_is_refused(sources: Sources, index: CurrentIndex, content: str | None) -> None:
    """A pointer to an edition without a readable manifest is an error that names the command, not an empty index."""
    manifest = sources.index / index.edition().manifest.edition / MANIFEST
    manifest.unlink() if content is None else manifest.write_text(content)
    with pytest.raises(IndexMissingError, match=r"is damaged: it is incomplete, .*\. Mend it with `make index`"):
        CurrentIndex(sources.index, sources.chroma_url).edition()


def test_the_manifest_says_what_the_edition_is(sources: Sources, index: CurrentIndex, encoder: WordEncoder) -> None:
    """Encoder, counts and inputs are recorded, in JSON that any program can read."""
    manifest = index.edition().manifest
    row = json.loads((sources.index / manifest.edition / MANIFEST).read_text(encoding="utf-8"))
    assert row["encoder"] == manifest.encoder == encoder.name
    assert (row["passages"], row["policies"]) == (7, 4)
    assert sorted(row["inputs"]) == [
        "note:hk-margin-2026", "note:hk-platform-rules-2023", "note:hk-remarks-2025", "note:sg-custody-bill"
    ]  # fmt: skip
    assert row["edition"] == (sources.index / POINTER).read_text(encoding="utf-8")


@pytest.mark.parametrize("balance", [0, 10**9])
def test_a_part_is_searched_alike_by_graph_and_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, balance: int
) -> None:
    """Both ways find the nearest of what the scope allows, and nothing else."""
    monkeypatch.setattr("corpus.index.edition.BALANCE", balance)
    held = [
        policy(f"p-{row}", "Singapore" if row % 9 == 0 else "Hong Kong", str(1990 + row % 30)) for row in range(3300)
    ]
    texts = {
        one.id: f"margin financing {'custody ' * (row % 50)}{'broker ' * (row % 49)}" for row, one in enumerate(held)
    }
    edition = edition_of(tmp_path, held, texts)
    vector = WordEncoder().encode(["margin custody broker"])[0]
    found = edition.nearest(vector, 20, Scope(date(2018, 12, 31), ("Hong Kong",)))
    allowed = [one for one in held if one.jurisdiction == "Hong Kong" and str(one.life.published) <= "2018"]
    cosines = sorted(WordEncoder().encode([texts[one.id] for one in allowed]) @ vector, reverse=True)
    assert [cosine for _, cosine in found] == pytest.approx(cosines[:20], abs=1e-5)
    assert {id_.split("#")[0] for id_, _ in found} <= {one.id for one in allowed}
    edition.close()


def test_a_part_that_lies_apart_is_found_whole(tmp_path: Path) -> None:
    """Three passages of one place among 3,000 of another are all given, however far they are."""
    held = [policy(f"p-{row}", "Japan" if row < 3 else "Hong Kong") for row in range(3003)]
    texts = {one.id: "custody of keys" if row < 3 else f"margin {row % 50}" for row, one in enumerate(held)}
    edition = edition_of(tmp_path, held, texts)
    vector = WordEncoder().encode(["margin"])[0]
    assert [id_ for id_, _ in edition.nearest(vector, 20, Scope(places=("Japan",)))] == ["p-0#p1", "p-1#p1", "p-2#p1"]
    assert edition.nearest(vector, 20, Scope(places=("Thailand",))) == []
    edition.close()
