"""Asking a reseller to sign the partner agreement."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from foundation.audit import services as audit
from foundation.mail.links import absolute
from foundation.mail.services import enqueue
from foundation.notifications.services import notify
from foundation.organisations.actor import Actor
from foundation.rules import enforce
from foundation.users.models import User
from relationships.agreement_status.notices import NUDGED
from relationships.agreement_status.rules import NUDGE_RULES, Nudge
from relationships.agreements.models import PartnerAgreement
from relationships.agreements.rules import is_enrolled_reseller
from relationships.agreements.standing import standing_of
from relationships.partners.models import Partner
from relationships.partners.people import global_admins
from relationships.partners.services import lock_partner
from relationships.partnerships.models import Partnership

PAUSE = timedelta(days=7)
"""Time between two requests of a provider to the same reseller."""


@transaction.atomic
def nudge(*, actor: Actor, now: datetime, partnership: Partnership) -> list[User]:
    """Mail the reseller's Global admins that the agreement waits to be signed, and leave them a notice (R27).

    Return whom it went to. Raises Refused for a reseller that has signed, is no partner any more, is not enrolled,
    cannot be reached or was asked within the last seven days.
    """
    reseller = lock_partner(Partner(pk=partnership.reseller_id))
    partnership = _lock(partnership)
    people = [each for each in global_admins(reseller.pk) if each.email]
    signed = PartnerAgreement.objects.filter(partner=reseller, region=reseller.region).first()
    signed_at = signed.signed_at if signed else None
    enforce(NUDGE_RULES, facts_of(partnership, signed_at, now=now, is_reachable=bool(people)))
    enforce((is_enrolled_reseller,), standing_of(reseller.pk))
    partnership.nudged_at = now
    partnership.save(update_fields=["nudged_at"])
    audit.record(actor=actor, now=now, verb="partnership.nudged", subject=partnership, reseller=str(reseller.pk))
    _tell(actor, now, partnership, people)
    return people


def facts_of(
    partnership: Partnership, signed_at: datetime | None, *, now: datetime, is_reachable: bool = True
) -> Nudge:
    """Return what is known of this partnership's reseller being asked. Lists take it for reachable, asking nobody."""
    asked = partnership.nudged_at
    is_recent = asked is not None and now < asked + PAUSE
    return Nudge(
        reseller=partnership.reseller.name,
        ended_on=_day(partnership.ended_at),
        signed_on=_day(signed_at),
        asked_on=_day(asked) if is_recent else "",
        again_on=_day(asked + PAUSE) if asked and is_recent else "",
        is_reachable=is_reachable,
    )


def _lock(partnership: Partnership) -> Partnership:
    locked = Partnership.objects.select_for_update(of=("self",), no_key=True).select_related("provider", "reseller")
    return locked.get(pk=partnership.pk)


def _tell(actor: Actor, now: datetime, partnership: Partnership, people: list[User]) -> None:
    """Write to each Global admin, in English as the agreement is (R22), and leave the notice."""
    provider, path = partnership.provider, reverse("agreement")
    for person in people:
        enqueue(
            now=now,
            kind="agreement-nudge",
            to_address=person.email,
            context={"user": person, "partnership": partnership, "url": absolute(path)},
            about=partnership,
            reply_to=actor.user.email if actor.user else "",
            from_name=provider.name,
        )
    notify(
        now=now,
        tenant=partnership.reseller.tenant,
        permission="agreement.sign",
        kind=NUDGED,
        params={"provider": provider.name},
        url=path,
    )


def _day(moment: datetime | None) -> str:
    return localdate(moment).isoformat() if moment else ""
