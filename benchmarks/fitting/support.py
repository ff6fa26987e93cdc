"""Fit the detectors of support: `python -m benchmarks.fitting.support [--out FILE] [--keep NAME...] [--report]`.

Each detector of `detectors.json` is a few boosted trees over the features of `alignment`. Every sentence gets its
chances from trees that have not seen its policy; on these all thresholds are chosen together, such that the
sentences that their sources bear out are held back and marked no more often than is allowed; --keep leaves a shipped
detector as it is. Prints how well each class is told in these folds, and with --report on the part that took no part.
Running it twice gives the same file.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.model_selection import GroupKFold

from assistant.verification.support import MODEL, detectors
from benchmarks.checks.adjudicated import judge, read_sentences, table
from benchmarks.fitting.sentences import ADVERSARIAL, JUDGED, MADE, Row, rows

TREES, DEPTH, RATE, LEAST = 60, 3, 0.1, 8
ROWS, COLUMNS = 0.7, 0.4  # shares that a tree sees
FOLDS = 5
WEIGHTS = {JUDGED: 3.0, ADVERSARIAL: 1.5, MADE: 0.2}
HELD, MARKED = 0.015, 0.07  # of supported sentences: held back, and held back or marked; the exact rules add theirs
RARE = 20  # faults of a class below which it weighs less than the others: so few tell little
KEPT = {"against": 0.005, "doubt": 0.015}  # of supported sentences, for a detector that stays as it is
EDGE = 0.0001  # above the chance that a sentence has, so that it passes
STEPS = 3  # alarms that one step of the choice may add

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A detector to fit: what it says to a reader, and which kinds of fault it learns."""

    name: str
    why: str
    kinds: tuple[str, ...]
    features: tuple[str, ...]  # that it may look at; none means all, which a rare kind has too few faults for

    def columns(self, names: Sequence[str]) -> list[int]:
        """Return the places of its features among all."""
        return [place for place, name in enumerate(names) if not self.features or name in self.features]


@dataclass(frozen=True, slots=True)
class Learned:
    """All rows as arrays: features, fault or not, its kind, origin and policy."""

    names: tuple[str, ...]
    values: Floats
    wrong: Flags
    kinds: NDArray[np.str_]
    origins: NDArray[np.str_]
    clusters: NDArray[np.str_]

    def of(self, want: Wanted) -> Flags:
        """Return which rows a detector learns from."""
        return ~self.wrong | np.isin(self.kinds, want.kinds)


def wanted() -> list[Wanted]:
    """Read which detectors there are."""
    found = json.loads(Path(__file__).with_name("detectors.json").read_text(encoding="utf-8"))
    return [Wanted(row["name"], row["why"], tuple(row["kinds"]), tuple(row.get("features", ()))) for row in found]


def arrays(found: Sequence[Row]) -> Learned:
    """Return rows as arrays."""
    return Learned(
        found[0].names,
        np.array([row.values for row in found]),
        np.array([row.wrong for row in found]),
        np.array([row.kind for row in found]),
        np.array([row.origin for row in found]),
        np.array([row.cluster for row in found]),
    )


def trees(learned: Learned, seen: Flags, columns: Sequence[int]) -> GradientBoostingClassifier:
    """Fit trees on some rows; both sides weigh the same."""
    wrong = learned.wrong[seen]
    weights = np.array([WEIGHTS[origin] for origin in learned.origins[seen]])
    weights[wrong] *= weights[~wrong].sum() / weights[wrong].sum()
    model = GradientBoostingClassifier(
        n_estimators=TREES,
        max_depth=DEPTH,
        learning_rate=RATE,
        subsample=ROWS,
        max_features=COLUMNS,
        min_samples_leaf=LEAST,
        random_state=1,
    )
    return model.fit(learned.values[seen][:, columns], wrong, sample_weight=weights)


def unseen_chances(learned: Learned, wants: Sequence[Wanted]) -> Floats:
    """Return the chance of each row by each detector, from trees that did not see its policy."""
    chances = np.zeros((len(learned.wrong), len(wants)))
    for train, test in GroupKFold(FOLDS).split(learned.values, groups=learned.clusters):
        known = np.isin(np.arange(len(learned.wrong)), train)
        for column, want in enumerate(wants):
            places = want.columns(learned.names)
            model = trees(learned, known & learned.of(want), places)
            chances[test, column] = model.predict_proba(learned.values[test][:, places])[:, 1]
    return chances


def thresholds(chances: Floats, learned: Learned, share: float) -> Floats:
    """Choose a threshold for each detector: step by step the one that tells most faults for an alarm, up to a share.

    All classes of faults weigh the same, however many were written. Only sentences of replies and faults that somebody
    judged count. A threshold lies half way between the last sentence that it lets pass and the next one.
    """
    real = learned.origins != MADE
    right, wrong = chances[real & ~learned.wrong], real & learned.wrong
    faults, kinds = chances[wrong], learned.kinds[wrong]
    counts = dict(zip(*np.unique(kinds, return_counts=True), strict=True))
    weights = np.array([1 / max(RARE, counts[kind]) for kind in kinds])
    ladders = [np.sort(right[:, column])[::-1] for column in range(chances.shape[1])]
    rungs = [0] * len(ladders)
    most = int(share * len(right))
    while True:
        told, alarms = _over(faults, ladders, rungs), _over(right, ladders, rungs)
        options = []
        for column in range(len(ladders)):
            for more in range(1, STEPS + 1):
                moved = [rung + more * (place == column) for place, rung in enumerate(rungs)]
                cost = int((_over(right, ladders, moved) & ~alarms).sum())
                gain = float(weights[_over(faults, ladders, moved) & ~told].sum())
                if alarms.sum() + cost <= most:
                    options.append((gain / (cost or 0.5), gain, -column, moved))
        best = max(options, default=(0.0, 0.0, 0, rungs))
        if not best[1]:
            break
        rungs = best[3]
    return np.array([_between(ladder, rung) for ladder, rung in zip(ladders, rungs, strict=True)])


def _over(chances: Floats, ladders: Sequence[Floats], rungs: Sequence[int]) -> Flags:
    bounds = np.array([_between(ladder, rung) for ladder, rung in zip(ladders, rungs, strict=True)])
    found: Flags = np.any(chances >= bounds, axis=1).astype(np.bool_)
    return found


def _between(ladder: Floats, rung: int) -> float:
    above = ladder[rung - 1] if rung else 1.0
    return float((above + ladder[rung]) / 2)


def kept(
    want: Wanted, model: GradientBoostingClassifier, names: Sequence[str], doubt: float, against: float
) -> dict[str, Any]:
    """Return a detector as `support.json` keeps it."""
    share = model.init_.class_prior_[1]
    return {
        "name": want.name,
        "why": want.why,
        "start": round(float(np.log(share / (1 - share))), 5),
        "doubt": round(doubt, 4),
        "against": round(against, 4),
        "trees": [_nodes(tree.tree_, want.columns(names)) for (tree,) in model.estimators_],
    }


def older(name: str, names: Sequence[str], learned: Learned) -> dict[str, Any]:
    """Return a shipped detector; raise SystemExit where it looks at other features than there are now.

    Its thresholds are raised where it alarms more often than `KEPT` at what judges found borne out.
    """
    shipped = json.loads(MODEL.read_text(encoding="utf-8"))
    if shipped["features"] != list(names)[: len(shipped["features"])]:
        raise SystemExit(f"{name} cannot be kept: the features have changed since it was fitted.")
    row = next(row for row in shipped["detectors"] if row["name"] == name)
    known = next(made for made in detectors() if made.name == name)
    right = learned.values[(learned.origins == JUDGED) & ~learned.wrong]
    alarms = sorted((known.chance(values) for values in right), reverse=True)
    bounds = {key: round(alarms[int(share * len(alarms))] + EDGE, 4) for key, share in KEPT.items()}
    return {**row, **{key: max(row[key], bound) for key, bound in bounds.items()}}


def _nodes(tree: Any, columns: Sequence[int]) -> list[list[float]]:
    left = tree.children_left
    return [
        [columns[tree.feature[n]], round(float(tree.threshold[n]), 4), int(left[n]), int(tree.children_right[n]), 0]
        if left[n] >= 0
        else [-1, 0, -1, -1, round(float(tree.value[n][0][0]) * RATE, 4)]
        for n in range(tree.node_count)
    ]


def card(chances: Floats, doubt: Floats, against: Floats, learned: Learned) -> dict[str, Mapping[str, float]]:
    """Return for each kind of judged sentence how many the detectors hold back or mark in the folds."""
    found: dict[str, Mapping[str, float]] = {}
    judged = learned.origins == JUDGED
    for kind in dict.fromkeys(["supported", *sorted(set(learned.kinds[judged & learned.wrong])), "all faults"]):
        mine = judged & (learned.wrong if kind != "supported" else ~learned.wrong)
        if kind not in ("supported", "all faults"):
            mine &= np.isin(learned.kinds, [kind])
        held = (chances[mine] >= against).any(axis=1)
        told = (chances[mine] >= doubt).any(axis=1) | held
        found[kind] = {"sentences": int(mine.sum()), "held back": int(held.sum()), "marked": int((told & ~held).sum())}
    return found


def main() -> None:
    """Fit all detectors, choose their thresholds, write them, and print how well they do."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=MODEL)
    parser.add_argument("--keep", nargs="*", default=[], help="names of detectors that stay as they are")
    parser.add_argument("--report", action="store_true", help="print the table of the part that took no part, too")
    given = parser.parse_args()
    found, wants = rows(), wanted()
    learned = arrays(found)
    chances = unseen_chances(learned, wants)
    against = thresholds(chances, learned, HELD)
    doubt = np.minimum(thresholds(chances, learned, MARKED), against)
    models = [trees(learned, learned.of(want), want.columns(learned.names)) for want in wants]
    made = [
        kept(want, model, learned.names, *bounds)
        for want, model, *bounds in zip(wants, models, doubt, against, strict=True)
    ]
    made = [older(row["name"], learned.names, learned) if row["name"] in given.keep else row for row in made]
    text = json.dumps({"features": learned.names, "detectors": made}, separators=(",", ":"))
    given.out.write_text(text + "\n", encoding="utf-8")
    for name, row in card(chances, doubt, against, learned).items():
        print(f"{name:<24}", *(f"{key} {value}" for key, value in row.items()))
    if given.report:
        for name, shown in table(judge(one for one in read_sentences() if one.part == "report")).items():
            print(f"{name:<24}", *(f"{key} {value}" for key, value in shown.items()))


if __name__ == "__main__":
    main()
