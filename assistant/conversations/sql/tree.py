"""Exchanges form a tree: an edited question and an answer made again are siblings, and one branch is current."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Node(NamedTuple):
    """One exchange in its tree; of the children of one parent, that with the highest `chosen` is current."""

    id: str
    parent: str | None
    chosen: int


class Tree:
    """The exchanges of one conversation, given oldest first."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        """Sort the nodes by parent."""
        self._nodes = {node.id: node for node in nodes}
        self._children: dict[str | None, list[Node]] = {}
        for node in self._nodes.values():
            self._children.setdefault(node.parent, []).append(node)

    def path(self) -> list[str]:
        """Name the exchanges of the current branch, from the first question on."""
        path: list[str] = []
        while children := self._children.get(path[-1] if path else None):
            path.append(max(children, key=lambda node: node.chosen).id)
        return path

    def to(self, id_: str) -> list[str]:
        """Name the exchanges from the first question to this one."""
        path = [id_]
        while (parent := self._nodes[path[-1]].parent) is not None:
            path.append(parent)
        return path[::-1]

    def versions(self, id_: str) -> tuple[str, ...]:
        """Name the versions of an exchange, oldest first, itself among them."""
        return tuple(node.id for node in self._children[self._nodes[id_].parent])

    def unchosen(self, id_: str) -> list[str]:
        """Name what is to be chosen so that the current branch leads through this exchange."""
        return [step for step in self.to(id_) if step != self._chosen(step)]

    def _chosen(self, id_: str) -> str:
        return max(self._children[self._nodes[id_].parent], key=lambda node: node.chosen).id
