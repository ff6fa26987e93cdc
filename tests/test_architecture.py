"""The house rules: which room may import which, where heavy libraries live, and how long a module may be."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("corpus", "assistant", "ui")
MAY_IMPORT = {"corpus": {"corpus"}, "assistant": {"assistant", "corpus"}, "ui": {"ui", "assistant", "corpus"}}
HOMES: dict[str, str | tuple[str, ...]] = {
    "streamlit": "ui/",
    "chromadb": "corpus/vectors.py",
    # Bi-encoder and cross-encoder, and how both are trained.
    "sentence_transformers": ("corpus/embedding.py", "corpus/cross_encoders.py", "corpus/training.py"),
    "transformers": ("corpus/embedding.py", "corpus/cross_encoders.py", "corpus/training.py"),
    "peft": "corpus/training.py",
    "datasets": "corpus/training.py",
    "bm25s": ("corpus/lexical.py", "assistant/evaluation/rivals.py"),
    "lightgbm": "assistant/forest.py",
    "pypdf": "corpus/loading/",
    "trafilatura": "corpus/loading/html.py",
    "docx": ("corpus/loading/docx.py", "assistant/exporting/docx.py"),
    "reportlab": "assistant/exporting/pdf.py",
    "pypdfium2": "corpus/pages.py",
    "langchain": "assistant/models.py",
}
STRANGERS = {
    "assistant/composing": ("assistant.retrieval", "assistant.verification", "assistant.chain"),
    "assistant/retrieval.py": ("assistant.composing", "assistant.verification", "assistant.chain"),
    "assistant/verification": ("assistant.composing", "assistant.retrieval", "assistant.chain"),
    "assistant/interpreting.py": ("assistant.composing", "assistant.retrieval", "assistant.chain"),
    "assistant/understanding.py": ("assistant.composing", "assistant.retrieval", "assistant.chain"),
}
CEILING = 300

MODULES = sorted(path.relative_to(ROOT) for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    """Name every module that a file imports, wherever in the file."""
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def modules_of(path: Path) -> set[str]:
    """Name the modules that a file imports; `from package import module` counts as the module alone."""
    names = set(imports(path))
    return {name for name in names if not any(other.startswith(f"{name}.") and is_module(other) for other in names)}


def is_module(name: str) -> bool:
    """Tell whether a dotted name is a file of this project."""
    return (ROOT / name.replace(".", "/")).with_suffix(".py").is_file()


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_rooms_import_one_way(path: Path) -> None:
    """The page reads the assistant, the assistant reads the corpus, and never the other way."""
    rooms = {name.split(".")[0] for name in imports(path)} & set(ROOMS)
    assert rooms <= MAY_IMPORT[path.parts[0]]


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_heavy_libraries_stay_at_home(path: Path) -> None:
    """Each heavy library is imported in one place, so that it can be exchanged there."""
    for library in {name.split(".")[0] for name in imports(path)} & HOMES.keys():
        assert path.as_posix().startswith(HOMES[library]), f"{library} belongs to {HOMES[library]}"


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_stages_are_strangers(path: Path) -> None:
    """No stage of the answer knows another; only the chain knows the order."""
    for stage, others in STRANGERS.items():
        if path.as_posix().startswith(stage):
            assert not [name for name in imports(path) if name.startswith(others)]


def test_no_import_circles() -> None:
    """Every module can be put in an order in which it imports only what comes before."""
    named = {".".join(path.with_suffix("").parts).removesuffix(".__init__"): path for path in MODULES}
    waiting = {name: modules_of(path) & named.keys() - {name} for name, path in named.items()}
    while free := {name for name, needs in waiting.items() if not needs}:
        waiting = {name: needs - free for name, needs in waiting.items() if name not in free}
    assert not waiting, f"these import one another: {sorted(waiting)}"


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_modules_stay_small(path: Path) -> None:
    """A file that wants to outgrow the ceiling is two files."""
    assert len((ROOT / path).read_text(encoding="utf-8").splitlines()) <= CEILING


def test_only_state_touches_the_session() -> None:
    """One module of the page reads and writes the session state."""
    users = [path.as_posix() for path in MODULES if "session_state" in (ROOT / path).read_text(encoding="utf-8")]
    assert users == ["ui/state.py"]
