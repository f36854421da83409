"""The *Review* step: what is about to be created."""

from dataclasses import dataclass
from datetime import datetime

from customers.adding.account import AccountInfo
from customers.agreements.services import Attestation
from customers.naming.company_names import company_name_problems
from foundation.places.names import country_name
from foundation.rules import Refusal
from subscriptions.onboarding.contents import account_of, agreement_of, lines_of
from subscriptions.onboarding.models import CustomerDraft
from subscriptions.onboarding.subscriptions_step import buyer_in
from subscriptions.ordering.decision import decide
from subscriptions.ordering.lines import Quote, priced, quote


@dataclass(frozen=True)
class Review:
    """Everything the page shows. `name_warning` does not stand in the way, `refusals` do; no lines: no order."""

    account: AccountInfo
    country: str
    agreement: Attestation | None
    name_warning: str | None
    order: Quote | None
    is_sample: bool
    refusals: tuple[Refusal, ...]


def review_of(draft: CustomerDraft, now: datetime) -> Review:
    """Return what a draft would become. The account's own rules are asked again on Submit, under lock."""
    account, lines = account_of(draft), lines_of(draft)
    order, is_sample, against = None, False, ()
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
        agreement=agreement_of(draft),
        name_warning=company_name_problems(account.company_name)[1],
        order=order,
        is_sample=is_sample,
        refusals=against,
    )
