"""The error classes of the project: what a user can mend, in one line."""

from __future__ import annotations

WRITABLE = "Set ASSISTANT_DATA to a folder that you may write to."


class AssistantError(Exception):
    """Base of every error that is reported to the user as one line, without a traceback."""


class InputError(AssistantError):
    """Something that the user gave cannot be used; the message says what, where and what to do."""


class IndexMissingError(AssistantError):
    """There is no index edition to read; the message names the command that builds one."""
