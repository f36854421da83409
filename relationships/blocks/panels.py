"""The part of a provider's page that blocks its further requests."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.organisations.actor import Actor
from foundation.ui.actions import Action, Confirm
from foundation.ui.slots import Panel
from relationships.blocks.models import RequestBlock
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership


@dataclass(frozen=True)
class Blocking:
    """Whether a provider's requests are taken, and what changes that."""

    provider: Partner
    block: RequestBlock | None
    action: Action


def panel_for(actor: Actor, partnership: Partnership) -> list[Panel]:
    """Return the panel, for who may block."""
    if not actor.may("requests.block"):
        return []
    provider = partnership.provider
    block = RequestBlock.objects.visible_to(actor).in_force().filter(provider=provider).first()
    return [Panel("relationships/blocks/panel.html", Blocking(provider, block, _action(provider, block)))]


def _action(provider: Partner, block: RequestBlock | None) -> Action:
    where = {"partner_id": provider.pk}
    if block:
        return Action(_("Take requests again"), reverse("provider_unblock", kwargs=where), "undo", post=True)
    question = Confirm(
        _("The portal refuses further partnership requests from this provider. Your partnership stays as it is."),
        title=_("Block further requests?"),
        yes=_("Block further requests"),
        danger=True,
    )
    return Action(
        _("Block further requests"), reverse("provider_block", kwargs=where), "lock", post=True, confirm=question
    )
