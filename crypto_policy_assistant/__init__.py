"""The installed program: its rooms `assistant`, `corpus` and `ui` lie in this package and not beside others' packages.

Importing it puts its own folder first on the path of imports, so that the rooms are found, inside this process only:

    import crypto_policy_assistant
    from assistant.chain import open_chain
"""

from __future__ import annotations

import sys
from pathlib import Path

_HERE = Path(__file__).resolve().parent
# In a checkout the rooms lie beside this folder.
HOME = _HERE if (_HERE / "assistant").is_dir() else _HERE.parent

if str(HOME) not in sys.path:
    sys.path.insert(0, str(HOME))
