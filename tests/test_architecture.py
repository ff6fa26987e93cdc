"""The house rules: which room may import which, where heavy libraries live, and how large modules and folders grow.

The rules are the functions of `benchmarks/house.py`; each is tried on the house, and on a small one with a fault.
"""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from assistant.cli import cli
from benchmarks.house import (
    ROOT,
    acquainted_stages,
    crowded_folders,
    long_modules,
    modules,
    stray_libraries,
    tied_children,
    untested,
    wrong_ways,
)

HOMES: dict[str, str | tuple[str, ...]] = {
    "streamlit": ("ui", "benchmarks.speed.session_client"),
    "chromadb": ("corpus.index.vectors", "benchmarks.time"),
    # Bi-encoder and cross-encoder, and how both are trained.
    "sentence_transformers": (
        "corpus.encoders.sentence",
        "corpus.encoders.cross",
        "corpus.encoders.training",
        "benchmarks.documents",
    ),
    "transformers": ("corpus.encoders.sentence", "corpus.encoders.cross", "corpus.encoders.training"),
    "peft": "corpus.encoders.training",
    "datasets": "corpus.encoders.training",
    "bm25s": ("assistant.evaluation.tuning.baselines", "benchmarks.speed.scale"),
    "opencc": "corpus.language.terms",
    "lightgbm": "assistant.retrieval.forest",
    "pypdf": "corpus.loading",
    "cssselect2": "corpus.loading.html.styles",
    "tinycss2": ("corpus.loading.html.styles", "corpus.loading.html.seeing"),
    "markdown_it": ("corpus.loading.markdown", "corpus.loading.markdown_notes"),
    "docx": "assistant.exporting.docx",
    "reportlab": "assistant.exporting.pdf",
    "pypdfium2": "corpus.loading.pdf",
    "langchain": ("assistant.llm.open", "assistant.research.agent"),
}
STRANGERS = {
    "assistant.understanding": ("assistant.composing", "assistant.retrieval", "assistant.verification"),
    "assistant.retrieval": ("assistant.composing", "assistant.verification"),
    "assistant.verification": ("assistant.composing", "assistant.retrieval"),
    "assistant.composing": ("assistant.retrieval", "assistant.verification"),
}


def test_rooms_import_one_way() -> None:
    """Benchmarks read the page, the page the assistant, the assistant the corpus, and never the other way."""
    assert not wrong_ways(ROOT)


def test_the_children_of_every_folder_form_a_dag() -> None:
    """In every folder, modules and folders alike have an order in which each imports only what comes before."""
    assert not tied_children(ROOT)


def test_folders_stay_small() -> None:
    """A folder with more than thirteen modules is two folders."""
    assert not crowded_folders(ROOT)


def test_modules_stay_small() -> None:
    """A file that wants to outgrow the ceiling is two files, a test's as a benchmark's."""
    assert not long_modules(ROOT)


def test_heavy_libraries_stay_at_home() -> None:
    """Each heavy library is imported in one place, so that it can be exchanged there."""
    assert not stray_libraries(ROOT, HOMES)


def test_every_home_is_there() -> None:
    """No rule speaks of a module or a folder that has moved away."""
    named = modules(ROOT).keys()
    homes = {home for places in HOMES.values() for home in ([places] if isinstance(places, str) else places)}
    assert homes | STRANGERS.keys() <= named


def test_stages_are_strangers() -> None:
    """No stage of the answer imports another that works beside it; the order is known above them."""
    assert not acquainted_stages(ROOT, STRANGERS)


def test_only_state_touches_the_session() -> None:
    """One module of the page reads and writes the session state."""
    users = [name for name, path in modules(ROOT).items() if "session_state" in path.read_text(encoding="utf-8")]
    assert users == ["ui.state"]


def misplaced(group: click.Group) -> list[str]:
    """Return the commands, and those of their groups, that are not defined in a module of their own name."""
    below = [name for one in group.commands.values() if isinstance(one, click.Group) for name in misplaced(one)]
    homes = {name: getattr(one.callback, "__module__", "").rpartition(".")[2] for name, one in group.commands.items()}
    return [name for name, home in homes.items() if home != name] + below


def test_every_command_has_a_module_of_its_name() -> None:
    """Who looks for the options of `describe` opens `describe.py`."""
    assert len(cli.commands) > 20
    assert not misplaced(cli)


def test_a_command_in_the_module_of_another_is_seen() -> None:
    """A second command beside the first is named, also inside a group."""
    stray = click.Command("stray", callback=misplaced)
    assert misplaced(click.Group("group", commands=[stray])) == ["stray"]
    assert misplaced(
        click.Group("outer", commands=[click.Group("test_architecture", commands=[stray], callback=misplaced)])
    ) == ["stray"]


def planted(root: Path, **files: str) -> Path:
    """Build a small house: `corpus__index__texts="import x"` is the module `corpus.index.texts` with this text."""
    for name, text in files.items():
        path = root.joinpath(*name.split("__")).with_suffix(".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        for folder in path.relative_to(root).parents[:-1]:
            (root / folder / "__init__.py").touch()
    return root


def test_a_room_that_looks_up_is_seen(tmp_path: Path) -> None:
    """A module of the corpus that imports the page breaks the rule, also inside a function."""
    house = planted(tmp_path, corpus__texts="def late():\n    from ui.page import draw", ui__page="def draw(): ...")
    assert wrong_ways(house) == ["corpus.texts imports ui.page"]


def test_folders_in_a_circle_are_seen(tmp_path: Path) -> None:
    """Two folders that import each other are tied, though no file of theirs is in a circle."""
    house = planted(
        tmp_path,
        assistant__one__a="from assistant.two.a import x",
        assistant__one__b="",
        assistant__two__a="x = 1",
        assistant__two__b="import assistant.one.b",
    )
    tied = {"assistant.one": {"assistant.two"}, "assistant.two": {"assistant.one"}}
    assert tied_children(house) == {"assistant": tied}


def test_a_fourteenth_module_is_seen(tmp_path: Path) -> None:
    """Thirteen modules beside `__init__` are allowed, one more is not."""
    house = planted(tmp_path, **{f"corpus__loading__m{number}": "" for number in range(13)})
    assert not crowded_folders(house)
    planted(tmp_path, corpus__loading__one_more="")
    assert crowded_folders(house) == ["corpus.loading has 14 modules"]


def test_a_long_module_is_seen(tmp_path: Path) -> None:
    """Three hundred lines are allowed, one more is not, wherever the module lies."""
    rooms = ("corpus", "benchmarks", "tests")
    fits, outgrown = ({f"{room}__{name}": "\n" * count for room in rooms} for name, count in (("a", 300), ("b", 301)))
    house = planted(tmp_path, **fits, **outgrown)
    assert long_modules(house) == [f"{room}.b has 301 lines" for room in sorted(rooms)]


def test_a_module_that_no_test_names_is_seen(tmp_path: Path) -> None:
    """One that a test imports, names or is called after in its place is not listed; a benchmark needs no test."""
    house = planted(
        tmp_path,
        corpus__read="",
        corpus__mirrored="x = 1",
        corpus__index__mirrored="x = 1\ny = 2\nz = 3\n",
        tests__corpus__test_mirrored="",
        corpus__patched="",
        corpus__alone="x = 1\ny = 2\n",
        benchmarks__alone="",
        tests__test_read="from corpus.read import x\nNAME = 'corpus.patched'",
    )
    assert [row for row in untested(house) if row[0]] == [(3, "corpus.index.mirrored"), (2, "corpus.alone")]


@pytest.mark.parametrize("line", ["import chromadb", "from chromadb.api import Client", "import chromadb.config as c"])
def test_a_stray_library_is_seen(tmp_path: Path, line: str) -> None:
    """A heavy library imported away from its home is seen in every form of import."""
    house = planted(tmp_path, corpus__index__vectors=line, corpus__index__vectors_too=line, corpus__build=line)
    strays = ["corpus.build imports chromadb", "corpus.index.vectors_too imports chromadb"]
    assert stray_libraries(house, {"chromadb": "corpus.index.vectors"}) == strays


def test_stages_that_meet_are_seen(tmp_path: Path) -> None:
    """A stage that imports its neighbour is seen, in its `__init__` as in any of its modules."""
    house = planted(
        tmp_path,
        assistant__composing__words="from assistant.retrieval import rank",
        assistant__retrieval____init__="def rank(): ...",
    )
    strangers = {"assistant.composing": ("assistant.retrieval",)}
    assert acquainted_stages(house, strangers) == ["assistant.composing.words imports assistant.retrieval"]
