"""What evaluating costs and whether its intervals hold: `python -m benchmarks.evaluation cost|coverage`.

`cost` makes synthetic sets (five answer sets to 1,000, 3,000 and 10,000 questions), runs `evaluate score` on each in a
process of its own, and prints seconds and the most memory it held. `coverage` draws clustered data 1,000 times and
counts how often the 95 % intervals of the cluster bootstrap, and of the naive one, hold the truth.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from assistant.evaluation.statistics import estimates
from assistant.settings import SHIPPED_TEXTS

SIZES = (1_000, 3_000, 10_000)
SETS = 5
CONTEXTS = 10
CLUSTER = 8  # questions of a cluster, on average
Random = np.random.Generator


def sentences() -> list[str]:
    """Return the longer paragraphs of the shipped texts."""
    lines = [line for path in sorted(SHIPPED_TEXTS.rglob("*.md")) for line in path.read_text("utf-8").splitlines()]
    return [line.split(". ", 1)[1] for line in lines if line[:1].isdigit() and ". " in line and len(line) > 120]


def write_sets(folder: Path, size: int, random: Random) -> tuple[Path, list[Path]]:
    """Write a question set and five answer sets that find and say the right thing more and more often."""
    pool = sentences()
    questions = folder / "questions.jsonl"
    targets = random.integers(0, len(pool), size)
    with questions.open("w", encoding="utf-8") as file:
        for number, target in enumerate(targets):
            words = pool[target].split()
            owed = number % 10 == 0
            row = {
                "id": f"q{number:05d}", "user_input": f"What holds for {' '.join(words[3:8])}?",
                "reference": "" if owed else pool[target],
                "key_facts": [] if owed else [{"text": " ".join(words[8:18]), "importance": "vital"}],
                "gold_sources": [] if owed else [{"doc_id": f"d{target}", "passage_id": f"d{target}#p1"}],
                "expected_behavior": "refuse" if owed else "answer", "cluster_id": f"c{number // CLUSTER}",
                "slice": {"topic": f"t{number % 7}", "type": f"k{number % 3}"},
            }  # fmt: skip
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    answers = [folder / f"set{number}.jsonl" for number in range(SETS)]
    for number, path in enumerate(answers):
        with path.open("w", encoding="utf-8") as file:
            for place, target in enumerate(targets):
                file.write(json.dumps(answer_row(place, int(target), pool, 0.4 + number / 10, random)) + "\n")
    return questions, answers


def answer_row(row: int, target: int, pool: list[str], skill: float, random: Random) -> dict[str, object]:
    """Make one answer of three passages' words with ten passages found."""
    picked = [int(number) for number in random.integers(0, len(pool), CONTEXTS)]
    good = bool(random.random() < skill)
    picked[0] = target if good else picked[0]
    ids = [f"d{number}#p1" for number in picked]
    refused = row % 10 == 0 and good
    return {
        "id": f"q{row:05d}", "response": "I do not have that." if refused else " ".join(pool[n] for n in picked[:3]),
        "citations": [] if refused else [{"policy_id": id_.split("#")[0], "passage_id": id_} for id_ in ids[:3]],
        "retrieved_context_ids": ids, "retrieved_contexts": [pool[number] for number in picked], "refused": refused,
        "confidence": round(float(random.random() / 2 + good / 2), 3),
        "latency_ms": {"total": round(float(random.gamma(2, 100)), 1)},
    }  # fmt: skip


def cost() -> None:
    """Print seconds and memory of `evaluate score` by the number of questions."""
    for size in SIZES:
        with tempfile.TemporaryDirectory() as scratch:
            questions, answers = write_sets(Path(scratch), size, np.random.default_rng(7))
            started = time.perf_counter()
            subprocess.run(
                [sys.executable, "-m", "assistant", "evaluate", "score", questions, *answers, "--out",
                 Path(scratch) / "out"],
                check=True, stdout=subprocess.DEVNULL,
            )  # fmt: skip
            seconds = time.perf_counter() - started
            folder = sum(path.stat().st_size for path in (Path(scratch) / "out").iterdir()) / 1e6
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"{size:>6} questions x {SETS} sets: {seconds:6.1f} s, at most {peak:5.0f} MiB, {folder:.0f} MB written")


def covered(clusters: int, draws: int, random: Random) -> tuple[bool, bool]:
    """Draw clustered scores around a true mean of .6; tell whether the cluster interval and the naive one hold it.

    Clusters have 1 to 15 questions; half of the variance lies between clusters; scores are skewed, in [0, 1].
    """
    sizes = random.integers(1, 2 * CLUSTER, clusters)
    names = np.repeat(np.arange(clusters), sizes)
    chance = random.beta(0.9, 0.6, clusters)[names]  # mean .6; a question is right with its cluster's chance
    values = (random.random(len(names)) < chance).astype(np.float64)[:, None]
    weights, seed = np.ones(len(names)), int(random.integers(2**31))
    by_cluster = estimates(values, weights, names, draws, seed)[0]
    alone = estimates(values, weights, np.arange(len(names)), draws, seed)[0]
    return by_cluster.low <= 0.6 <= by_cluster.high, alone.low <= 0.6 <= alone.high


def coverage(simulations: int = 1_000, draws: int = 2_000) -> None:
    """Print the coverage of both intervals for few and many clusters."""
    for clusters in (20, 40, 80, 200):
        random = np.random.default_rng(clusters)
        held = np.mean([covered(clusters, draws, random) for _ in range(simulations)], axis=0)
        print(f"{clusters:>4} clusters: cluster bootstrap {held[0]:.1%}, naive bootstrap {held[1]:.1%}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("cost", "coverage"))
    {"cost": cost, "coverage": coverage}[parser.parse_args().what]()
