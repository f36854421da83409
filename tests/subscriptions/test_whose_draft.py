"""The services know whose draft it is; nobody else's actor gets at it."""

from collections.abc import Callable
from typing import Any

import pytest

from foundation.organisations.actor import Actor, portal
from relationships.partners.models import Partner
from subscriptions.onboarding.contents import account_of, agreement_of
from subscriptions.onboarding.models import CustomerDraft
from subscriptions.onboarding.services import cancel_draft, save_account, save_subscriptions, submit_draft
from tests.customers.factories import NOW, actor_of
from tests.subscriptions.drafts import make_draft


def account(actor: Actor, draft: CustomerDraft) -> Any:
    """Save the account step as it is."""
    return save_account(
        actor=actor,
        now=NOW,
        draft_id=draft.pk,
        version=draft.version,
        account=account_of(draft),
        agreement=agreement_of(draft),
        reseller_id=None,
    )


def subscriptions(actor: Actor, draft: CustomerDraft) -> Any:
    """Save an empty subscriptions step."""
    return save_subscriptions(
        actor=actor, now=NOW, draft_id=draft.pk, version=draft.version, lines=[], reseller_id=None
    )


def submit(actor: Actor, draft: CustomerDraft) -> Any:
    """Submit it."""
    return submit_draft(actor=actor, now=NOW, draft_id=draft.pk)


def cancel(actor: Actor, draft: CustomerDraft) -> Any:
    """Cancel it."""
    return cancel_draft(actor=actor, now=NOW, draft_id=draft.pk)


@pytest.mark.parametrize("act", [account, subscriptions, submit, cancel])
def test_a_draft_is_worked_on_by_its_own_partner_only(
    provider: Partner, other_provider: Partner, act: Callable[[Actor, CustomerDraft], Any]
) -> None:
    """For a stranger, and for somebody without an account, it is not there; afterwards it is as it was."""
    draft = make_draft(provider)
    for stranger in (actor_of(other_provider), portal()):
        with pytest.raises(CustomerDraft.DoesNotExist):
            act(stranger, draft)
    untouched = CustomerDraft.objects.get()
    assert (untouched.version, untouched.submitted_at) == (draft.version, None)
    act(actor_of(provider), draft)
