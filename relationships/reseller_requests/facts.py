"""What is known of a reseller about to ask a provider, and of a provider about to answer, loaded for the rules."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Lower

from foundation.mail_addresses import is_free_mail
from foundation.organisations.models import Membership, Tenant
from relationships.agreements.standing import standings_of
from relationships.blocks.models import RequestBlock
from relationships.directory.models import ProviderListing
from relationships.partners.models import Partner
from relationships.partnerships.end_customers import is_end_customer
from relationships.requests.facts import day_of
from relationships.requests.models import PartnershipRequest
from relationships.requests.ties import tie_between
from relationships.reseller_requests.models import ResellerRequest
from relationships.reseller_requests.rules import MOST_LATELY, Approach, Reply

PAUSE = timedelta(days=7)
"""Time that a reseller lets pass after a provider has declined."""


def approach_facts(*, reseller: Tenant, provider: Partner, now: datetime, ticked: bool) -> Approach:
    """Return what is known when the partner of this tenant is about to ask `provider`, in a constant number of queries.

    Raises KeyError for a tenant that is no partner.
    """
    standings = standings_of([provider.pk, reseller.pk])
    own = ResellerRequest.objects.filter(reseller=reseller.pk)
    recent = Q(provider=provider, state=ResellerRequest.State.DECLINED, closed_at__gt=now - PAUSE)
    lately = Q(provider=provider, created_at__gt=now - PAUSE)
    rows = list(own.filter(Q(state=ResellerRequest.State.SENT, expires_at__gt=now) | recent | lately))
    open_ones = [each for each in rows if each.is_open_at(now)]
    asked = next((each.created_at for each in open_ones if each.provider_id == provider.pk), None)
    no = [each.closed_at for each in rows if each.state == ResellerRequest.State.DECLINED and each.closed_at]
    declined = max((at for at in no if at > now - PAUSE), default=None)
    made = [each.created_at for each in rows if each.provider_id == provider.pk and each.created_at > now - PAUSE]
    is_listed, blocked_at, invited_at = _between(provider, reseller, now)
    return Approach(
        provider=standings[provider.pk],
        reseller=standings[reseller.pk],
        tie=tie_between(provider, reseller.pk),
        is_listed=is_listed,
        is_end_customer=is_end_customer(provider.pk, reseller.pk),
        asked_on=_day(asked),
        invited_on=_day(invited_at),
        blocked_on=_day(blocked_at),
        declined_on=_day(declined),
        again_on=_day(declined + PAUSE if declined else None),
        free_on=_day(sorted(made)[-MOST_LATELY] + PAUSE if len(made) >= MOST_LATELY else None),
        open_count=len(open_ones),
        ticked=ticked,
    )


def reply_facts(request: ResellerRequest, now: datetime) -> Reply:
    """Return what is known when the provider is about to accept this request."""
    standings = standings_of([request.provider_id, request.reseller_id])
    return Reply(
        provider=standings[request.provider_id],
        reseller=standings[request.reseller_id],
        tie=tie_between(request.provider, request.reseller_id),
        is_end_customer=is_end_customer(request.provider_id, request.reseller_id),
        state=request.state_at(now).value,
    )


def _between(provider: Partner, reseller: Tenant, now: datetime) -> tuple[bool, datetime | None, datetime | None]:
    """Return, in one query, whether the provider is listed, when it was blocked, and when it asked this company.

    The last is when it sent an open request that the company can accept, if there is one.
    """
    people = Membership.objects.filter(
        tenant=reseller, ended_at=None, user__is_active=True, user__email_verified_at__isnull=False
    )
    meant = Q(recipient_address__in=people.values(address=Lower("user__email")))
    if not is_free_mail(f"x@{reseller.primary_domain}"):
        meant |= Q(recipient_address__endswith=f"@{reseller.primary_domain}")
    sent = PartnershipRequest.objects.open_at(now).filter(state=PartnershipRequest.State.SENT)
    invited = sent.filter(Q(recipient_partner=reseller.pk) | Q(meant, recipient_partner=None), provider=OuterRef("pk"))
    blocks = RequestBlock.objects.in_force().filter(reseller=reseller.pk, provider=OuterRef("pk"))
    known = Partner.objects.filter(pk=provider.pk).annotate(
        is_listed=Exists(ProviderListing.objects.found().filter(provider=OuterRef("pk"))),
        blocked_at=Subquery(blocks.values("since")[:1]),
        invited_at=Subquery(invited.order_by("sent_at").values("sent_at")[:1]),
    )
    found: tuple[bool, datetime | None, datetime | None]
    found = known.values_list("is_listed", "blocked_at", "invited_at").get()
    return found


def _day(moment: datetime | None) -> str:
    return day_of(moment) if moment else ""
