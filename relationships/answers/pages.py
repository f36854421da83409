"""The pages behind the link: for a token nobody made, for strangers, to answer, and with what speaks against it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from foundation import clock
from foundation.access import AnyRequest
from foundation.organisations.actor import Actor
from foundation.organisations.models import Tenant
from foundation.places.names import country_name
from foundation.rules import Refusal, refusals
from foundation.ui.actions import Action
from relationships.agreements.forms import SignForm
from relationships.agreements.texts import CURRENT
from relationships.answers.facts import acceptance_facts, claiming_facts, link_facts
from relationships.answers.forms import AcceptForm, DeclineForm
from relationships.answers.rules import (
    LINK_RULES,
    Acceptance,
    acceptance_refusals,
    answer_refusals,
    claim_refusals,
    is_for_this_company,
)
from relationships.answers.ways_out import title_of, way_out
from relationships.requests.links import Followed

FORBIDDEN, CONFLICT = 403, 409


@dataclass(frozen=True)
class Visit:
    """A member of a company who has followed a genuine link, with what is known then (the tick aside)."""

    actor: Actor
    tenant: Tenant
    followed: Followed
    token: str
    facts: Acceptance

    @property
    def against(self) -> list[Refusal]:
        """Why the request cannot be accepted."""
        return acceptance_refusals(self.facts)

    @property
    def may_decline(self) -> bool:
        """Whether it can at least be declined."""
        return not answer_refusals(self.facts)


def visit_of(actor: Actor, tenant: Tenant, followed: Followed, token: str) -> Visit:
    """Return what is known of this visit."""
    facts = acceptance_facts(followed, actor=actor, tenant=tenant, now=clock.now(), ticked=True)
    return Visit(actor, tenant, followed, token, facts)


def unknown_page(request: HttpRequest) -> HttpResponse:
    """Answer to a token that this portal has not made: it tells nothing but how that may have come about."""
    return render(request, "relationships/link/unknown.html", {"title": _("This link does not work")}, status=404)


def stranger_page(request: AnyRequest, followed: Followed, token: str) -> HttpResponse:
    """Show who asks and how to go on: sign in or enrol, both leading back here; or that the link is dead."""
    provider = followed.request.provider
    against = refusals(LINK_RULES, link_facts(followed, clock.now()))
    context = {"provider": provider, "here": request.get_full_path(), "token": token, "against": against}
    if against:
        context["title"] = title_of({each.code for each in against})
        return render(request, "relationships/link/refused.html", context, status=CONFLICT)
    context["title"] = _("{provider} asks for a partnership").format(provider=provider.name)
    status = FORBIDDEN if request.user.is_authenticated else 200
    return render(request, "relationships/link/stranger.html", context, status=status)


def answer_page(
    request: HttpRequest,
    visit: Visit,
    *,
    accept_form: AcceptForm | None = None,
    decline_form: DeclineForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show who asks, what it means, the agreement to sign first, and the two answers."""
    asked = visit.followed.request
    context = {
        **_common(visit, decline_form),
        "asked": asked,
        "country": country_name(asked.provider.tenant.country_id),
        "accept_form": accept_form or AcceptForm(),
        "form": accept_form or decline_form,
        "standing": visit.facts.reseller,
        "global_admins": visit.facts.global_admins,
        "agreement": CURRENT,
        "sign_form": SignForm(initial={"text_version": CURRENT.version}, auto_id="sign_%s"),
        "today": localdate(clock.now()),
        "title": _("{provider} asks for a partnership").format(provider=asked.provider.name),
    }
    return render(request, "relationships/link/answer.html", context, status=status)


def refused_page(
    request: HttpRequest,
    visit: Visit,
    against: Sequence[Refusal],
    *,
    decline_form: DeclineForm | None = None,
    status: int | None = None,
) -> HttpResponse:
    """Say why the request cannot be accepted and what to do: 403 for the lack of a right, 409 for everything else."""
    codes = {each.code for each in against}
    claim = _claim_action(visit) if is_for_this_company.code in codes else None
    claim_codes = {each.code for each in claim.refusals} if claim else set()
    asked = visit.followed.request
    context = {
        **_common(visit, decline_form),
        "against": against,
        "tone": "info" if codes == {"R16-partners"} else "danger",
        "asker": asked.created_by if visit.facts.is_recipient else None,
        "way_out": way_out(visit.actor, asked, visit.token, codes | claim_codes),
        "claim": claim,
        "form": decline_form,
        "is_seen": claim is None,
        "is_dead": codes <= {each.code for each in LINK_RULES},
        "title": title_of(codes),
    }
    usual = FORBIDDEN if codes == {"R12"} else CONFLICT
    return render(request, "relationships/link/refused.html", context, status=status or usual)


def _common(visit: Visit, decline_form: DeclineForm | None) -> dict[str, object]:
    """Return what both pages of a member show: who asks, declining, and the visitor's other organisations."""
    may_block = visit.actor.may("requests.block")
    offered = DeclineForm(may_block=may_block, auto_id="decline_%s") if visit.may_decline else None
    return {
        "provider": visit.followed.request.provider,
        "token": visit.token,
        "here": reverse("request_link", kwargs={"token": visit.token}),
        "decline_form": decline_form or offered,
        "others": [each.tenant for each in visit.actor.memberships if each.tenant_id != visit.tenant.pk],
    }


def _claim_action(visit: Visit) -> Action:
    """Return how somebody of another company asks to answer, or why not."""
    against = claim_refusals(visit.facts, claiming_facts(visit.facts, visit.followed, visit.tenant))
    words = _("Ask {provider} to let {company} answer")
    label = words.format(provider=visit.facts.provider.name, company=visit.tenant.name)
    return Action(
        label, reverse("request_claim", kwargs={"token": visit.token}), "question", post=True, refusals=against
    )
