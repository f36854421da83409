"""What a draft holds, read back from its JSON."""

from dataclasses import asdict
from datetime import date
from typing import Any

from customers.adding.account import AccountInfo, account_from
from customers.agreements.services import Attestation
from subscriptions.onboarding.models import CustomerDraft
from subscriptions.ordering.lines import OrderLineRequest


def account_of(draft: CustomerDraft) -> AccountInfo:
    """Return the draft's account info."""
    return account_from({name: value for name, value in draft.account.items() if name != "agreement"})


def agreement_of(draft: CustomerDraft) -> Attestation | None:
    """Return who accepted the customer agreement, or None when the customer will be asked."""
    kept = draft.account["agreement"]
    return Attestation(**{**kept, "agreed_on": date.fromisoformat(kept["agreed_on"])}) if kept else None


def lines_of(draft: CustomerDraft) -> list[OrderLineRequest]:
    """Return what is to be ordered: nothing as long as the customer is still to be asked for its agreement (R40)."""
    return [OrderLineRequest(**line) for line in draft.lines] if draft.account["agreement"] else []


def account_json(account: AccountInfo, agreement: Attestation | None) -> dict[str, Any]:
    """Return the form in which a draft keeps the account step."""
    kept = {**asdict(agreement), "agreed_on": agreement.agreed_on.isoformat()} if agreement else None
    return {**account.as_json(), "agreement": kept}


def lines_json(lines: list[OrderLineRequest]) -> list[dict[str, Any]]:
    """Return the form in which a draft keeps the subscriptions step."""
    return [asdict(line) for line in lines]
