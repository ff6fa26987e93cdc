"""Which date of a first page is the day of publication, and which are others'."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.loading import load
from corpus.loading.dating import publication

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["This circular replaces the circular of 3 May 2019.", "4 February 2026"], "2026-02-04"),
        (["Please reply by 30 September 2026.", "9 February 2026"], "2026-02-09"),
        (["It takes effect on 1 July 2026. It was made on 9 February 2026."], "2026-02-09"),
        (
            ["Issued under section 9 of the Payment Act of 12 June 1998.", "Hong Kong time 10 February 2026"],
            "2026-02-10",
        ),
        (["March 2026", "It applies to forks after 1 July 2019."], "2026-03"),
        (["In force from 1 May 2026. Gazetted on 1 April 2026."], "2026-04-01"),
        (["自2026年7月1日起施行。", "2026年2月4日"], "2026-02-04"),
        (["發布日期：民國115年2月4日"], "2026-02-04"),
        (["The rules start on 14 March 2026."], None),
        (["The Bureau received 41 comments on 14 March 2026 from firms."], None),
        (["Published on 1 January 2027"], None),
    ],
)
def test_publication_is_told_from_other_dates(lines: list[str], expected: str | None) -> None:
    """Days of force, of closing and of cited texts are none of publication, and a day to come never is one."""
    found = publication(lines, today=TODAY).when
    assert (found.text if found else None) == expected


@pytest.mark.parametrize(
    ("line", "place", "day", "told"),
    [
        ("Date: 05/03/2026", "", "2026-03-05", True),
        ("Date: 05/03/2026", "United States", "2026-05-03", False),
        ("Date: 25/03/2026", "United States", "2026-03-25", False),
        ("Date: 03/25/2026", "", "2026-03-25", False),
        ("Date: 05/05/2026", "", "2026-05-05", False),
    ],
)
def test_a_date_of_two_readings_is_told(line: str, place: str, day: str, told: bool) -> None:
    """Day and month in digits may be either way round: the place decides, or the user is told of the other reading."""
    found = publication([line], place=place, today=TODAY)
    assert found.when is not None
    assert found.when.text == day
    assert ("3 May 2026" in found.warning) is told


def test_the_clock_of_a_place_is_no_place() -> None:
    """`Hong Kong time` says nothing of where a notice is from."""
    page = b"<h1>Notice on complaints in Tollgate</h1><p>Hong Kong time 10 February 2026</p><p>A provider answers.</p>"
    assert load(page, "a.html").jurisdiction == ""
