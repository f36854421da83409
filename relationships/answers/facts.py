"""What is known when somebody follows the link of a request, loaded for the rules."""

from datetime import datetime

from django.db.models import Q

from foundation.organisations.actor import Actor
from foundation.organisations.models import Tenant
from relationships.agreements.standing import standings_of
from relationships.answers.rules import Acceptance, Link, is_or_wants_to_be_reseller
from relationships.claims.models import RecipientClaim
from relationships.claims.rules import Claiming
from relationships.partners.models import Enrolment
from relationships.partners.people import global_admins, names_of
from relationships.partners.programmes import Programme
from relationships.partnerships.end_customers import is_end_customer
from relationships.requests.facts import day_of, is_recipient
from relationships.requests.links import Followed
from relationships.requests.ties import tie_between


def link_facts(followed: Followed, now: datetime) -> Link:
    """Return what the holder of a link may know."""
    request = followed.request
    return Link(
        provider=request.provider.name,
        company=request.recipient_company,
        state=request.state_at(now).value,
        is_current=followed.is_current,
        day=day_of(request.ended_at(now) or request.expires_at),
    )


def acceptance_facts(followed: Followed, *, actor: Actor, tenant: Tenant, now: datetime, ticked: bool) -> Acceptance:
    """Return what is known when `actor` follows a link for `tenant`, in a constant number of queries."""
    request = followed.request
    standings = standings_of({request.provider_id, tenant.pk})
    own, is_global_admin = standings.get(tenant.pk), actor.may("partnerships.accept")
    needs_an_admin = not is_global_admin or (own is not None and not own.agreement_signed)
    return Acceptance(
        link=link_facts(followed, now),
        tie=tie_between(request.provider, tenant.pk),
        provider=standings[request.provider_id],
        visitor=tenant.name,
        reseller=own,
        is_own=request.provider_id == tenant.pk,
        is_recipient=is_recipient(request, tenant),
        rejected_because=None if own is None or own.is_reseller else _rejected_because(tenant),
        is_end_customer=is_end_customer(request.provider_id, tenant.pk),
        is_global_admin=is_global_admin,
        global_admins=names_of(global_admins(tenant.pk)) if needs_an_admin else "",
        ticked=ticked,
    )


def _rejected_because(tenant: Tenant) -> str | None:
    """Return why the operator has rejected the company as a reseller, or None if that is not so."""
    rejected = Enrolment.objects.filter(
        partner=tenant.pk, programme=Programme.INDIRECT_RESELLER, state=Enrolment.State.REJECTED
    )
    return rejected.values_list("reason", flat=True).first()


def claiming_facts(facts: Acceptance, followed: Followed, tenant: Tenant) -> Claiming:
    """Return what is known when a company that was not asked asks to answer; a claim to an earlier link is moot."""
    request = followed.request
    waiting = Q(link_version=request.link_version, decided_at=None)
    claims = list(RecipientClaim.objects.filter(waiting | Q(company=tenant.pk), request=request))
    own = next((each for each in claims if each.company_id == tenant.pk), None)
    is_moot = own is not None and own.decided_at is None and own.link_version != request.link_version
    return Claiming(
        provider=facts.provider.name,
        visitor=tenant.name,
        is_reseller=is_or_wants_to_be_reseller(facts),
        asked_on=day_of(own.claimed_at) if own and not is_moot else "",
        decided_on=day_of(own.decided_at) if own and own.decided_at else "",
        others=sum(each.company_id != tenant.pk for each in claims),
    )
