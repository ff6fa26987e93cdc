"""Prompts: Markdown files with named slots, and other people's words made harmless before they go into one.

A value is put in as it is and is never read as a template.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Self

SLOT = re.compile(r"\{\{(\w+)\}\}")
HASH_LENGTH = 12  # characters: enough to tell prompts apart
TAG_START = re.compile(r"(?:<|＜|﹤|&lt;)(?=\s*[/!?|<＜\w])(?!\s*\d)")  # "<5%" is a figure, "</passage>" a delimiter
MARKER = re.compile(r"[\[【［]\s*((?:\^|passage\s*)?\d+(?:\s*[,，、–-]\s*\d+)*)\s*[\]】］]", re.IGNORECASE)
TEMPLATE_WORD = re.compile(r"\[(/?(?:INST|SYS|SYSTEM|USER|ASSISTANT))\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt file: its name and its text with slots written `{{name}}`."""

    name: str
    text: str

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a prompt file; it ships with the code, so a missing one is an OSError."""
        return cls(path.name, path.read_text(encoding="utf-8").strip())

    def render(self, **values: str) -> str:
        """Fill the slots; raise ValueError that names every slot without a value and every value without a slot."""
        slots = set(SLOT.findall(self.text))
        if slots != values.keys():
            missing = ", ".join(sorted(slots - values.keys())) or "none"
            unknown = ", ".join(sorted(values.keys() - slots)) or "none"
            raise ValueError(f"{self.name}: slots without a value: {missing}; values without a slot: {unknown}")
        return SLOT.sub(lambda slot: values[slot.group(1)], self.text)


def prompt_hash(*prompts: Prompt) -> str:
    """Return a short hash of the words of prompts: the same as long as nobody edits them."""
    digest = hashlib.sha256()
    for prompt in prompts:
        digest.update(f"{prompt.name}\n{prompt.text}\n".encode())
    return digest.hexdigest()[:HASH_LENGTH]


def harmless(text: str) -> str:
    """Return text in which nothing looks like a delimiter, a citation marker or a template word, nor is hidden."""
    visible = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf"))
    return TEMPLATE_WORD.sub(r"(\1)", MARKER.sub(r"(\1)", TAG_START.sub("‹", visible)))
