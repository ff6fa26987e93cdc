"""LambdaMART by LightGBM: trees that learn the order of candidates. The only file that knows lightgbm."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import InputError

# Chosen on the dev questions of ObliQA by cross-fitting: shallow trees, strong shrinkage, a few seeds together.
SEEDS = (1, 2, 3)
TREES = 200
SHAPE = {
    "objective": "lambdarank",
    "learning_rate": 0.06,
    "num_leaves": 15,
    "min_data_in_leaf": 50,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "lambdarank_truncation_level": 15,
    "num_threads": 1,  # more win nothing at this size and lose much beside other work
    "deterministic": True,
    "verbosity": -1,
}


def lightgbm() -> Any:
    """Import LightGBM; raise InputError with the command where it is not installed."""
    try:
        import lightgbm
    except ImportError as error:
        raise InputError("LambdaMART needs LightGBM: pip install lightgbm==4.7.0") from error
    return lightgbm


class Forest:
    """A few boosted forests, whose mean is the score."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Take each forest in LightGBM's text format."""
        library = lightgbm()
        self.texts = tuple(texts)
        try:
            self._boosters = [library.Booster(model_str=text) for text in texts]
        except library.basic.LightGBMError as error:
            raise InputError(f"A file of the ranking is not a LightGBM model: {str(error).splitlines()[0]}") from error

    @classmethod
    def fit(cls, rows: NDArray[np.float32], hits: NDArray[np.bool_], sizes: Sequence[int]) -> Forest:
        """Fit to candidates (rows by features), which of them are relevant, and the number of each question's rows."""
        library = lightgbm()
        texts = []
        for seed in SEEDS:
            data = library.Dataset(rows, hits.astype(np.int32), group=list(sizes))
            texts.append(library.train(SHAPE | {"seed": seed}, data, TREES).model_to_string())
        return cls(texts)

    def predict(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Score candidates: shape (rows,)."""
        predictions = [booster.predict(rows, num_threads=1) for booster in self._boosters]
        return np.asarray(np.mean(predictions, axis=0), dtype=np.float32)
