"""What both sides are told of the end of a partnership: notices inside the portal, and mails to the Global admins."""

from collections.abc import Mapping
from datetime import UTC, datetime

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from foundation.mail.links import absolute
from foundation.mail.services import enqueue
from foundation.notifications.kinds import register_notice
from foundation.notifications.services import notify
from foundation.ui.times import moment_text
from relationships.endings.models import PartnershipEnding
from relationships.partners.models import Partner
from relationships.partners.people import global_admins

PLANNED, TAKEN_BACK, ENDED = "partnership.end_planned", "partnership.end_taken_back", "partnership.ended"
REASSIGNED, TAKEN_OVER = "partnership.reassigned", "partnership.taken_over"


def register() -> None:
    """Declare the words of the notices."""
    register_notice(PLANNED, _("The partnership with {other} ends on {day}. {by} has decided it."))
    register_notice(TAKEN_BACK, _("The partnership with {other} goes on: the end planned for {day} was taken back."))
    register_notice(ENDED, _("The partnership with {other} has ended. {by} has decided it."))
    register_notice(REASSIGNED, _("What {other} had from you is handed over as you chose: look what came of it."))
    register_notice(TAKEN_OVER, _("{provider} has handed over to you what another reseller had: {what}."))


def tell_planned(*, now: datetime, ending: PartnershipEnding) -> None:
    """Tell both sides that the partnership will end, when and why."""
    _tell(now, ending, PLANNED, "partnership-end-planned")


def tell_taken_back(*, now: datetime, ending: PartnershipEnding) -> None:
    """Tell both sides that it goes on."""
    _tell(now, ending, TAKEN_BACK, "partnership-end-taken-back")


def tell_ended(*, now: datetime, ending: PartnershipEnding) -> None:
    """Tell both sides that it is over, what goes on and what no longer does."""
    _tell(now, ending, ENDED, "partnership-ended")


def tell_reassigned(*, now: datetime, ending: PartnershipEnding, taken: Mapping[Partner, str]) -> None:
    """Tell the provider's people that it is done, and each successor what it has `taken` over."""
    partnership = ending.partnership
    notify(
        now=now,
        tenant=partnership.provider.tenant,
        permission="resellers.view",
        kind=REASSIGNED,
        params={"other": partnership.reseller.name},
        url=reverse("reseller", args=[partnership.reseller_id]),
    )
    for successor, what in taken.items():
        notify(
            now=now,
            tenant=successor.tenant,
            permission="providers.view",
            kind=TAKEN_OVER,
            params={"provider": partnership.provider.name, "what": what},
            url=reverse("provider", args=[partnership.provider_id]),
        )


def decider_of(ending: PartnershipEnding) -> str:
    """Return the name of the company that has decided it."""
    return ending.decided_by_tenant.name if ending.decided_by_tenant else str(_("The operator of this portal"))


def _tell(now: datetime, ending: PartnershipEnding, kind: str, mail: str) -> None:
    """Tell the people of either side who see partnerships, and mail its Global admins."""
    partnership = ending.partnership
    provider, reseller = partnership.provider, partnership.reseller
    told = {"by": decider_of(ending), "day": localdate(ending.takes_effect_at).isoformat()}
    for own, other, permission, path in (
        (provider, reseller, "resellers.view", reverse("reseller", args=[reseller.pk])),
        (reseller, provider, "providers.view", reverse("provider", args=[provider.pk])),
    ):
        params = {"other": other.name, **told}
        notify(now=now, tenant=own.tenant, permission=permission, kind=kind, params=params, url=path)
        _mail(now, ending, mail, own, {**params, "url": absolute(path)})


def _mail(now: datetime, ending: PartnershipEnding, kind: str, own: Partner, words: Mapping[str, str]) -> None:
    context = {
        **words,
        "moment": f"{moment_text(ending.takes_effect_at.astimezone(UTC))} UTC",
        "reason": ending.reason,
        "is_provider": own.pk == ending.partnership.provider_id,
    }
    for person in global_admins(own.pk):
        if person.email:
            enqueue(
                now=now,
                kind=kind,
                to_address=person.email,
                context={"person": person, **context},
                about=ending.partnership,
            )
