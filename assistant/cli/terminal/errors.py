"""How the terminal shows an error: on one line."""

from __future__ import annotations

import click


def one_line(error: Exception) -> str:
    """Return the message of an error on one line: what is wrong, where, what to do."""
    match error:
        case click.exceptions.NoArgsIsHelpError():
            return error.format_message()
        case click.ClickException():
            message = error.format_message()
        case OSError():
            message = (
                f"{error.filename or 'A file'} cannot be read or written: {error.strerror}. Check it and its rights."
            )
        case _:
            message = str(error)
    return " ".join(message.split())
