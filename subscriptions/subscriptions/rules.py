"""Who may change a subscription, and who may answer for it (R24, R26, R61, R62)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foundation.rules import Params, kept, rule


@dataclass(frozen=True)
class SupportFacts:
    """A company somebody wants as designated support contact of a subscription."""

    chooser: str
    chooser_sells: bool
    contact: str
    customer: str
    is_seller: bool
    administers_customer: bool


@dataclass(frozen=True)
class EditFacts:
    """Somebody who wants to change a subscription's nickname."""

    partner: str
    subscription: str
    customer: str
    is_seller: bool
    administers_customer: bool


@dataclass(frozen=True)
class RecordFacts:
    """A subscription about to change, and its partner of record: the reseller that earns the incentives.

    `checked` says that the check is in force on the day; `renews` that the change is its automatic renewal. `reseller`
    is empty where the seller sells itself. `is_valid`: it may still be put on a new subscription.
    """

    subscription: str
    checked: bool
    renews: bool
    reseller: str
    is_valid: bool


@rule(
    "R26",
    statement=_(
        "From 1 December 2025, changes of licenses, billing plan and term, transfers and migrations of a subscription "
        "need a valid partner of record; automatic renewals do not."
    ),
    source="dossier, partner of record; error 900154",
    refusal=_("{reseller}, the partner of record of {subscription}, is not an active reseller of this seller."),
    remedy=_(
        "Until {reseller} is in order again (partnership, enrolment, agreement), licenses, billing plan and term stay "
        "as they are, and the subscription is neither transferred nor migrated. It renews all the same."
    ),
    api_code="900154",
)
def has_valid_record(facts: RecordFacts) -> Params | None:
    """Refuse a change while the reseller of record is no valid one."""
    if not facts.checked or facts.renews or not facts.reseller or facts.is_valid:
        return None
    return {"subscription": facts.subscription, "reseller": facts.reseller}


@rule(
    "R61",
    statement=_(
        "The designated support contact is the seller, or a chosen reseller with delegated admin of the customer; the "
        "choice is for one subscription and the customer sees it."
    ),
    source="source 002; dossier, support contacts",
    refusal=_("{contact} has no delegated administration of {customer}, so it cannot be the support contact."),
    remedy=_(
        "Choose a reseller that administers {customer}, or ask {customer} for a relationship with {contact} first."
    ),
)
def may_support(facts: SupportFacts) -> Params | None:
    """Refuse everybody but the seller and the resellers that administer the customer."""
    if facts.is_seller or facts.administers_customer:
        return None
    return {"contact": facts.contact, "customer": facts.customer}


@rule(
    "support-contact-choice",
    statement=_("The seller of a subscription chooses its support contact, nobody else."),
    source="source 002",
    refusal=_("{chooser} does not sell this subscription of {customer} and cannot choose its support contact."),
    remedy=_("Ask the seller to choose it."),
)
def may_choose_support(facts: SupportFacts) -> Params | None:
    """Refuse a choice by anybody but the seller."""
    return None if facts.chooser_sells else {"chooser": facts.chooser, "customer": facts.customer}


SUPPORT_RULES = (may_choose_support, may_support)
"""What must hold before a support contact is set."""


@rule(
    "edit-subscription",
    statement=_(
        "A subscription's nickname is changed by its seller or a reseller with delegated admin of the customer."
    ),
    source="source 002",
    refusal=_("{partner} has no delegated administration of {customer} and cannot change {subscription}."),
    remedy=_("A Global admin of {customer} gives the rights back, or the seller makes the change."),
)
def may_edit(facts: EditFacts) -> Params | None:
    """Refuse a reseller whose administration has ended."""
    if facts.is_seller or facts.administers_customer:
        return None
    return {"partner": facts.partner, "customer": facts.customer, "subscription": facts.subscription}


R24 = kept(
    "R24",
    statement=_("A partner without the MPA is kept from new transactions; what it has goes on and stays manageable."),
    source="dossier, MPA questions",
    kept_by="subscriptions.subscriptions.services.rename_subscription",
)
R62 = kept(
    "R62",
    statement=_(
        "Customer association, subscription association and support contact are three settings; none moves another."
    ),
    source="source 002",
    kept_by="subscriptions.subscriptions.services.set_support_contact",
)
R69 = kept(
    "R69",
    statement=_(
        "A partner that also works with a customer changes nothing of another's subscriptions: neither who earns, nor "
        "who answers."
    ),
    source="dossier, multi-partner",
    kept_by="subscriptions.subscriptions.reassignment.move_incentives",
)
