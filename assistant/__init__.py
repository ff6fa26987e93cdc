"""From a question to a checked answer. This room reads the index through `corpus`."""

from __future__ import annotations

import os

# The products of a question are small: two threads wait for each other wherever another program works. Before numpy.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
