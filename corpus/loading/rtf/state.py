"""What holds at a place of a rich text: the look of letters, the paragraph's properties, and what is passed over."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.loading.parts.runs import Look, Run

BODY = 9  # the outline level that makes no heading
# Destinations whose words are no part of the text; `result`, `fldrslt` and `shptxt` inside such are.
SKIPPED = frozenset({
    "aftncn", "aftnsep", "aftnsepc", "annotation", "atnauthor", "atnid", "author", "bkmkend", "bkmkstart",
    "colorschememapping", "colortbl", "company", "datastore", "filetbl", "fldinst", "fonttbl", "footer", "footerf",
    "footerl", "footerr", "ftncn", "ftnsep", "ftnsepc", "generator", "header", "headerf", "headerl", "headerr", "info",
    "latentstyles", "listoverridetable", "listtable", "nonesttables", "nonshppict", "objdata", "object", "operator",
    "pict", "pnseclvl", "revtbl", "rsidtbl", "rxe", "shprslt", "sn", "sp", "stylesheet", "sv", "tc", "tcn", "themedata",
    "xe",
})  # fmt: skip
SHOWN = frozenset({"dptxbxtext", "fldrslt", "nesttableprops", "result", "shpinst", "shptxt", "ud"})
LOOKS = {"b": "bold", "strike": "struck", "striked": "struck", "deleted": "struck", "v": "hidden"}


@dataclass(slots=True)
class State:
    """What holds within a group; each group begins with that of the one around it."""

    look: Look = field(default_factory=Look)
    skip: bool = False
    table: str = ""  # `fonttbl`, `stylesheet` or `title`, which are read for themselves
    font: int = 0
    fallback: int = 1  # letters that stand behind each one of Unicode for older programs
    number: bool = False  # within the number of a list, which stands there as it is shown
    note: bool = False  # within a footnote
    box: bool = False  # within a text box, whose paragraphs are its own


@dataclass(slots=True)
class Paragraph:
    """A paragraph while its words are gathered."""

    runs: list[Run] = field(default_factory=list)
    numbers: list[Run] = field(default_factory=list)
    level: int = BODY
    style: int | None = None
    in_table: bool = False
