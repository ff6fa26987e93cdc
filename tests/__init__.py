"""The tests, in the rooms of the house."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SETS = ROOT / "tests" / "sets"
SHARED = ROOT.parent / "shared"
