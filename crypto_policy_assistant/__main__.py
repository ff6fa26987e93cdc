"""The command `crypto-policy-assistant`, the same as `python -m assistant` in a checkout."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line and return its exit code."""
    from assistant.cli import main as run

    return run(program="crypto-policy-assistant")


if __name__ == "__main__":
    sys.exit(main())
