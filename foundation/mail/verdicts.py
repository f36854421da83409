"""What an error while sending means: try again or give up, and whether the server itself is the trouble."""

import smtplib
from dataclasses import dataclass

from foundation.mail.models import OutgoingMail

Reason = OutgoingMail.Reason


@dataclass(frozen=True)
class Verdict:
    """The outcome of one attempt that did not succeed.

    `final`: trying again would not help. `server_is_gone`: the connection is of no use to other mails either.
    `detail`: the server's own words.
    """

    reason: OutgoingMail.Reason
    detail: str
    final: bool = False
    server_is_gone: bool = False


def judge(error: Exception) -> Verdict:
    """Put an error of smtplib, of the network or of writing the message into a verdict.

    A reply of 4xx and everything about the connection is tried again; 5xx about this mail is final. A server that
    does not admit the portal at all (sign-in, greeting) is a matter of settings: those mails wait for the operator.
    """
    match error:
        case smtplib.SMTPRecipientsRefused():
            code, reply = next(iter(error.recipients.values()))
            return _by_code(code, reply)
        case smtplib.SMTPAuthenticationError() | smtplib.SMTPConnectError() | smtplib.SMTPHeloError():
            return Verdict(Reason.NOT_ADMITTED, _words(error.smtp_code, error.smtp_error), server_is_gone=True)
        case smtplib.SMTPResponseException():
            return _by_code(error.smtp_code, error.smtp_error)
        case smtplib.SMTPNotSupportedError():
            return Verdict(Reason.NOT_ADMITTED, str(error), server_is_gone=True)
        case OSError():  # SMTPServerDisconnected is one, too.
            detail = str(error) or type(error).__name__
            return Verdict(Reason.UNREACHABLE, detail, server_is_gone=True)
        case _:
            return Verdict(Reason.UNWRITABLE, str(error), final=True)


def _by_code(code: int, reply: bytes | str) -> Verdict:
    """Judge an SMTP reply code (RFC 5321, 4.2)."""
    detail = _words(code, reply)
    if code == 421:
        return Verdict(Reason.BUSY, detail, server_is_gone=True)
    if code in (452, 552):
        return Verdict(Reason.FULL, detail, final=code >= 500)
    if code < 500:
        return Verdict(Reason.BUSY, detail)
    return Verdict(Reason.MAILBOX if code in (550, 551, 553) else Reason.REFUSED, detail, final=True)


def _words(code: int, reply: bytes | str) -> str:
    text = reply.decode(errors="replace") if isinstance(reply, bytes) else reply
    return f"{code} {text}".strip()[:1000]
