"""What people are told about claims: the provider's people of a new one, who asked of the decision."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.mail.services import enqueue
from foundation.notifications.kinds import register_notice
from foundation.notifications.services import notify
from relationships.claims.models import RecipientClaim
from relationships.partners.people import is_of_the_company
from relationships.requests.links import link_of

CLAIMED, ALLOWED, REFUSED = "request_claim.made", "request_claim.allowed", "request_claim.refused"


def register() -> None:
    """Declare the words of the notices."""
    register_notice(CLAIMED, _("{company} asks you to let it answer your partnership request to {recipient}."))
    register_notice(
        ALLOWED, _("{provider} lets {company} answer its partnership request: follow the link in the mail.")
    )
    register_notice(REFUSED, _("{provider} does not let {company} answer its partnership request."))


def tell_claimed(*, now: datetime, claim: RecipientClaim) -> None:
    """Tell the provider's people that there is something to decide."""
    request = claim.request
    notify(
        now=now,
        tenant=request.provider.tenant,
        permission="partnerships.request",
        kind=CLAIMED,
        params={"company": claim.company.name, "recipient": request.recipient_company},
        url=reverse("request", kwargs={"request_id": request.pk}),
    )


def tell_decided(*, now: datetime, claim: RecipientClaim) -> None:
    """Tell the company's people, and by mail the one who asked. The link is in the mail only: no notice keeps one."""
    provider, company = claim.request.provider, claim.company
    notify(
        now=now,
        tenant=company.tenant,
        permission="partnerships.accept",
        kind=ALLOWED if claim.allowed else REFUSED,
        params={"company": company.name, "provider": provider.name},
        url=reverse("notices"),
    )
    person = claim.claimed_by
    if not person.email or not is_of_the_company(person, company.pk):
        return
    context = {"person": person, "provider": provider.name, "company": company.name}
    if claim.allowed:  # About the request: with its end, or with a newer link, this mail is of no use any more.
        link, about = link_of(claim.request), claim.request
        enqueue(now=now, kind="claim-allowed", to_address=person.email, context=context, link=link, about=about)
    else:
        enqueue(now=now, kind="claim-refused", to_address=person.email, context=context, about=claim)
