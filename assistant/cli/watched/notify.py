"""The command `notify`: e-mail to who watches questions whose answer changed."""

from __future__ import annotations

from contextlib import closing
from functools import partial

import click

from assistant.addresses import read_mail_server
from assistant.conversations.saved import TERMINAL
from assistant.settings import load_settings
from corpus.errors import AssistantError, InputError

FAILED = 1


@click.command()
@click.option(
    "--to", metavar="ADDRESS", default="", help="E-mail changes in the command line's own list to ADDRESS too."
)
def notify(to: str) -> None:
    """Answer watched questions again and e-mail what changed to those who asked for it.

    To be run by a timetable, after `index`. Nothing is sent twice.
    """
    from assistant.chain import open_chain
    from assistant.conversations import open_conversations
    from assistant.conversations.notices import check_address
    from assistant.notifying.mail import send
    from assistant.notifying.telling import tell, untold, watched_by

    settings = load_settings()
    if not settings.mail_server:
        raise InputError("No e-mail can be sent: set ASSISTANT_MAIL_SERVER and ASSISTANT_MAIL_FROM.")
    if to:
        check_address(to)
    chain, post = open_chain(settings), partial(send, read_mail_server(settings.mail_server))
    failed = False
    with closing(open_conversations(settings)) as conversations:
        for owner, address in (conversations.mailed() | ({TERMINAL: to} if to else {})).items():
            try:
                sees = "" if owner == TERMINAL else owner
                news = untold(watched_by(conversations, owner, chain.edition(), chain.invoke, sees))
                if news:
                    tell(conversations, owner, news, post, sender=settings.mail_from, to=address)
            except AssistantError as error:
                failed = True
                click.echo(f"{address}: {error}", err=True)
            else:
                click.echo(f"{address}: {_counted(len(news))}")
    if failed:
        raise SystemExit(FAILED)


def _counted(changed: int) -> str:
    if not changed:
        return "nothing changed"
    return f"{changed} watched {'question' if changed == 1 else 'questions'} changed"
