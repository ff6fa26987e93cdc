"""requirements.lock, every file that run time may install with its hash: `python -m benchmarks.supply.locked`.

The versions are those installed here. The hashes are those that pip's own index names for all files of a version, so
that each Python and each system finds its own. `torch` is left out: its files differ by machine.
"""

from __future__ import annotations

from collections.abc import Iterator

from packaging.utils import InvalidSdistFilename, InvalidWheelFilename, parse_sdist_filename, parse_wheel_filename
from packaging.version import InvalidVersion, Version
from pip._internal.commands import create_command
from pip._internal.commands.download import DownloadCommand
from pip._internal.index.collector import LinkCollector, parse_links
from pip._internal.models.link import Link
from pip._internal.network.session import PipSession

from benchmarks.supply.needed import BY_MACHINE, PYTHONS, SYSTEMS, needed
from benchmarks.tables import ROOT

LOCK = ROOT / "requirements.lock"
HEAD = (
    "# Made by `python -m benchmarks.supply.locked` from requirements.txt: all for run time but torch, whose files\n"
    "# differ by machine. `make chat` installs these by hash, and then whatever only this machine needs.\n"
)


def hashes(collector: LinkCollector, name: str, version: str) -> list[str]:
    """Return the hashes of all files of a version that pip's indexes name; raise SystemExit where there are none."""
    found = set()
    for url in collector.search_scope.get_index_urls_locations(name):
        page = collector.fetch_response(Link(url))
        for link in parse_links(page) if page else ():
            if link.hash_name == "sha256" and _named(link.filename) == (name, Version(version)):
                found.add(f"sha256:{link.hash}")
    if not found:
        raise SystemExit(f"No index names a file of {name} {version} with its hash.")
    return sorted(found)


def _named(file: str) -> tuple[str, Version] | None:
    """Return the project and version of a file; None for one of an older kind, which pip would not install either."""
    try:
        return parse_wheel_filename(file)[:2] if file.endswith(".whl") else parse_sdist_filename(file)
    except (InvalidWheelFilename, InvalidSdistFilename, InvalidVersion):
        return None


def lines(collector: LinkCollector) -> Iterator[str]:
    """Yield the entries of the lock, in order of names."""
    by_system = {system: needed(system) for system in SYSTEMS}
    for name in sorted({name for held in by_system.values() for name in held} - BY_MACHINE):
        where = [system for system, held in by_system.items() if name in held]
        one = next(held[name] for held in by_system.values() if name in held)
        if one is None:
            print(f"{name} is needed on {', '.join(where)} alone and not here: it is installed without a hash.")
            continue
        marker = "" if len(where) == len(SYSTEMS) else "; " + " or ".join(f'sys_platform == "{w}"' for w in where)
        held = " \\\n".join(f"    --hash={one}" for one in hashes(collector, name, one.version))
        yield f"{name}=={one.version}{marker} \\\n{held}\n"


def main() -> None:
    """Write the lock."""
    for python in PYTHONS[1:]:
        if more := needed("linux", python).keys() - needed("linux").keys():
            print(f"Python {python} needs {', '.join(sorted(more))} besides: installed without hashes.")
    command = create_command("download")
    assert isinstance(command, DownloadCommand)
    options, _ = command.parse_args(["-"])
    with command.main_context():
        session: PipSession = command._build_session(options)
        collector = command._build_package_finder(options, session)._link_collector
        LOCK.write_text(HEAD + "".join(lines(collector)), encoding="utf-8")


if __name__ == "__main__":
    main()
