"""Letters as EML: subject, day and sender, the text, and the names of what is attached."""

from __future__ import annotations

from collections import Counter
from datetime import date
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.policy import EmailPolicy
from email.utils import parsedate_to_datetime

from corpus.errors import InputError
from corpus.loading.cleaning import clean, report, squeeze
from corpus.loading.draft import Draft
from corpus.loading.first_page import describe
from corpus.loading.html import page_drafts
from corpus.loading.struck import settle
from corpus.loading.structure import structured
from corpus.loading.text import preformatted
from corpus.records import BlockKind, Document, PartialDate

TOLD = ("From", "To", "Cc", "Date", "Subject")  # the heads that a reader sees
HEAD_LENGTH = 300  # letters of one of them that are kept
LONGEST_HEAD = 20_000  # letters of one that are read: the addresses of a list of 500; 1.5 MB of them take 2 GB
TITLE_LENGTH = 200
MOST_PARTS = 1_000
DEEPEST = 20  # parts within one another
FRONT_DRAFTS = 20
DAMAGE = (MessageError, LookupError, ValueError, TypeError, AttributeError, IndexError)  # of broken heads and parts


class _Bounded(EmailPolicy):
    """The usual way of reading heads, of which no more is read than a person would."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST_HEAD]


def load_eml(data: bytes, name: str) -> Document:
    """Read a letter; raise InputError for a file that is none, one nested without end, and one without text."""
    found: Counter[str] = Counter()
    message = _message(data, name)
    heads = {head: text for head in TOLD if (text := _head(message, head, found))}
    if not {"From", "Date", "Subject"} & heads.keys():
        raise InputError(f"{name} is no letter: it has no sender, day or subject; save it again as .eml.")
    drafts = settle(_body(message, name, found))
    attached = [_named(part, found) for part in _attachments(message, name)]
    if not drafts and not attached:
        raise InputError(f"{name} holds no text: add the document in which the text is.")
    first = describe(drafts[:FRONT_DRAFTS])
    lines = [Draft(f"{head}: {text}") for head, text in heads.items() if head != "Subject"]
    names = ", ".join(attached)
    told = f"Attached and not read: {names}; add {'it' if len(attached) == 1 else 'them'} separately."
    subject = heads.get("Subject", "")[:TITLE_LENGTH]
    whole = [
        *([Draft(subject, level=1)] if subject else []),
        *lines,
        *drafts,
        *([Draft(f"Attachments: {names}")] if attached else []),
    ]
    return Document(
        tuple(structured(whole)),
        title=subject or first.title,
        published=_sent(message),
        kind=first.kind,
        issuer=first.issuer or _sender(message, found),
        jurisdiction=first.jurisdiction,
        warnings=(*([told] if attached else []), *report(found)),
    )


def _message(data: bytes, name: str) -> EmailMessage:
    try:
        message = BytesParser(policy=_Bounded()).parsebytes(data)
    except RecursionError as error:
        raise InputError(_nested(name)) from error
    except DAMAGE as error:
        raise InputError(f"{name} is no letter, or is damaged: save it again as .eml.") from error
    if not isinstance(message, EmailMessage):
        raise InputError(f"{name} is no letter, or is damaged: save it again as .eml.")
    return message


def _nested(name: str) -> str:
    return f"{name} nests its parts too deeply to be read: save the letter again, or its text."


def _head(message: EmailMessage, head: str, found: Counter[str]) -> str:
    try:
        text = str(message.get(head, ""))
    except DAMAGE:  # of a head that breaks its own grammar the rest of the letter is read
        return ""
    return squeeze(clean(text, found))[:HEAD_LENGTH]


def _sent(message: EmailMessage) -> PartialDate | None:
    """Return the day on which a letter was sent; nothing for one that is broken or in the future."""
    try:
        day = parsedate_to_datetime(str(message.get("Date", ""))).date()
        return PartialDate.parse(day.isoformat()) if day <= date.today() else None  # noqa: DTZ011 - a reader's day
    except DAMAGE:
        return None


def _sender(message: EmailMessage, found: Counter[str]) -> str:
    """Return the name of who sent a letter, or the address where it gives no name."""
    try:
        addresses = message["From"].addresses
        return squeeze(clean(addresses[0].display_name or addresses[0].addr_spec, found))[:HEAD_LENGTH]
    except DAMAGE:
        return ""


def _body(message: EmailMessage, name: str, found: Counter[str]) -> list[Draft]:
    """Return the paragraphs of the text: those of its page, which has the tables, or the plain ones."""
    try:
        part = message.get_body(("html", "plain"))
    except RecursionError as error:
        raise InputError(_nested(name)) from error
    except DAMAGE:
        part = None
    if part is None:
        return []
    if part.get_content_type() == "text/html":
        return page_drafts(_bytes(part), name, found)
    return [draft for draft in preformatted(clean(_text(part), found)) if draft.kind is BlockKind.PARAGRAPH]


def _bytes(part: MIMEPart) -> bytes:
    """Return the letters of a page as UTF-8, by the encoding that its part names."""
    return _text(part).encode("utf-8", errors="replace")


def _text(part: MIMEPart) -> str:
    try:
        return str(part.get_content())
    except DAMAGE:  # an encoding that nobody knows
        payload = part.get_payload(decode=True)
        return payload.decode("utf-8", errors="replace") if isinstance(payload, bytes) else ""


def _attachments(message: EmailMessage, name: str) -> list[EmailMessage]:
    """Return what is attached, letters that were passed on among it; pictures within the text are not."""
    found: list[EmailMessage] = []
    waiting: list[tuple[EmailMessage, int]] = [(message, 0)]
    count = 0
    while waiting:
        part, depth = waiting.pop(0)
        count += 1
        if depth > DEEPEST or count > MOST_PARTS:
            raise InputError(_nested(name))
        attached = part.get_content_disposition() == "attachment" or part.get_content_type() == "message/rfc822"
        if depth and attached:
            found.append(part)
        elif part.is_multipart():
            inner = part.get_payload()
            waiting += [(one, depth + 1) for one in inner if isinstance(one, EmailMessage)]
    return found


def _named(part: EmailMessage, found: Counter[str]) -> str:
    """Return the name of an attachment; of a letter that was passed on its subject."""
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        passed = inner[0] if isinstance(inner, list) and inner else None
        subject = _head(passed, "Subject", found) if isinstance(passed, EmailMessage) else ""
        return f"the letter “{subject}”" if subject else "a letter"
    try:
        return squeeze(clean(part.get_filename() or "", found)) or part.get_content_type()
    except DAMAGE:
        return part.get_content_type()
