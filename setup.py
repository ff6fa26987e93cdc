"""What pyproject.toml cannot say: in an installed environment the rooms lie below one package of ours.

`assistant`, `corpus` and `ui` are names that others may use too; `crypto_policy_assistant.assistant` is nobody else's.
"""

from __future__ import annotations

from setuptools import find_packages, setup

TOP = "crypto_policy_assistant"
ROOMS = ("assistant", "corpus", "ui")
FOLDERS = [name for room in ROOMS for name in (room, *(f"{room}.{below}" for below in find_packages(room)))]

setup(
    packages=[TOP, *(f"{TOP}.{name}" for name in FOLDERS)],
    package_dir={TOP: TOP} | {f"{TOP}.{name}": name.replace(".", "/") for name in FOLDERS},
    package_data={
        "": [
            "*.css",
            "*.html",
            "*.js",
            "*.json",
            "*.npz",
            "*.svg",
            "*.tsv",
            "*.txt",
            "*.yaml",
            ".streamlit/*.toml",
            "adapters/*",
            "exemplars/*.yaml",
            "exemplars/*.tsv",
            "prompts/*.md",
            "templates/*",
            "official/*.md",
            "texts/**/*",
        ]
    },
)
