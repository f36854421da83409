"""What an operator may still do with a mail."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foundation.rules import Params, rule


@dataclass(frozen=True)
class MailFacts:
    """Where a mail stands: the key of its state."""

    state: str


@rule(
    "mail-retry",
    statement=_("A mail that was not delivered, or waits for its next attempt, can be sent at once."),
    source="decision of the portal",
    refusal=_("This mail is not waiting for another attempt."),
    remedy=_("Only a mail that failed or is being retried can be sent again; write a new one otherwise."),
)
def mail_can_be_retried(facts: MailFacts) -> Params | None:
    """Sent, cancelled and claimed mails stay as they are: a second copy would surprise its reader."""
    return None if facts.state in ("failed", "retrying") else {}


@rule(
    "mail-abort",
    statement=_("A mail can be stopped until a worker has taken it."),
    source="decision of the portal",
    refusal=_("This mail is no longer waiting."),
    remedy=_("Nothing can be done about it: it has been sent, given up or stopped already."),
)
def mail_can_be_aborted(facts: MailFacts) -> Params | None:
    """What is on its way cannot be called back."""
    return None if facts.state in ("queued", "retrying") else {}
