"""The *Review* step: what is about to be created."""

from dataclasses import dataclass
from datetime import datetime

from customers.accounts.models import Customer
from customers.adding.account import AccountInfo
from customers.agreements.services import Attestation
from customers.directory.lists import is_provider
from customers.naming.company_names import company_name_problems
from foundation.organisations.actor import Actor
from foundation.places.names import country_name
from foundation.rules import Refusal
from subscriptions.onboarding.contents import account_of, agreement_of, lines_of
from subscriptions.onboarding.models import CustomerDraft
from subscriptions.onboarding.subscriptions_step import buyer_in
from subscriptions.ordering.decision import channel_warnings, decide
from subscriptions.ordering.lines import Quote, ShownLine, priced, quote, shown


@dataclass(frozen=True)
class Review:
    """Everything the page shows. Warnings do not stand in the way, `refusals` do; without lines there is no order.

    `in_two_tiers` says whether there are resellers in the seller's business.
    """

    account: AccountInfo
    country: str
    qualification: str
    in_two_tiers: bool
    warnings: tuple[Refusal, ...]
    agreement: Attestation | None
    name_warning: str | None
    order: Quote | None
    lines: list[ShownLine]
    is_sample: bool
    refusals: tuple[Refusal, ...]


def review_of(actor: Actor, draft: CustomerDraft, now: datetime) -> Review:
    """Return what a draft would become. The account's own rules are asked again on Submit, under lock."""
    account, lines = account_of(draft), lines_of(draft)
    order: Quote | None = None
    is_sample = False
    against: tuple[Refusal, ...] = ()
    if lines:
        decision = decide(
            seller_id=draft.partner_id,
            buyer=buyer_in(draft),
            lines=lines,
            reseller_id=draft.incentive_reseller_id,
            now=now,
        )
        against = (*decision.closed, *decision.refusals)
        order, is_sample = quote(decision.book, priced(decision.book, lines)), decision.book.is_sample
    return Review(
        account=account,
        country=country_name(account.country),
        qualification=str(Customer.Qualification(account.qualification).label),
        in_two_tiers=is_provider(actor),
        warnings=tuple(channel_warnings(actor, names_reseller=draft.reseller_id is not None)),
        agreement=agreement_of(draft),
        name_warning=company_name_problems(account.company_name)[1],
        order=order,
        lines=shown(order) if order else [],
        is_sample=is_sample,
        refusals=against,
    )
