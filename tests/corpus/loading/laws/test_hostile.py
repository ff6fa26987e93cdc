"""XML that is broken, empty, of another kind or made to do harm is refused in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.loading.laws import samples
from tests.corpus.loading.test_refusals import refusal

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
BOMB = (
    f'<!DOCTYPE akomaNtoso [<!ENTITY l0 "ha ha ha">{LAUGHS}]>'
    "<akomaNtoso><act><body><p>&l11;</p></body></act></akomaNtoso>"
)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (samples.ORDINANCE[:-900], "is no sound XML"),
        ("a keeper must report", "is no sound XML"),
        (f'<akomaNtoso xmlns="{samples.AKN}"><act><body/></act></akomaNtoso>', "holds no text of a law"),
        (f'<ordinance xmlns="{samples.HKLM}"><meta/></ordinance>', "holds no text of a law"),
        ("<feed><entry>A keeper must report</entry></feed>", "is XML of a kind that is not read (feed)"),
        ("<DOC><BIB.DOC/></DOC>", "only lists the files of an act"),
        (BOMB, "declares entities"),
        ("<ACT>" + "<P>" * 5_000 + "deep" + "</P>" * 5_000 + "</ACT>", "nests its elements too deeply"),
        ("<ACT>" + "<P/>" * 3_100_000 + "</ACT>", "more than 1,000,000 elements"),
    ],
    ids=("cut off", "no XML", "empty act", "empty ordinance", "feed", "list", "laughs", "deep", "wide"),
)
def test_refused_in_one_line(text: str, says: str) -> None:
    """Every kind of unreadable law has its own message."""
    assert says in refusal(text.encode(), "law.xml")


def test_no_file_is_read_through_an_entity(tmp_path: Path) -> None:
    """An entity that names a file of this machine is refused, in any encoding, and its words are nowhere."""
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret of this machine", encoding="utf-8")
    text = (
        f'<!DOCTYPE ACT [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        "<ACT><P>A keeper must keep what is written here: &x;</P></ACT>"
    )
    for encoding in ("utf-8", "utf-16"):
        message = refusal(text.encode(encoding), "law.xml")
        assert "declares entities" in message
        assert "secret of" not in message
