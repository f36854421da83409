"""The mails that reach the recipient of a request: the request in the writer's words, and the reminder."""

from datetime import datetime

from foundation.mail.services import enqueue
from foundation.organisations.actor import Actor
from relationships.partners.people import global_admins, is_of_the_company
from relationships.request_templates.words import day_in
from relationships.requests.links import KIND, REMINDER_KIND, link_of
from relationships.requests.models import PartnershipRequest


def mail_request(*, actor: Actor, now: datetime, request: PartnershipRequest) -> None:
    """Put the request's mail, with its present link, into the outbox."""
    enqueue(
        now=now,
        kind=KIND,
        to_address=request.recipient_address,
        language=request.language,
        subject=request.subject,
        text=request.text,
        link=link_of(request),
        about=request,
        reply_to=_reply_to(actor, request),
        from_name=request.provider.name,
    )


def mail_reminder(*, actor: Actor, now: datetime, request: PartnershipRequest) -> None:
    """Put a reminder of the request, with the same link, into the outbox."""
    sent_at = request.sent_at or request.created_at
    enqueue(
        now=now,
        kind=REMINDER_KIND,
        to_address=request.recipient_address,
        language=request.language,
        context={
            "provider": request.provider.name,
            "company": request.recipient_company,
            "writer": request.created_by.display_name,
            "sent_on": day_in(request.language, sent_at),
            "last_day": day_in(request.language, request.expires_at),
        },
        link=link_of(request),
        about=request,
        reply_to=_reply_to(actor, request),
        from_name=request.provider.name,
    )


def _reply_to(actor: Actor, request: PartnershipRequest) -> str:
    """Return where an answer goes: to who sends it for the provider, else to who has asked, or a Global admin."""
    if actor.user and actor.tenant_id == request.provider_id:
        return actor.user.email
    if is_of_the_company(request.created_by, request.provider_id):
        return request.created_by.email
    return next((each.email for each in global_admins(request.provider_id) if each.email), "")
