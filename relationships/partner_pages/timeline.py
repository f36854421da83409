"""The history of two partners with one another, as either side's page tells it."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.audit.timeline import Event, Subject, register_event, subjects_in, timeline
from foundation.organisations.actor import Actor
from foundation.rules import Text
from relationships.agreements.models import PartnerAgreement
from relationships.delegation.models import DelegatedAdmin
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership
from relationships.requests.models import PartnershipRequest

SHOWN, MOST = 20, 200
"""Events in the panel, and on the page of their own."""

Source = Callable[[Actor, Partnership], QuerySet[Any]]
"""Gives the rows whose events belong to the history of two partners, as far as the actor may see them."""

WORDS: dict[str, Text] = {
    "partnership.opened": _("Partnership began"),
    "partnership.nudged": _("Asked to sign the partner agreement"),
    "partnership.end_planned": _("End of the partnership planned"),
    "partnership.end_taken_back": _("Planned end taken back"),
    "partnership.ended": _("Partnership ended"),
    "delegated_admin.granted": _("Admin access to the reseller's account given"),
    "delegated_admin.revoked": _("Admin access to the reseller's account removed"),
    "partner_agreement.signed": _("Partner agreement signed: {subject}"),
    "partner.suspended": _("Account suspended: {subject}"),
    "partner.reactivated": _("Account reactivated: {subject}"),
}

_sources: list[tuple[Source, Text]] = []


def register_source(source: Source, about: Text = "") -> None:
    """Let a floor or folder add rows to the history; `about` stands before their events."""
    _sources.append((source, about))


def history(actor: Actor, partnership: Partnership, *, limit: int) -> list[Event]:
    """Return what has happened between the two partners, the latest first, in two queries."""
    found = [(source(actor, partnership), about) for source, about in _sources]
    first, *others = [subjects_in(rows) for rows, _about in found]
    subjects: list[Subject] = list(first.union(*others, all=True))
    about = {rows.model._meta.label: text for rows, text in found if text}
    companies = (partnership.provider_id, partnership.reseller_id)
    return timeline(subjects, reader=actor.tenant_id, companies=companies, limit=limit, about=about)


def partnerships(actor: Actor, partnership: Partnership) -> QuerySet[Partnership]:
    """Return the partnerships of the two, earlier ones included."""
    mine = Partnership.objects.visible_to(actor)
    return mine.filter(provider=partnership.provider_id, reseller=partnership.reseller_id)


def admin_access(actor: Actor, partnership: Partnership) -> QuerySet[DelegatedAdmin]:
    """Return what admin access the reseller has given the provider."""
    mine = DelegatedAdmin.objects.visible_to(actor)
    return mine.filter(granting=partnership.reseller_id, holder=partnership.provider_id)


def other_partner(actor: Actor, partnership: Partnership) -> QuerySet[Partner]:
    """Return the other company, whose suspension concerns both."""
    both = (partnership.provider_id, partnership.reseller_id)
    return Partner.objects.visible_to(actor).filter(pk__in=both).exclude(pk=actor.tenant_id)


def agreements(actor: Actor, partnership: Partnership) -> QuerySet[PartnerAgreement]:
    """Return the other company's agreements; that it has signed is told to its partners anyway."""
    both = (partnership.provider_id, partnership.reseller_id)
    return PartnerAgreement.objects.filter(partner__in=both).exclude(partner=actor.tenant_id)


def requests(actor: Actor, partnership: Partnership) -> QuerySet[PartnershipRequest]:
    """Return the provider's requests to the reseller; they are the provider's own."""
    mine = PartnershipRequest.objects.visible_to(actor).filter(provider=partnership.provider_id)
    asked = Q(recipient_partner=partnership.reseller_id) | Q(partnership__reseller=partnership.reseller_id)
    return mine.filter(asked)


def register() -> None:
    """Declare the words and the rows."""
    for verb, text in WORDS.items():
        register_event(verb, text)
    register_event("partnership.reassignment_chosen", _("Successors chosen"), private=True)
    for source in (partnerships, admin_access, other_partner, agreements):
        register_source(source)
    register_source(requests, _("Request"))
