"""The local inbox: where mails go while the portal is tried out, one `.eml` file each in DATA_DIR/inbox."""

import re
import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedMessage
from email.parser import BytesHeaderParser
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

SEARCHED = 2000
"""How many of the newest mails the inbox looks through."""

_ID = re.compile(r"[0-9]{20}-[0-9a-f]{16}")


@dataclass(frozen=True)
class InboxMail:
    """A mail as the list shows it."""

    id: str
    at: datetime
    to: str
    sender: str
    subject: str


@dataclass(frozen=True)
class OpenedMail:
    """A mail as its own page shows it."""

    head: InboxMail
    reply_to: str
    text: str
    html: str


class InboxBackend(BaseEmailBackend):
    """A mail server that keeps everything."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep each message; raises OSError when the disk does not take it."""
        for each in email_messages:
            keep(each.message().as_bytes())
        return len(email_messages)


def folder() -> Path:
    """Return the inbox's folder, open to its owner only: the mails in it hold working links."""
    path = settings.DATA_DIR / "inbox"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def keep(message: bytes) -> str:
    """Write the message so that it is there whole or not at all; return its id. Ids sort by time."""
    mail_id = f"{time.time_ns():020d}-{secrets.token_hex(8)}"
    unfinished = folder() / f".{mail_id}"
    unfinished.write_bytes(message)
    unfinished.replace(folder() / f"{mail_id}.eml")
    return mail_id


def newest(count: int, *, words: str = "") -> list[InboxMail]:
    """Return the newest mails, at most `count`; with `words`, only those whose addresses or subject contain them."""
    wanted, found = words.casefold().strip(), []
    for mail in _heads():
        if wanted in f"{mail.to}\n{mail.sender}\n{mail.subject}".casefold():
            found.append(mail)
            if len(found) == count:
                break
    return found


def opened(mail_id: str) -> OpenedMail | None:
    """Return this mail with its bodies, or None when there is none of this id."""
    if not _ID.fullmatch(mail_id):
        return None
    try:
        parsed = message_from_bytes((folder() / f"{mail_id}.eml").read_bytes(), policy=policy.default)
    except FileNotFoundError:
        return None
    return OpenedMail(
        head=_head(mail_id, parsed),
        reply_to=str(parsed["Reply-To"] or ""),
        text=_body(parsed, "plain"),
        html=_body(parsed, "html"),
    )


def _heads() -> Iterator[InboxMail]:
    names = sorted((path.name for path in folder().glob("*.eml")), reverse=True)
    parser = BytesHeaderParser(policy=policy.default)
    for name in names[:SEARCHED]:
        with (folder() / name).open("rb") as file:
            yield _head(name.removesuffix(".eml"), parser.parse(file))


def _head(mail_id: str, parsed: ParsedMessage) -> InboxMail:
    return InboxMail(
        id=mail_id,
        at=datetime.fromtimestamp(int(mail_id[:20]) / 1e9, tz=UTC),
        to=str(parsed["To"] or ""),
        sender=str(parsed["From"] or ""),
        subject=str(parsed["Subject"] or ""),
    )


def _body(parsed: ParsedMessage, kind: str) -> str:
    part = parsed.get_body((kind,))
    return str(part.get_content()) if part else ""
