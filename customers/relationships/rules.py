"""What a relationship with a customer allows (R45 and delegated administration)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foundation.rules import Params, rule


@dataclass(frozen=True)
class Tie:
    """A partner and a customer.

    `related`: they have a relationship that does not go through a provider. `administers`: the partner has delegated
    administration of the customer.
    """

    partner: str
    customer: str
    related: bool
    administers: bool


@rule(
    "R45",
    statement=_("To order for a customer, a provider or direct-bill partner itself needs a relationship with it."),
    source="dossier, reseller tasks; error 20002",
    refusal=_("{partner} has no relationship with {customer}."),
    remedy=_("Ask {customer} for a reseller relationship; a reseller's own relationship is not enough."),
    api_code="20002",
)
def has_relationship(facts: Tie) -> Params | None:
    """Refuse a partner without an open relationship of its own."""
    return None if facts.related else {"partner": facts.partner, "customer": facts.customer}


@rule(
    "delegated-admin",
    statement=_("Only a partner with delegated administration changes things in a customer's account."),
    source="source 002; dossier, delegated administration",
    refusal=_("{partner} has no delegated administration of {customer}."),
    remedy=_("A Global admin of {customer} gives it back by accepting a new relationship request."),
)
def has_delegated_admin(facts: Tie) -> Params | None:
    """Refuse a partner whose administration has ended or was never given."""
    return None if facts.administers else {"partner": facts.partner, "customer": facts.customer}
