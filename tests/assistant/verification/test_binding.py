"""Whether a figure belongs to the same thing in a statement as in its source."""

from __future__ import annotations

from assistant.verification.binding import Mark, exchanged, fit, mark, usurped

SOURCE = "Brokers hold paid-up capital of 5 million, and custodians buy insurance against theft for 25 million."


def at(text: str, figure: str) -> Mark:
    """Return the mark of a figure where it stands in a text."""
    start = text.index(figure)
    return mark(figure.strip(), text, start, start + len(figure))


def test_a_figure_among_its_own_words_is_not_usurped() -> None:
    """The same figure in a paraphrase fits better than its rival."""
    stated = at("A broker holds capital of 5 million.", "5 million")
    same, rival = at(SOURCE, "5 million"), at(SOURCE, "25 million")
    assert fit(stated, [same]) > fit(stated, [rival])
    assert not usurped(stated, [same], [rival])


def test_a_figure_among_the_words_of_another_is_usurped() -> None:
    """A custodian's insurance for 5 million takes the broker's figure."""
    stated = at("Custodians buy insurance against theft for 5 million.", "5 million")
    assert usurped(stated, [at(SOURCE, "5 million")], [at(SOURCE, "25 million")])


def test_two_figures_that_changed_places_are_found() -> None:
    """Each of two values would fit better with the value of the other; in their own places neither does."""
    held = [at(SOURCE, " 5 million"), at(SOURCE, "25 million")]
    right = "A broker's paid-up capital is 5 million, and the insurance against theft is for 25 million."
    wrong = "A broker's paid-up capital is 25 million, and the insurance against theft is for 5 million."
    assert exchanged([at(right, " 5 million"), at(right, "25 million")], held) is None
    assert exchanged([at(wrong, "25 million"), at(wrong, " 5 million")], held) is not None


def test_nothing_fits_where_the_source_has_no_such_mark() -> None:
    """A value that the source lacks fits nowhere."""
    assert fit(at(SOURCE, "25 million"), []) == 0.0
