"""What is known when somebody follows the link of a request, loaded for the rules."""

from datetime import datetime

from foundation.organisations.actor import Actor
from foundation.organisations.models import Tenant
from relationships.agreements.standing import standings_of
from relationships.answers.rules import Acceptance, Link
from relationships.partners.models import Enrolment
from relationships.partners.people import global_admins, names_of
from relationships.partners.programmes import Programme
from relationships.requests.facts import day_of, is_recipient, tie_between
from relationships.requests.links import Followed


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
    rejected = Enrolment.objects.filter(
        partner=tenant.pk, programme=Programme.INDIRECT_RESELLER, state=Enrolment.State.REJECTED
    ).first()
    return Acceptance(
        link=link_facts(followed, now),
        tie=tie_between(request.provider, tenant.pk),
        provider=standings[request.provider_id],
        visitor=tenant.name,
        reseller=standings.get(tenant.pk),
        is_own=request.provider_id == tenant.pk,
        is_recipient=is_recipient(request, tenant),
        rejected_because=rejected.reason if rejected else None,
        is_global_admin=actor.may("partnerships.accept"),
        global_admins=names_of(global_admins(tenant.pk)),
        ticked=ticked,
    )
