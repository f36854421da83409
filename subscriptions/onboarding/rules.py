"""How long a draft of a new customer can be worked on (R51 and the draft's own states)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foundation.rules import Params, kept, rule


@dataclass(frozen=True)
class DraftFacts:
    """Where a draft stands."""

    name: str
    submitted: bool
    expired: bool


@rule(
    "draft-submitted",
    statement=_("A draft that has been submitted is not changed, submitted again or cancelled."),
    source="dossier, carts; error 800065",
    refusal=_("{name} has been submitted already."),
    remedy=_("Look at its confirmation, or open the customer from the list of customers."),
    api_code="800065",
)
def is_not_submitted(facts: DraftFacts) -> Params | None:
    """Refuse a second effect."""
    return {"name": facts.name} if facts.submitted else None


@rule(
    "draft-expired",
    statement=_("A draft that nobody has finished within seven days is over."),
    source="dossier, carts",
    refusal=_("The draft of {name} has expired."),
    remedy=_("Start again with Add new customer; nothing was created."),
)
def is_not_expired(facts: DraftFacts) -> Params | None:
    """Refuse what has lain too long."""
    return {"name": facts.name} if facts.expired and not facts.submitted else None


DRAFT_RULES = (is_not_submitted, is_not_expired)
"""What must hold before a draft is changed or submitted."""

R51 = kept(
    "R51",
    statement=_("Cancel drops the whole operation: nothing of the customer or the order exists before Submit."),
    source="source 002",
    kept_by="subscriptions.onboarding.services.cancel_draft",
)
