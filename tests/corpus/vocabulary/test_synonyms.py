"""Synonyms: everyday words find the words of policy texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.settings import SHIPPED_TEXTS
from corpus.errors import InputError
from corpus.vocabulary.synonyms import Synonyms, read_synonyms, wordings

GROUPS = Synonyms(((("jail",), ("imprison",)), (("fine",), ("penalti",), ("pay", "back"))))


def test_a_word_finds_the_other_wordings_of_its_group() -> None:
    """The search terms of the question map to what else means the same."""
    assert GROUPS.of("Can I go to jail?") == {"jail": (("imprison",),)}


def test_a_phrase_counts_only_whole() -> None:
    """Half a phrase is another word."""
    assert GROUPS.of("pay") == {}
    assert set(GROUPS.of("pay it back")) == {"pay", "back"}


def test_what_the_question_says_already_is_no_other_wording() -> None:
    """Both words of a group in one question leave only the third."""
    assert GROUPS.of("a fine or a penalty")["fine"] == (("pay", "back"),)


def test_wordings_are_one_text_to_search_for() -> None:
    """Every other wording once, in a fixed order."""
    assert wordings(GROUPS.of("jail fine")) == "back imprison pay penalti"


def test_the_shipped_groups_are_readable_and_narrow() -> None:
    """Each group has two wordings or more, and none holds most of the others."""
    groups = read_synonyms(SHIPPED_TEXTS / "synonyms.yaml").groups
    assert len(groups) > 100
    assert all(2 <= len(group) <= 40 for group in groups)


def test_an_absent_file_is_empty(tmp_path: Path) -> None:
    """A corpus without synonyms works."""
    assert read_synonyms(tmp_path / "none.yaml") == Synonyms()


@pytest.mark.parametrize("text", ["- fine", "fine: penalty", "- [fine]", "- [fine, penalty"])
def test_a_bad_file_is_one_clear_line(tmp_path: Path, text: str) -> None:
    """What is no list of groups is refused with the form to write."""
    path = tmp_path / "synonyms.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"synonyms\.yaml: (?:write the synonyms|the synonyms are not)") as refused:
        read_synonyms(path)
    assert "\n" not in str(refused.value)
