"""Trees of exchanges: which branch is current, and what is a version of what."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.conversations.sql.tree import Node, Tree

# a and b are versions of the first question; c and d follow on a, e on b.
NODES = [Node("a", None, 1), Node("b", None, 2), Node("c", "a", 3), Node("d", "a", 4), Node("e", "b", 5)]


def test_the_branch_chosen_last_is_current() -> None:
    """At each step the child with the highest choice is taken."""
    assert Tree(NODES).path() == ["b", "e"]
    assert Tree([]).path() == []


def test_versions_are_siblings_oldest_first() -> None:
    """Each exchange knows its versions, itself among them."""
    tree = Tree(NODES)
    assert tree.versions("a") == tree.versions("b") == ("a", "b")
    assert tree.versions("d") == ("c", "d")
    assert tree.versions("e") == ("e",)


def test_only_what_leads_elsewhere_is_to_be_chosen() -> None:
    """Choosing c takes a new choice at both steps, d only at the first, and e none."""
    tree = Tree(NODES)
    assert tree.unchosen("c") == ["a", "c"]
    assert tree.unchosen("d") == ["a"]
    assert tree.unchosen("e") == []


def test_a_deep_tree_is_walked_without_recursion() -> None:
    """Five thousand exchanges in a row are one path."""
    ids = [str(number) for number in range(5_000)]
    tree = Tree(Node(id_, ids[number - 1] if number else None, number) for number, id_ in enumerate(ids))
    assert tree.path() == tree.to(ids[-1]) == ids


@given(st.lists(st.integers(min_value=0), min_size=1, max_size=30), st.data())
def test_a_chosen_exchange_is_on_the_current_branch(parents: list[int], data: st.DataObject) -> None:
    """Whatever the tree, giving the highest choice to what `unchosen` names makes the branch current."""
    nodes = [
        Node(str(number), str(parent % number) if number and parent % 3 else None, number)
        for number, parent in enumerate(parents)
    ]
    wanted = data.draw(st.sampled_from(nodes)).id
    steps = Tree(nodes).unchosen(wanted)
    tree = Tree(node._replace(chosen=len(nodes)) if node.id in steps else node for node in nodes)
    assert tree.path()[: len(tree.to(wanted))] == tree.to(wanted)
