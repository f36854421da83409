"""The link of an invitation: derived from its id and link version with a key, stored nowhere."""

from dataclasses import dataclass

from django.urls import reverse

from foundation import clock
from foundation.mail.links import Args, Link, absolute, register_link
from foundation.mail.tokens import read_token, token_for
from relationships.team.models import TeamInvitation

KIND = "team-invitation"
"""The outbox's name for this kind of link, and what keeps its keys apart from those of other kinds."""


@dataclass(frozen=True)
class Followed:
    """Where a genuine link leads; `is_current` is false when a newer link has replaced it."""

    invitation: TeamInvitation
    is_current: bool


def register() -> None:
    """Make the link known to the outbox."""
    register_link(KIND, make_link)


def link_of(invitation: TeamInvitation) -> Link:
    """Return how the outbox is to make the present link: an id and a version, no secret."""
    return Link(KIND, {"invitation": str(invitation.pk), "version": invitation.link_version})


def make_link(args: Args) -> str | None:
    """Return the whole URL, or None when the invitation is no longer open or a newer link has replaced this one."""
    found = TeamInvitation.objects.select_related("tenant").filter(pk=str(args["invitation"])).first()
    if found is None or found.link_version != args["version"] or found.state_at(clock.now()) != "open":
        return None
    return absolute(reverse("join", kwargs={"token": token_of(found)}))


def token_of(invitation: TeamInvitation) -> str:
    """Return the token of the present link."""
    return token_for(KIND, invitation.pk, invitation.link_version)


def follow(token: str) -> Followed | None:
    """Return where a token leads, or None for every token that this portal has not made."""
    named = read_token(KIND, token)
    found = TeamInvitation.objects.select_related("tenant", "invited_by").filter(pk=named.id).first() if named else None
    return Followed(found, found.link_version == named.version) if found and named else None
