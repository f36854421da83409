"""What may stand in the text of a provider's own mails."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foundation.rules import Params, rule


@dataclass(frozen=True)
class Placeholders:
    """What stands in braces in a subject or a text and is not filled in there, as it is typed; and what is."""

    unknown: str
    known: str


@rule(
    "template-placeholders",
    statement=_("What stands in braces in the text of a provider's own mails is one of the placeholders."),
    source="decision of the portal",
    refusal=_("{unknown} cannot be filled in here."),
    remedy=_("Use only these: {known}."),
)
def has_known_placeholders(facts: Placeholders) -> Params | None:
    """Refuse braces that would reach the recipient as they are."""
    return {"unknown": facts.unknown, "known": facts.known} if facts.unknown else None
