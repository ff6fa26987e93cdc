"""Commands by name, imported when they are called: `index --check` does not wait for what `evaluate` needs."""

from __future__ import annotations

from collections import UserDict
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module

import click


class Commands(UserDict[str, click.Command]):
    """The commands of a package, each in a module of its name; a module is imported when its command is looked up."""

    def __init__(self, package: str, folders: Mapping[str, Sequence[str]]) -> None:
        """Name the commands by the folder of the package in which their modules lie, `""` for the package itself."""
        super().__init__()
        self._modules = {
            name: ".".join(filter(None, (package, folder, name))) for folder, names in folders.items() for name in names
        }

    def __getitem__(self, name: str) -> click.Command:
        """Return a command; raise KeyError where there is none of this name."""
        if name not in self.data:
            command = getattr(import_module(self._modules[name]), name)
            assert isinstance(command, click.Command)
            self.data[name] = command
        return self.data[name]

    def __iter__(self) -> Iterator[str]:
        """Yield the names; nothing is imported."""
        return iter(self._modules)

    def __len__(self) -> int:
        """Return how many commands there are."""
        return len(self._modules)

    def __contains__(self, name: object) -> bool:
        """Return whether there is a command of this name; nothing is imported."""
        return name in self._modules
