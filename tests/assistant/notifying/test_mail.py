"""E-mail to a server on loopback: taken, refused, and never sent where others could read it."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from assistant.addresses import MailServer, read_mail_server
from assistant.notifying import mail
from assistant.notifying.mail import send
from corpus.errors import InputError
from tests.smtp_server import SMTPServer
from tests.ui.conftest import free_port


def message() -> EmailMessage:
    """Write a short message."""
    written = EmailMessage()
    written["From"], written["To"], written["Subject"] = "policy@example.org", "ann@example.org", "Changed: 穩定幣"
    written.set_content("Now said (in force): 25 million.\n.\n")
    return written


def test_a_server_is_read() -> None:
    """Host, port, user and password, also with signs that an address cannot hold as they are."""
    assert read_mail_server("smtp://mail.example.org") == MailServer("mail.example.org", 587, False, "", "")
    given = read_mail_server("smtps://ann%40example.org:p%3Aw@mail.example.org:4650")
    assert given == MailServer("mail.example.org", 4650, True, "ann@example.org", "p:w")


@pytest.mark.parametrize(
    "address", ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://a:99999999", "smtp://a/b"]
)
def test_what_is_no_server_is_told_by_an_example(address: str) -> None:
    """The message shows how an address is written, and not what was given: it may hold a password."""
    with pytest.raises(ValueError, match=r"smtp://user:password@mail\.example\.org:587") as told:
        read_mail_server(address)
    assert "99999999" not in str(told.value)


def test_a_message_arrives_as_it_is() -> None:
    """Chinese in the subject, and a line that is a full stop."""
    with SMTPServer() as server:
        send(read_mail_server(server.address), message())
        (arrived,) = server.messages
    assert arrived.get_payload(decode=True) == b"Now said (in force): 25 million.\r\n.\r\n"
    assert server.recipients == ["RCPT TO:<ann@example.org>"] or "ann@example.org" in server.recipients[0]


def test_a_password_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """To a server that asks for one; a wrong one is told in one line without it."""
    with SMTPServer(login=("ann", "open sesame")) as server:
        send(read_mail_server(server.address.replace(" ", "%20")), message())
        assert len(server.messages) == 1
        with pytest.raises(InputError, match="wrong password") as told:
            send(MailServer("127.0.0.1", server.port, False, "ann", "guessed"), message())
    assert "guessed" not in str(told.value)


def test_what_a_server_says_is_told() -> None:
    """A recipient that it does not take, and a server that is not there."""
    with SMTPServer("550 no such mailbox") as server, pytest.raises(InputError, match="no such mailbox"):
        send(read_mail_server(server.address), message())
    with pytest.raises(InputError, match="see ASSISTANT_MAIL_SERVER"):
        send(MailServer("127.0.0.1", free_port(), False, "", ""), message())


def test_nothing_goes_out_in_the_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server beyond this machine that offers no encryption is given neither password nor message."""
    monkeypatch.setattr(mail, "is_loopback", lambda _: False)
    with SMTPServer(login=("ann", "secret")) as server, pytest.raises(InputError, match="offers no encryption"):
        send(read_mail_server(server.address), message())
    assert not server.messages
