"""How sure a note may be of itself, by where its facts come from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import InputError
from corpus.register.checking import check_texts
from corpus.register.confidence import Digests, highest, publishers, read_digests
from corpus.register.notes import note_files, read_register

DIGEST = "https://github.com/someone/digest/blob/HEAD/a.md"
FEED = "https://www.feed.example/1"
ONE, TWO = "https://www.one.example/a", "https://law.two.example/b"
LIST = "digests: [github.com/someone/digest]\nfeeds: [feed.example]\nofficial_text_read: [{read}]\n"


@pytest.mark.parametrize(
    ("official", "sources", "grade"),
    [
        (True, (), "high"),
        (True, (FEED,), "high"),
        (True, (DIGEST,), "medium"),
        (True, (DIGEST, ONE), "medium"),
        (True, (DIGEST, ONE, TWO), "high"),
        (False, (ONE, TWO), "high"),
        (False, (ONE, "https://one.example/c"), "medium"),
        (False, (ONE, FEED, DIGEST), "medium"),
        (False, (DIGEST, FEED), "low"),
        (False, ("https://github.com/someone/digest-of-mine/x", ONE), "high"),
    ],
)
def test_confidence_follows_the_sources(texts: Path, official: bool, sources: tuple[str, ...], grade: str) -> None:
    """An official text or two publishers make it high; digests and feeds are nobody, and a digest taints the link."""
    policy = read_register(note_files([texts]))[0].policy
    links = ("https://www.regulator.example/text",) if official else ()
    digests = Digests(("github.com/someone/digest",), ("feed.example",))
    assert highest(replace(policy, official_urls=links, sources=sources), digests) == grade
    read = replace(digests, read=frozenset([policy.id]))
    assert not official or highest(replace(policy, official_urls=links, sources=sources), read) == "high"


def test_pages_of_one_house_are_one_publisher() -> None:
    """Hosts below one domain count once, also below `.co.uk`."""
    links = ("https://a.firm.co.uk/1", "https://b.firm.co.uk/2", "https://other.co.uk", "https://www.firm.example")
    assert publishers(links) == {"firm.co.uk", "other.co.uk", "firm.example"}


def test_a_note_that_is_too_sure_is_named_with_its_line(texts: Path, tmp_path: Path) -> None:
    """The check speaks up where a list of digests stands above the notes, and nowhere else."""
    path = note_files([texts])[0]
    lines = path.read_text(encoding="utf-8").split("\n")
    plain = [line for line in lines if not line.startswith(("official_urls:", "sources:", "relations:", "confidence:"))]
    copy = tmp_path / path.name
    copy.write_text("\n".join([plain[0], f"sources: [{DIGEST}]", "confidence: high", *plain[1:]]), encoding="utf-8")
    assert not [problem for problem in check_texts([copy]) if "confidence" in problem.what]
    (tmp_path / "digests.yaml").write_text(LIST.format(read=""), encoding="utf-8")
    (problem,) = [problem for problem in check_texts([copy]) if "confidence" in problem.what]
    assert problem.line == 3
    assert "say low" in problem.what


@pytest.mark.parametrize("text", ["- a\n", "digests: a\n", "digests: [1]\n", "other: [a]\n", "a: [\n"])
def test_a_bad_list_is_refused(tmp_path: Path, text: str) -> None:
    """What is no list of text is said in one line."""
    path = tmp_path / "digests.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"digests\.yaml"):
        read_digests(path)
