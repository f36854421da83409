"""Which recipients of a list can be asked, and when a list is sent."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foundation.rules import Params, rule

MOST_ROWS = 200
"""Recipients that one list holds."""


@dataclass(frozen=True)
class Recipient:
    """One line of a list. `earlier_line` is that of the same address before it, or 0.

    `room` is how many requests the provider may still make today; `place` counts the lines that can be sent.
    """

    provider: str
    address: str
    has_address: bool
    earlier_line: int
    room: int
    place: int


@dataclass(frozen=True)
class Sending:
    """A list that somebody wants to send."""

    is_started: bool
    ready: int


@dataclass(frozen=True)
class Sender:
    """Whoever has sent a list, when one of its lines comes to be sent."""

    name: str
    may_ask: bool


@dataclass(frozen=True)
class Attempt:
    """A line that comes to be sent; `is_broken` when the portal itself has failed at it."""

    address: str
    is_broken: bool


@rule(
    "batch-address",
    statement=_("A list of recipients names an email address in each line."),
    source="decision of the portal",
    refusal=_("“{address}” is no email address."),
    remedy=_("Correct it in a new list; the others are not held up."),
)
def has_an_address(facts: Recipient) -> Params | None:
    """Refuse what no mail can be sent to."""
    return None if facts.has_address else {"address": facts.address}


@rule(
    "batch-duplicate",
    statement=_("Each address of a list is asked once."),
    source="decision of the portal",
    refusal=_("{address} is in the list already, in line {line}."),
    remedy=_("Nothing needs to be done: it is asked once."),
)
def is_listed_once(facts: Recipient) -> Params | None:
    """Refuse an address that has come before."""
    return {"address": facts.address, "line": facts.earlier_line} if facts.earlier_line else None


@rule(
    "batch-room",
    statement=_("A list is sent as far as the provider may still make requests that day."),
    source="decision of the portal",
    refusal=_("{provider} can make {room} more requests today, and those are taken by the lines before."),
    remedy=_("Put this line and those after it into a list for tomorrow."),
)
def there_is_room(facts: Recipient) -> Params | None:
    """Refuse lines beyond what the provider may ask that day."""
    return {"provider": facts.provider, "room": facts.room} if facts.place > facts.room else None


@rule(
    "batch-once",
    statement=_("A list is sent once."),
    source="decision of the portal",
    refusal=_("This list has been sent already."),
    remedy=_("Look at its page: it says what has become of each line. To ask others, make a new list."),
)
def is_not_started(facts: Sending) -> Params | None:
    """Refuse to send a list twice."""
    return {} if facts.is_started else None


@rule(
    "batch-empty",
    statement=_("A list is sent when at least one of its lines can be."),
    source="decision of the portal",
    refusal=_("No line of this list can be sent."),
    remedy=_("Read what stands beside each line, and make a new list."),
)
def has_ready_lines(facts: Sending) -> Params | None:
    """Refuse a list of nothing but refused lines."""
    return None if facts.is_started or facts.ready else {}


@rule(
    "batch-sender",
    statement=_("A list is sent in the name of somebody who may request partnerships for the provider."),
    source="decision of the portal",
    refusal=_("{name}, who has sent the list, may no longer request partnerships for the company."),
    remedy=_("Put the line into a new list: it is then sent in your name."),
)
def is_sent_by_a_colleague(facts: Sender) -> Params | None:
    """Refuse to write in the name of somebody who has left or lost the right."""
    return None if facts.may_ask else {"name": facts.name}


@rule(
    "batch-line",
    statement=_("A line at which the portal itself fails is not sent, and holds up no other."),
    source="decision of the portal",
    refusal=_("The request to {address} could not be sent: something went wrong in the portal."),
    remedy=_("Request this partnership by itself, and tell the operator if that fails as well."),
)
def can_be_sent(facts: Attempt) -> Params | None:
    """Refuse a line that has failed for no reason of the provider's."""
    return {"address": facts.address} if facts.is_broken else None
