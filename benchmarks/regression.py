"""The regression table of this assistant: `python -m benchmarks.regression [--part report] [--write]`.

The question set is answered by the product (extractive) and by plain LangChain retrieval (recursive splitter, Chroma,
MiniLM; the first 120 words of the four nearest chunks), and both are scored by `evaluate`, beside its control runs:
means with 95 % cluster intervals, and paired differences. The product's scores are compared question by question with
the baseline file that is committed; what fell is named, and the command ends with exit code 1 where a measure fell
beyond chance. `--write` makes this run the baseline.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from assistant.chain import PolicyChain, open_chain
from assistant.evaluation.flow import Evaluation, evaluate, interval, read_sets
from assistant.evaluation.paired import Finding, compare, design_of
from assistant.evaluation.scoring import ScoreTable
from assistant.evaluation.scoring.measures import BY_KEY, COLUMN
from assistant.evaluation.sets.answer_questions import answer_set, read_questions
from assistant.settings import SHIPPED_TEXTS, load_settings
from benchmarks.time import plain_langchain
from corpus.current import CurrentIndex
from tests import SETS

BASELINE = Path(__file__).with_name("baseline.json")
SHOWN = (
    "correct", "facts_vital_strict", "facts_wrong", "qidf_f1", "cite_doc_f1", "cite_supported", "refusal_right",
    "over_refusal", "unsafe_answer", "ndcg@10", "words",
)  # fmt: skip
DIGITS = 4  # of a value in the baseline
KEPT = ("correct", "facts_vital_strict", "qidf_f1", "cite_doc_f1", "refusal_right", "ndcg@10")


def part_of(path: Path, part: str, folder: Path) -> Path:
    """Write the rows of one half of a set, or all."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    kept = [line for line in lines if part == "all" or json.loads(line).get("slice", {}).get("part") == part]
    out = folder / "questions.jsonl"
    out.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return out


def plain_answers(chain: PolicyChain, questions: Path, out: Path) -> Path:
    """Answer with plain LangChain retrieval; a chunk cites the paragraphs that it shows."""
    settings = load_settings()
    edition = CurrentIndex(settings.index, settings.chroma_url or None).edition()
    ask = plain_langchain(chain, edition.searched())
    rows = [_plain_row(row.id, ask(row.question)) for row in read_questions(questions)]
    out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return out


def _plain_row(id_: str, shown: Any) -> dict[str, object]:
    cited = [{"policy_id": passage.policy_id, "passage_id": passage.id} for passage, _ in shown.paragraphs]
    return {"id": id_, "response": shown.words, "citations": cited}


def table(found: Evaluation) -> Iterator[str]:
    """Yield the scoreboard as Markdown: sets with intervals, controls without, and the paired difference."""
    names = [table.name.removeprefix("control: ") for table in found.tables]
    yield f"| measure | {' | '.join(names)} | product less plain |"
    yield f"| --- {'| --- ' * (len(names) + 1)}|"
    gaps = {row.measure.key: row for row in found.comparisons[0]}
    for key in SHOWN:
        cells = []
        for number in range(len(found.tables)):
            one = found.estimate(number, key)
            shown = f" {interval(one)}" if number < len(found.sets) else ""
            cells.append(f"{one.mean:.3f}{shown}" if one.n else "")
        gap = gaps.get(key)
        cells.append(f"{gap.difference.mean:+.3f} {interval(gap.difference)}" if gap else "")
        yield f"| {BY_KEY[key].title} | {' | '.join(cells)} |"


def kept(scores: ScoreTable) -> dict[str, dict[str, float]]:
    """Return what a baseline holds: the value of each kept measure by question."""
    return {
        key: {
            id_: round(float(v), DIGITS)
            for id_, v in zip(scores.ids, scores.column(key), strict=True)
            if np.isfinite(v)
        }
        for key in KEPT
    }


def against(baseline: dict[str, dict[str, float]], found: Evaluation) -> tuple[list[str], bool]:
    """Compare the product with the baseline, question by question; tell what fell, and whether beyond chance."""
    now = next(row for row in found.own if row.name == "product")
    now = replace(now, values=np.round(now.values, DIGITS))
    values = np.full_like(now.values, np.nan)
    for key, column in baseline.items():
        values[:, COLUMN[key]] = [column.get(id_, np.nan) for id_ in now.ids]
    before = ScoreTable("baseline", now.ids, values, now.statuses, now.refusals, now.confidence)
    lines, fell = [], False
    for row in compare(before, now, design_of(found.questions), tuple(baseline)):
        key, gap = row.measure.key, row.difference
        change = f"{row.first_mean:.3f} -> {row.second_mean:.3f}  {gap.mean:+.3f} {interval(gap)}"
        lines.append(f"{key:<20} {change}  {row.finding}")
        fell |= row.finding is Finding.WORSE
        pairs = zip(now.ids, now.column(key), strict=True)
        lost = [id_ for id_, value in pairs if value < baseline[key].get(id_, -1)]
        lines += [f"  fell: {', '.join(lost)}"] if lost else []
    return lines, fell


def run(path: Path, part: str) -> Evaluation:
    """Answer and score; the plain set stands first, so that differences are product less plain."""
    chain = open_chain(load_settings())
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        questions = part_of(path, part, folder)
        plain = plain_answers(chain, questions, folder / "plain.jsonl")
        product = folder / "product.jsonl"
        answer_set(read_questions(questions), product, chain.invoke, resume=False, progress=_silent)
        held, sets = read_sets(questions, [plain, product])
    return evaluate(held, sets, (SHIPPED_TEXTS,), _silent)


def _silent(*_: object) -> None:
    """Show no progress: the table is the output."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table and what changed; give 1 where a measure fell beyond chance."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", nargs="?", type=Path, default=SETS / "core.jsonl")
    parser.add_argument("--part", choices=("tune", "report", "all"), default="report")
    parser.add_argument("--baseline", type=Path, default=BASELINE)
    parser.add_argument("--write", action="store_true", help="make this run the baseline")
    options = parser.parse_args(arguments)
    found = run(options.set, options.part)
    print("\n".join(table(found)))
    product = next(row for row in found.own if row.name == "product")
    if options.write:
        text = json.dumps({"part": options.part, "scores": kept(product)}, indent=1, sort_keys=True)
        options.baseline.write_text(text + "\n", encoding="utf-8")
        return 0
    baseline = json.loads(options.baseline.read_text(encoding="utf-8"))
    if baseline["part"] != options.part:
        print(f"The baseline is of the part {baseline['part']!r}: nothing is compared.")
        return 0
    lines, fell = against(baseline["scores"], found)
    print("\nAgainst the baseline:", *lines, sep="\n")
    return int(fell)


if __name__ == "__main__":
    sys.exit(main())
