"""*Which role fits you?*: a few questions, the role they point to, and why."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foundation.rules import Text
from relationships.partners.programmes import Programme

QUESTIONS: dict[str, Text] = {
    "others": _("Do you want to sell through other partners, on a large scale?"),
    "billing": _("Do you want to bill customers yourself, with Microsoft billing you?"),
    "support": _("Do you have your own infrastructure for support and managed services?"),
    "api": _("Can you integrate your systems with Microsoft by API?"),
}
"""What is asked; the answers are yes or no."""


@dataclass(frozen=True)
class Fit:
    """The role that fits, why, and what is missing for what was wanted."""

    programme: Programme
    reasons: tuple[Text, ...]
    missing: tuple[Text, ...]


MISSING: dict[str, Text] = {
    "billing": _("a billing relationship with Microsoft"),
    "support": _("infrastructure for support and managed services"),
    "api": _("integration by API"),
}
"""What the bigger roles need."""


def fit_of(yes: Mapping[str, bool]) -> Fit:
    """Return the role for these answers: a bigger one only when everything it needs is there."""
    missing = tuple(text for name, text in MISSING.items() if not yes.get(name))
    if yes.get("others") and not missing:
        return Fit(
            Programme.INDIRECT_PROVIDER,
            (
                _("You buy from Microsoft and sell through indirect resellers, whom you support on a large scale."),
                _("You can support and bill customers on your resellers' behalf."),
            ),
            (),
        )
    if yes.get("billing") and not missing:
        return Fit(
            Programme.DIRECT_BILL,
            (
                _("You own the relationship with the customer end to end: you sell, bill and support."),
                _("You have what the programme asks for: billing, support, managed services and integration by API."),
            ),
            (),
        )
    wants_more = yes.get("others") or yes.get("billing")
    return Fit(
        Programme.INDIRECT_RESELLER,
        (
            _("An experienced indirect provider bills you and stands behind you; you need no large investment."),
            _("You offer a broad portfolio, and may add support and managed services of your own."),
        ),
        missing if wants_more else (),
    )
