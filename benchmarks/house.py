"""The import graph of the house: packages, their sizes, who imports whom, and the circles, if any.

    python -m benchmarks.house [ROOT]
    python -m benchmarks.house --untested   the modules that no test is for, longest first

`tests/test_architecture.py` holds the rules with the same functions.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("corpus", "assistant", "ui", "benchmarks")  # from the ground up
TESTS = "tests"  # they may import every room, and are held to the length of a module alone
MOST_MODULES = 13  # beside `__init__` in a folder
MOST_LINES = 300  # of a module

Graph = dict[str, set[str]]


def modules(root: Path, rooms: Sequence[str] = ROOMS) -> dict[str, Path]:
    """Return every module of the rooms by its dotted name; a package's `__init__` has the package's name."""
    paths = (path for room in rooms for path in (root / room).rglob("*.py"))
    return {".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}


def imports(path: Path) -> Iterator[str]:
    """Yield every name that a file imports, anywhere in the file; `from a import b` yields `a` and `a.b`."""
    yield from _imported(path.read_text(encoding="utf-8"))


@cache  # each rule reads the whole house: parsing it takes a second
def _imported(source: str) -> tuple[str, ...]:
    names: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += (node.module, *(f"{node.module}.{alias.name}" for alias in node.names))
    return tuple(names)


def module_graph(root: Path) -> Graph:
    """Return which modules each module imports; `from package import module` counts as the module alone."""
    named = modules(root)
    graph: Graph = {}
    for name, path in named.items():
        targets = set(imports(path)) & named.keys() - {name}
        graph[name] = {one for one in targets if not any(other.startswith(f"{one}.") for other in targets)}
    return graph


def child_graph(folder: str, graph: Mapping[str, AbstractSet[str]]) -> Graph:
    """Return which children of a folder, modules and folders alike, import which others; its `__init__` is no child."""
    children: Graph = {}
    for name, targets in graph.items():
        if (child := child_of(folder, name)) is not None:
            others = {child_of(folder, target) for target in targets}
            children.setdefault(child, set()).update(other for other in others if other and other != child)
    return children


def child_of(folder: str, name: str) -> str | None:
    """Return the child of a folder that a module is or lies in; None outside the folder. `""` holds the rooms."""
    prefix = f"{folder}." if folder else ""
    return prefix + name.removeprefix(prefix).split(".")[0] if name.startswith(prefix) and name != folder else None


def tied_children(root: Path) -> dict[str, dict[str, set[str]]]:
    """Return, by folder, the children that import one another in a circle; empty where all folders form DAGs."""
    graph = module_graph(root)
    folders = {"", *(name for name, path in modules(root).items() if path.name == "__init__.py")}
    return {folder: tied for folder in sorted(folders) if (tied := knots(child_graph(folder, graph)))}


def wrong_ways(root: Path) -> list[str]:
    """Return the imports that go up: each room may read those before it, and never the reverse."""
    floor = {room: number for number, room in enumerate(ROOMS)}
    return sorted(
        f"{name} imports {target}"
        for name, targets in module_graph(root).items()
        for target in targets
        if floor[room_of(target)] > floor[room_of(name)]
    )


def room_of(name: str) -> str:
    """Return the room in which a module lies."""
    return name.split(".", 1)[0]


def crowded_folders(root: Path) -> list[str]:
    """Return the folders with more modules beside `__init__` than a newcomer can survey."""
    counts = Counter(name.rpartition(".")[0] for name, path in modules(root).items() if path.name != "__init__.py")
    return [f"{folder} has {count} modules" for folder, count in sorted(counts.items()) if count > MOST_MODULES]


def long_modules(root: Path) -> list[str]:
    """Return the modules that are longer than the ceiling, those of the tests among them."""
    named = modules(root, (*ROOMS, TESTS))
    lengths = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in named.items()}
    return [f"{name} has {length} lines" for name, length in sorted(lengths.items()) if length > MOST_LINES]


def stray_libraries(root: Path, homes: Mapping[str, str | tuple[str, ...]]) -> list[str]:
    """Return the imports of a library away from its homes: modules, or packages with all that lies in them."""
    strays = []
    for name, path in modules(root).items():
        for library in {target.split(".", 1)[0] for target in imports(path)} & homes.keys():
            places = homes[library]
            if not any(lies_in(name, place) for place in ([places] if isinstance(places, str) else places)):
                strays.append(f"{name} imports {library}")
    return sorted(strays)


def lies_in(name: str, place: str) -> bool:
    """Return whether a module is a place or lies in it."""
    return f"{name}.".startswith(f"{place}.")


def acquainted_stages(root: Path, strangers: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return the imports of one stage by another that should not know it."""
    return sorted(
        f"{name} imports {target}"
        for name, targets in module_graph(root).items()
        for stage, others in strangers.items()
        if lies_in(name, stage)
        for target in targets
        if any(lies_in(target, other) for other in others)
    )


def package(name: str, path: Path) -> str:
    """Return the package a module belongs to; an `__init__` belongs to its own package."""
    return name if path.name == "__init__.py" else name.rpartition(".")[0]


def untested(root: Path) -> list[tuple[int, str]]:
    """Return the modules of the product that no test is for, behind their lengths in lines, longest first.

    A test is for a module that it imports or names, or in whose place below `tests/` it lies under the module's name.
    """
    tests = list((root / TESTS).rglob("*.py"))
    imported = {name for path in tests for name in imports(path)}
    words = " ".join(path.read_text(encoding="utf-8") for path in tests)
    product = {name: path for name, path in modules(root).items() if not lies_in(name, ROOMS[-1])}
    named = {name for name in product if name in imported or name in words or _own_test(root, name) in tests}
    alone = {name: path for name, path in product.items() if name not in named}
    lengths = ((len(path.read_text(encoding="utf-8").splitlines()), name) for name, path in alone.items())
    return sorted(lengths, reverse=True)


def _own_test(root: Path, name: str) -> Path:
    folder, _, leaf = name.rpartition(".")
    return root.joinpath(TESTS, *folder.split("."), f"test_{leaf}.py")


def knots(graph: Mapping[str, AbstractSet[str]]) -> dict[str, set[str]]:
    """Return what cannot be put in an order in which everything imports only what comes before; empty for a DAG."""
    waiting = {name: set(targets) for name, targets in graph.items()}
    while free := {name for name, targets in waiting.items() if not targets & waiting.keys()}:
        waiting = {name: targets for name, targets in waiting.items() if name not in free}
    needed = set().union(*waiting.values()) if waiting else set()
    while idle := waiting.keys() - needed:  # importing a knot is not being in one
        waiting = {name: targets for name, targets in waiting.items() if name not in idle}
        needed = set().union(*waiting.values()) if waiting else set()
    return {name: targets & waiting.keys() for name, targets in waiting.items()}


def longest_function(root: Path) -> tuple[int, str]:
    """Return the length in lines and the name of the longest function."""
    lengths = [
        (int(node.end_lineno or 0) - node.lineno + 1, f"{name}.{node.name}")
        for name, path in modules(root).items()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    return max(lengths)


def main() -> None:
    """Print modules and lines by package, what each imports from, the longest function, and the knots."""
    if sys.argv[1:] == ["--untested"]:
        print("\n".join(f"{lines:4} {name}" for lines, name in untested(ROOT)))
        return
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT
    by_package: dict[str, list[Path]] = defaultdict(list)
    reads: Graph = defaultdict(set)
    named, graph = modules(root), module_graph(root)
    for name, path in named.items():
        home = package(name, path)
        by_package[home].append(path)
        reads[home] |= {package(target, named[target]) for target in graph[name]} - {home}
    for home, paths in sorted(by_package.items()):
        lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in paths)
        beside = sum(path.name != "__init__.py" for path in paths)
        print(f"{home:36} {beside:3} modules {lines:6,} lines  <- {', '.join(sorted(reads[home]))}")
    length, name = longest_function(root)
    print(f"\nlongest function: {name}, {length} lines")
    tied = tied_children(root)
    print("every folder's children form a DAG" if not tied else "tied in a knot:")
    for folder, children in tied.items():
        for child, targets in sorted(children.items()):
            print(f"  {folder or 'the rooms'}: {child} -> {', '.join(sorted(targets))}")


if __name__ == "__main__":
    main()
