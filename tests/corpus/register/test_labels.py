"""Labels and own questions of paragraphs: how they are read, checked and kept with passages."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.settings import SHIPPED_TEXTS
from corpus.errors import InputError
from corpus.index.texts import passage_from, passage_row
from corpus.records import Label, Life, Nature, Passage
from corpus.register.labels import COLUMNS, check_label, labelled, read_labels, read_questions, vocabulary
from corpus.register.wording import check_strength

PASSAGE = Passage("act#p1", "act", "Issuers need HK$25 million.", "¶1", Life(Nature.RULE, None))
CAPITAL = Label(("issue-stablecoin",), ("capital",), "required", ("issuers",), "HK$25 million")
WORDS = {"activity": ("issue-stablecoin",), "aspect": ("capital",), "stance": ("required",), "who": ("issuers",)}


def write(folder: Path, *rows: str) -> None:
    """Write a file of labels."""
    (folder / "labels.tsv").write_text("\n".join(["\t".join(COLUMNS), *rows]) + "\n", encoding="utf-8")


def test_rows_of_one_paragraph_become_its_labels(tmp_path: Path) -> None:
    """A paragraph may say several things, and a cell may hold several words."""
    write(tmp_path, "act\t1\ta;b\tcapital\trequired\tissuers\t5 days", "act\t1\t\tfee\t\t\t")
    first, second = read_labels([tmp_path])["act#p1"]
    assert (first.activity, first.value) == (("a", "b"), "5 days")
    assert (second.activity, second.stance) == ((), "")


def test_a_row_of_too_few_columns_is_named_with_its_line(tmp_path: Path) -> None:
    """An editor finds the row."""
    write(tmp_path, "act\t1\ta")
    with pytest.raises(InputError, match=r"labels\.tsv:2: a row has 7 columns"):
        read_labels([tmp_path])


def test_labels_go_with_their_passage_into_the_index_and_back() -> None:
    """What is written of a passage is read again."""
    (passage,) = labelled([PASSAGE], {"act#p1": (CAPITAL,)})
    assert passage_from(passage_row(passage)).labels == (CAPITAL,)


@pytest.mark.parametrize(
    ("label", "problem"),
    [
        (Label(("dance",), ("capital",)), "activity 'dance' is not in labels.yaml"),
        (Label((), ("capital",), "perhaps"), "stance 'perhaps' is not in labels.yaml"),
        (Label((), ()), "no aspect"),
        (Label((), ("capital",), value="HK$5 million"), "'HK$5 million' is not in the paragraph"),
    ],
)
def test_a_wrong_label_is_told(label: Label, problem: str) -> None:
    """Unknown words, a label about nothing, and a value that the paragraph does not hold."""
    assert problem in "; ".join(check_label(label, PASSAGE.text, WORDS))


def test_a_right_label_is_silent() -> None:
    """Nothing is wrong with it."""
    assert not list(check_label(CAPITAL, PASSAGE.text, WORDS))


@pytest.mark.parametrize(
    ("stance", "text", "problem"),
    [
        ("required", "Banks should keep records of HK$25 million.", "say expected"),
        ("expected", "Banks must keep records of HK$25 million.", "say required"),
        ("required", "Banks must keep records, and should test them.", ""),
        ("expected", "Banks should keep records, which a licence condition requires.", ""),
        ("required", "Records are kept for seven years.", ""),
    ],
)
def test_a_label_is_as_strong_as_its_paragraph(stance: str, text: str, problem: str) -> None:
    """What only should be done is not labelled as a must, nor a must as an expectation."""
    assert problem in "; ".join(told := list(check_strength(Label(("keep",), ("records",), stance), text)))
    assert bool(told) == bool(problem)


def test_questions_keep_the_order_of_their_columns(tmp_path: Path) -> None:
    """Two English columns of the same name and a Chinese one."""
    rows = "policy\tparagraph\tenglish\tenglish\tchinese\nact\t1\tHow much?\tWhat capital?\t幾多資本？\n"
    (tmp_path / "questions.tsv").write_text(rows, encoding="utf-8")
    assert read_questions([tmp_path]) == {"act#p1": ("How much?", "What capital?", "幾多資本？")}


def test_every_shipped_label_uses_known_words() -> None:
    """The vocabulary holds what the labels say."""
    words = vocabulary([SHIPPED_TEXTS])
    said = {
        (name, word)
        for labels in read_labels([SHIPPED_TEXTS]).values()
        for label in labels
        for name in ("activity", "aspect", "who")
        for word in getattr(label, name)
    }
    assert not {(name, word) for name, word in said if word not in words[name]}
