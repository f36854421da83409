"""Who may be an end customer of whom, and what a relationship with one allows (R28-R30, R45)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foundation.rules import Params, kept, rule


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


@dataclass(frozen=True)
class EndCustomer:
    """A company to which something is sold, and what it is besides.

    `in_csp`: the tenant that gets the services is the one with which a partner transacts in CSP. `known_by`: what was
    typed of the company (a domain, a registration number) shows that it is a CSP partner with another tenant.
    `own_use`: the seller says that it buys for its own use on a tenant made for that. `relative`: the name of the
    seller or the reseller if the company is that, or an affiliate of it.
    """

    seller: str
    customer: str
    in_csp: bool
    known_by: str
    own_use: bool
    relative: str


@rule(
    "R28",
    statement=_("A partner in CSP cannot resell to another partner in CSP: not to the tenant used for CSP."),
    source="source 000; source 003, scenario 4; source 004",
    refusal=_("{customer} takes part in CSP with this tenant: nothing can be sold to it, nor provisioned there."),
    remedy=_("For its own use, {customer} buys as a customer on another tenant, which it does not use for CSP."),
)
def is_no_csp_tenant(facts: EndCustomer) -> Params | None:
    """Refuse the tenant with which a partner transacts."""
    return {"customer": facts.customer} if facts.in_csp else None


@rule(
    "R29",
    statement=_(
        "A CSP partner may buy for its own use as a customer, from a reseller or a direct-bill partner, on a tenant "
        "other than the one it uses for CSP."
    ),
    source="source 003, scenario 4; source 004",
    refusal=_("{known_by} belongs to a partner in CSP. A partner cannot resell to another partner."),
    remedy=_(
        "If {customer} buys for its own use, tick “Own use of a CSP partner”: the tenant made here is a customer's. "
        "If {customer} is another company, enter its own data."
    ),
)
def buys_for_own_use(facts: EndCustomer) -> Params | None:
    """Refuse a CSP partner as customer unless it buys for its own use, on a tenant for that."""
    if not facts.known_by or facts.own_use:
        return None
    return {"customer": facts.customer, "known_by": facts.known_by}


@rule(
    "R30",
    statement=_("A partner in CSP sells neither to itself nor to an affiliate as the end customer."),
    source="source 003, scenario 5",
    refusal=_("{customer} is {relative} itself or an affiliate of it, and no partner sells to itself."),
    remedy=_("For its own use, it buys from another partner, on a tenant that it does not use for CSP."),
)
def is_no_relative(facts: EndCustomer) -> Params | None:
    """Refuse a sale inside one organisation."""
    return {"customer": facts.customer, "relative": facts.relative} if facts.relative else None


END_CUSTOMER_RULES = (is_no_csp_tenant, is_no_relative)
"""What must hold of everybody to whom something is sold."""


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


@dataclass(frozen=True)
class Removal:
    """A relationship with a customer that somebody wants to remove; `running` counts what is active of the seller's."""

    customer: str
    seller: str
    running: int


@rule(
    "R65",
    statement=_(
        "A relationship with a customer is removed only when no subscription is active, and reservations and software "
        "are cancelled."
    ),
    source="dossier, removing a relationship",
    refusal=_("{running} subscriptions of {customer} from {seller} are active."),
    remedy=_("{seller} suspends or cancels them first; then the relationship can be removed."),
)
def nothing_runs(facts: Removal) -> Params | None:
    """Refuse to leave a customer with running business."""
    if not facts.running:
        return None
    return {"running": facts.running, "customer": facts.customer, "seller": facts.seller}


R66 = kept(
    "R66",
    statement=_(
        "With the relationship the customer goes off the list and the partner off the support contacts; its admin "
        "rights are gone, and nothing new can be bought."
    ),
    source="dossier, removing a relationship",
    kept_by="customers.relationships.ending.end_relationship",
)


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
