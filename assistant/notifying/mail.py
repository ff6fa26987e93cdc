"""E-mail by a server of SMTP, encrypted beyond this machine."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage

from assistant.addresses import MailServer, is_loopback
from corpus.errors import InputError

PATIENCE = 20.0  # seconds for each step of the server


def send(server: MailServer, message: EmailMessage) -> None:
    """Give a message to the server; raise InputError, in one line and without a password, where it does not take it.

    Beyond this machine nothing is sent unless it is encrypted, and to a server whose certificate holds.
    """
    try:
        with _connected(server) as session:
            if not server.encrypted and session.has_extn("starttls"):
                session.starttls(context=ssl.create_default_context())
                session.ehlo()
            elif not server.encrypted and not is_loopback(server.host):
                raise InputError(
                    f"{server.host}:{server.port} offers no encryption: name another ASSISTANT_MAIL_SERVER."
                )
            if server.user:
                session.login(server.user, server.password)
            session.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        raise InputError(
            f"{server.host}:{server.port} did not take the e-mail ({_reason(error)}): see ASSISTANT_MAIL_SERVER."
        ) from error


def _connected(server: MailServer) -> smtplib.SMTP:
    if server.encrypted:
        secured = ssl.create_default_context()
        session: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE, context=secured)
    else:
        session = smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
    session.ehlo()
    return session


def _reason(error: Exception) -> str:
    """Return what the server said, on one line."""
    said = getattr(error, "smtp_error", b"") or str(error)
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return " ".join(text.split())[:200] or type(error).__name__
