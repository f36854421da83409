"""What people type into the wizard's forms."""

from typing import Any

from customers.adding.account import AccountInfo
from relationships.partners.models import Partner
from subscriptions.catalogue.models import Offer
from tests.customers.factories import account_info

NOBODY = "75b4446c-099f-48c6-9dd7-6305b90f35a0"
"""An id that nothing has."""


def account_typed(*, reseller: Partner | str = "", **changes: Any) -> dict[str, Any]:
    """Return the filled *Account info* form of a customer in Germany whose agreement is attested."""
    account: AccountInfo = account_info()
    return {
        **account.as_json(),
        "tags": "big, north",
        "reseller": reseller if isinstance(reseller, str) else str(reseller.pk),
        "agreement": "attested",
        "agreement_date": "2026-03-01",
        "version": "",
        **changes,
    }


def offer_typed(offer: Offer, quantity: int | str = 10, plan: str = "P1Y:monthly") -> dict[str, str]:
    """Return one ticked offer of the order form."""
    return {f"pick-{offer.pk}": "on", f"quantity-{offer.pk}": str(quantity), f"plan-{offer.pk}": plan}
