"""Where on this floor a company keeps notes: on its partners and on its requests."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.urls import reverse

from foundation.notes.subjects import NoteSubject, register_subjects
from foundation.organisations.actor import Actor
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership
from relationships.requests.models import PartnershipRequest


def partner(actor: Actor, key: UUID) -> NoteSubject | None:
    """Return the partner with this id, a former one too; raises PermissionDenied for who may not open its page."""
    mine = Partnership.objects.visible_to(actor).filter(Q(provider=key) | Q(reseller=key))
    found = mine.exclude(provider=key, reseller=actor.tenant_id).select_related("reseller").first()
    is_reseller = found is not None
    found = found or mine.select_related("provider").first()
    if found is None or key == actor.tenant_id:
        return None
    if not actor.may("resellers.view" if is_reseller else "providers.view"):
        raise PermissionDenied
    company: Partner = found.reseller if is_reseller else found.provider
    page = reverse("reseller" if is_reseller else "provider", kwargs={"partner_id": company.pk})
    return NoteSubject(company, company.name, page)


def request(actor: Actor, key: UUID) -> NoteSubject | None:
    """Return the request with this id; raises PermissionDenied for who may not open its page."""
    found = PartnershipRequest.objects.visible_to(actor).filter(pk=key).first()
    if found is None:
        return None
    if not actor.may("resellers.view"):
        raise PermissionDenied
    return NoteSubject(found, found.recipient_company, reverse("request", kwargs={"request_id": found.pk}))


def register() -> None:
    """Make both known."""
    register_subjects("partner", partner)
    register_subjects("request", request)
