"""Whether people sign in at the page: the section `[auth]` of `.streamlit/secrets.toml`, as Streamlit finds it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from corpus.errors import InputError


def sign_in() -> dict[str, Any]:
    """Return the settings of sign-in as they are written here, else at home; nothing where nobody signs in.

    Raises InputError for a file that cannot be read.
    """
    for folder in (Path.cwd(), Path.home()):
        path = folder / ".streamlit" / "secrets.toml"
        try:
            section = tomllib.loads(path.read_text(encoding="utf-8")).get("auth")
        except FileNotFoundError:
            continue
        except (OSError, ValueError) as error:
            raise InputError(f"{path} cannot be read ({error}): mend it or move it away.") from error
        if isinstance(section, dict) and section:
            return section
    return {}
