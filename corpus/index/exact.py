"""Exact search: every vector of an edition in one file, one row per passage in the edition's order.

A scope that allows few passages cuts Chroma's graph into pieces that its search does not reach, and Chroma's own
filter takes time and memory for each passage that it allows: a place of a million passages took 23 GB. The file is
mapped, not read: a question touches the rows that its scope allows.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from corpus.encoders.sentence import Vectors

EXACT = "vectors.npy"
DIGITS = 6  # of a cosine: two products of the same numbers differ beyond them, and equal ones keep their order
Rows = NDArray[np.intp]


class ExactWriter:
    """Writes the file of an edition; its passages may come in any order, and each must.

    The file is written and not mapped: a disk that is full is then an error and not the end of the process.
    """

    def __init__(self, folder: Path, ids: Sequence[str]) -> None:
        """Name the edition's folder, and its passages in their order."""
        self._path = folder / EXACT
        self._row = {id_: row for row, id_ in enumerate(ids)}
        self._file: BinaryIO | None = None
        self._begin = 0  # of the first row, behind what numpy writes above it

    def write(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Write the vectors of some passages, shape (ids, dimension)."""
        if self._file is None:
            self._file = self._path.open("wb")
            header = {"descr": "<f4", "fortran_order": False, "shape": (len(self._row), vectors.shape[1])}
            np.lib.format.write_array_header_1_0(self._file, header)
            self._begin = self._file.tell()
        for id_, vector in zip(ids, np.asarray(vectors, dtype="<f4"), strict=True):
            self._file.seek(self._begin + self._row[id_] * vector.nbytes)
            self._file.write(vector.tobytes())

    def close(self) -> None:
        """See that everything is in the file."""
        if self._file is not None:
            self._file.close()
            self._file = None


def open_exact(folder: Path) -> Vectors:
    """Map the vectors of an edition, shape (passages, dimension); one without passages has none."""
    path = folder / EXACT
    return np.load(path, mmap_mode="r", allow_pickle=False) if path.is_file() else np.zeros((0, 0), dtype=np.float32)


def nearest_of(vectors: Vectors, rows: Rows, vector: NDArray[np.float32], count: int) -> list[tuple[int, float]]:
    """Return the rows among some whose vectors are nearest to a unit vector, with their cosine, best first.

    Equal cosines keep the order of the rows.
    """
    cosines = np.round(cosines_of(np.asarray(vectors[rows]), vector), DIGITS)
    return [(int(rows[at]), float(cosines[at])) for at in highest(cosines, count)]


def cosines_of(vectors: Vectors, vector: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the cosines of unit vectors to a unit vector: shape (vectors,).

    The product is torch's, as the encoder is: numpy has threads of its own, which wait for work beside those of the
    encoder and make the next question four times as slow.
    """
    import torch

    return np.asarray((torch.from_numpy(vectors) @ torch.from_numpy(vector)).numpy())


def highest(scores: NDArray[np.float32], count: int) -> Rows:
    """Return the places of the highest scores, best first, of equal ones the first."""
    if len(scores) <= count:
        return np.argsort(-scores, kind="stable")
    least = np.partition(scores, len(scores) - count)[len(scores) - count]  # sorting a million would take 100 ms
    places = np.flatnonzero(scores >= least)
    return places[np.argsort(-scores[places], kind="stable")][:count]
