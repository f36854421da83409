"""The New customer wizard: a draft that grows, and the one transaction that makes a customer of it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from customers.adding.account import AccountInfo
from customers.adding.services import add_customer
from customers.agreements.services import Attestation
from foundation.organisations.actor import Actor
from foundation.rules import enforce
from foundation.versions import check_version
from relationships.partnerships.services import hold_partnerships
from subscriptions.onboarding.contents import account_json, account_of, agreement_of, lines_json, lines_of
from subscriptions.onboarding.models import CustomerDraft
from subscriptions.onboarding.rules import DRAFT_RULES, DraftFacts
from subscriptions.ordering.lines import OrderLineRequest
from subscriptions.ordering.services import place_order

KEPT_AFTER_EXPIRY = timedelta(days=7)
"""How long an expired draft stays, so that somebody who comes back reads why it is over."""


@dataclass(frozen=True)
class Submitted:
    """A submitted draft. `password` is empty when it had been submitted before: it is shown once (R38)."""

    draft: CustomerDraft
    password: str = field(default="", repr=False)


@transaction.atomic
def start_draft(
    *, actor: Actor, now: datetime, account: AccountInfo, agreement: Attestation | None, reseller_id: UUID | None
) -> CustomerDraft:
    """Keep the first step of a new customer; nothing of the customer exists yet (R51).

    Raises ValueError for an actor without a person or a tenant.
    """
    if actor.user is None or actor.tenant_id is None:
        raise ValueError("A draft belongs to a person of a partner.")
    return CustomerDraft.objects.create(
        partner_id=actor.tenant_id,
        created_by=actor.user,
        reseller_id=reseller_id,
        incentive_reseller_id=reseller_id,
        account=account_json(account, agreement),
        created_at=now,
        expires_at=now + timedelta(days=settings.CUSTOMER_DRAFT_DAYS),
    )


@transaction.atomic
def save_account(
    *,
    actor: Actor,
    now: datetime,
    draft_id: UUID,
    version: int,
    account: AccountInfo,
    agreement: Attestation | None,
    reseller_id: UUID | None,
) -> CustomerDraft:
    """Change the account step. The reseller for incentives follows until the subscriptions step has chosen one.

    Raises Refused for a draft that is submitted or expired, Stale when it is not at `version` any more, and
    CustomerDraft.DoesNotExist for somebody else's.
    """
    draft = _open(actor, draft_id, now)
    check_version(draft, version)
    draft.account = account_json(account, agreement)
    draft.reseller_id = reseller_id
    if not draft.subscriptions_done:
        draft.incentive_reseller_id = reseller_id
    return _saved(draft)


@transaction.atomic
def save_subscriptions(
    *,
    actor: Actor,
    now: datetime,
    draft_id: UUID,
    version: int,
    lines: list[OrderLineRequest],
    reseller_id: UUID | None,
) -> CustomerDraft:
    """Change the subscriptions step: what to order, and who earns the incentives.

    Raises Refused for a draft that is submitted or expired, Stale when it is not at `version` any more, and
    CustomerDraft.DoesNotExist for somebody else's.
    """
    draft = _open(actor, draft_id, now)
    check_version(draft, version)
    draft.lines = lines_json(lines)
    draft.incentive_reseller_id = reseller_id
    draft.subscriptions_done = True
    return _saved(draft)


@transaction.atomic
def cancel_draft(*, actor: Actor, now: datetime, draft_id: UUID) -> None:
    """Drop the whole operation (R51).

    Raises Refused for a draft that has been submitted, CustomerDraft.DoesNotExist for somebody else's.
    """
    draft = _locked(actor, draft_id)
    enforce(DRAFT_RULES[:1], draft_facts(draft, now))
    draft.delete()


@transaction.atomic
def submit_draft(*, actor: Actor, now: datetime, draft_id: UUID) -> Submitted:
    """Make the customer, and its order if there are lines, in one transaction; once, however often it is asked.

    Raises Refused when a rule speaks against it; then nothing has happened and the draft is as it was. Raises
    CustomerDraft.DoesNotExist for somebody else's.
    """
    draft = _locked(actor, draft_id)
    if draft.submitted_at:
        return Submitted(draft)
    enforce(DRAFT_RULES, draft_facts(draft, now))
    hold_partnerships(provider_id=draft.partner_id, reseller_ids=[draft.reseller_id, draft.incentive_reseller_id])
    added = add_customer(
        actor=actor,
        now=now,
        account=account_of(draft),
        reseller_id=draft.reseller_id,
        agreement=agreement_of(draft),
    )
    if lines := lines_of(draft):
        place_order(
            actor=actor,
            now=now,
            customer=added.customer,
            submission=draft.id,
            lines=lines,
            reseller_id=draft.incentive_reseller_id,
        )
    draft.customer, draft.submitted_at = added.customer, now
    return Submitted(_saved(draft), added.password)


@transaction.atomic
def discard_expired_drafts(*, now: datetime) -> int:
    """Delete the drafts that nobody submitted and that expired some time ago; return how many."""
    over = CustomerDraft.objects.filter(submitted_at=None, expires_at__lt=now - KEPT_AFTER_EXPIRY)
    return over.delete()[0]


def draft_facts(draft: CustomerDraft, now: datetime) -> DraftFacts:
    """Return where a draft stands."""
    return DraftFacts(str(draft), submitted=draft.submitted_at is not None, expired=draft.expires_at <= now)


def _locked(actor: Actor, draft_id: UUID) -> CustomerDraft:
    return CustomerDraft.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=draft_id)


def _open(actor: Actor, draft_id: UUID, now: datetime) -> CustomerDraft:
    draft = _locked(actor, draft_id)
    enforce(DRAFT_RULES, draft_facts(draft, now))
    return draft


def _saved(draft: CustomerDraft) -> CustomerDraft:
    draft.version += 1
    draft.save()
    return draft
