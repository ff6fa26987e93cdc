"""The reported cases as a user meets them: `python -m benchmarks.own.cases FOLDER [--show] [--out FILE]`.

Every input of `cases.jsonl` is added to a library of its own and asked by its name. A question is right where the
answer holds `right` and not `wrong` (regular expressions), stands at `place` or `page`, or is refused if that is due.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from assistant.answers.records import Answer, Question
from assistant.chain import open_chain
from assistant.settings import load_settings
from benchmarks.tables import write
from corpus.build import Sources, build
from corpus.encoders.sentence import SentenceEncoder
from corpus.library import Details, Library

ASKED = Path(__file__).with_name("cases.jsonl")


def is_right(row: dict[str, Any], answer: Answer) -> bool:
    """Return whether an answer is what a case wants."""
    if row.get("refused"):
        return answer.refused
    text = " ".join(statement.text for statement in answer.statements)
    cited = answer.citations
    at_place = "place" not in row or any(row["place"] in citation.locator for citation in cited)
    on_page = "page" not in row or any(citation.page == row["page"] for citation in cited)
    told = answer.statements[0].text if row.get("first") and answer.statements else text
    right = re.search(row["right"], told) is not None
    return right and at_place and on_page and not ("wrong" in row and re.search(row["wrong"], text))


def answers(folder: Path, rows: list[dict[str, Any]], scratch: Path) -> list[Answer]:
    """Add the files, build an index, and ask."""
    library = Library(scratch / "library")
    ids = {
        file: library.add((folder / file).read_bytes(), Path(file).name, Details()).document.policy.id
        for file in dict.fromkeys(row["file"] for row in rows)
    }
    encoder = SentenceEncoder()
    sources = Sources(scratch / "index", (), scratch / "library")
    build(sources, encoder)
    chain = open_chain(load_settings().model_copy(update={"data": scratch}))
    return [chain.invoke(Question(row["question"], documents=(ids[row["file"]],))) for row in rows]


def main() -> None:
    """Ask, print and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--out", type=Path, help="Also write the figures, as benchmarks/results/ holds them.")
    arguments = parser.parse_args()
    rows = [json.loads(line) for line in ASKED.read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as scratch:
        found = answers(arguments.folder, rows, Path(scratch))
    asked, right = Counter[str](), Counter[str]()
    for row, answer in zip(rows, found, strict=True):
        case = Path(row["file"]).parts[0]
        asked[case] += 1
        right[case] += is_right(row, answer)
        if arguments.show and not is_right(row, answer):
            said = " / ".join(f"[{one.citations[0].locator}] {one.text}" for one in answer.statements)
            print(f"## {row['file']}: {row['question']}\n   wanted {row.get('right', 'a refusal')}")
            print(f"   {answer.refusal or said}")
    table = [(case, {"right": (right[case],), "asked": (asked[case],)}) for case in asked]
    table.append(("all", {"right": (right.total(),), "asked": (asked.total(),)}))
    for name, figures in table:
        print(f"{name:<28} {figures['right'][0]} of {figures['asked'][0]}")
    if arguments.out:
        write(arguments.out, "python -m benchmarks.own.cases FOLDER", "no model; each document by its name", table)


if __name__ == "__main__":
    main()
