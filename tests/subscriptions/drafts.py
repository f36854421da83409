"""Drafts for tests of the wizard."""

from typing import Any

from relationships.partners.models import Partner
from subscriptions.onboarding.models import CustomerDraft
from subscriptions.onboarding.services import save_subscriptions, start_draft
from subscriptions.ordering.lines import OrderLineRequest
from tests.customers.factories import NOW, account_info, actor_of, attestation


def make_draft(
    seller: Partner,
    *lines: OrderLineRequest,
    reseller: Partner | None = None,
    agreed: bool = True,
    **changes: Any,
) -> CustomerDraft:
    """Make a draft whose two steps are done."""
    actor, reseller_id = actor_of(seller), reseller.pk if reseller else None
    draft = start_draft(
        actor=actor,
        now=NOW,
        account=account_info(**changes),
        agreement=attestation() if agreed else None,
        reseller_id=reseller_id,
    )
    if not lines:
        return draft
    return save_subscriptions(
        actor=actor, now=NOW, draft_id=draft.pk, version=draft.version, lines=list(lines), reseller_id=reseller_id
    )
