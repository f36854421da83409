"""The *Team* page against floods, forwarded links, second invitations and people who have left meanwhile."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from foundation.mail.models import OutgoingMail
from foundation.organisations.actor import Actor
from foundation.organisations.models import Membership
from foundation.rules import Refused
from foundation.users.models import User
from relationships.partners.models import Partner
from relationships.team.invitations import cancel_invitation, invite, send_again
from relationships.team.joining import join
from relationships.team.links import KIND, follow, token_of
from relationships.team.members import remove_member, set_roles
from relationships.team.models import TeamInvitation
from relationships.team.rules import MOST_MAILS, MOST_OPEN
from tests.factories import UserFactory
from tests.relationships.factories import NOW, actor_of, membership_in

AsUser = Callable[[User], Client]
ADDRESS = "kim@northlight.example"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def invited(actor: Actor, address: str = ADDRESS) -> TeamInvitation:
    """Invite somebody as a sales agent."""
    return invite(actor=actor, now=NOW, address=address, roles=["sales_agent"])


def codes(refused: "pytest.ExceptionInfo[Refused]") -> list[str]:
    """Return the codes of what was refused."""
    return [each.code for each in refused.value.refusals]


def url_of(invitation: TeamInvitation) -> str:
    """Return the address in the mail."""
    return reverse("join", kwargs={"token": token_of(invitation)})


def all_mails_have_left() -> None:
    """Let the worker have sent everything, so that nothing can be cancelled."""
    OutgoingMail.objects.filter(state=OutgoingMail.State.QUEUED).update(
        state=OutgoingMail.State.SENT, sent_at=NOW, next_attempt_at=None
    )


def test_team_mailed_often_stops_a_flood_of_one_person(provider: Partner) -> None:
    """Neither sending again nor cancelling and inviting anew gets round it; after a week it is free again."""
    actor = actor_of(provider)
    invitation = invited(actor)
    for _press in range(MOST_MAILS - 1):
        all_mails_have_left()
        send_again(actor=actor, now=NOW, invitation=invitation)
    all_mails_have_left()
    with pytest.raises(Refused) as again:
        send_again(actor=actor, now=NOW, invitation=invitation)
    assert codes(again) == ["team-mailed-often"]
    cancel_invitation(actor=actor, now=NOW, invitation=invitation)
    with pytest.raises(Refused) as anew:
        invited(actor)
    assert codes(anew) == ["team-mailed-often"]
    assert OutgoingMail.objects.filter(kind=KIND).count() == MOST_MAILS
    later = NOW + timedelta(days=7, seconds=1)
    with time_machine.travel(later, tick=False):
        assert invite(actor=actor, now=later, address=ADDRESS, roles=["sales_agent"])


def test_team_mailed_often_counts_one_company_and_what_has_left(provider: Partner, stranger: Partner) -> None:
    """Another company's mails are its own business; a mail that was cancelled reached nobody."""
    actor = actor_of(provider)
    for _press in range(MOST_MAILS + 2):
        cancel_invitation(actor=actor, now=NOW, invitation=invited(actor))
    assert OutgoingMail.objects.filter(kind=KIND, state=OutgoingMail.State.CANCELLED).count() == MOST_MAILS + 2
    assert invited(actor)
    assert invited(actor_of(stranger))


def test_team_too_many_invited_counts_what_was_cancelled_today(provider: Partner) -> None:
    """Inviting and cancelling in turn is no way to write to everybody."""
    actor = actor_of(provider)
    assert actor.user
    TeamInvitation.objects.bulk_create(
        TeamInvitation(
            tenant=provider.tenant,
            address=f"person{number}@else.example",
            roles=["sales_agent"],
            invited_by=actor.user,
            invited_at=NOW,
            cancelled_at=NOW,
            expires_at=NOW + timedelta(days=7),
        )
        for number in range(MOST_OPEN)
    )
    with pytest.raises(Refused) as refused:
        invited(actor)
    assert codes(refused) == ["team-too-many-invited"]
    tomorrow = NOW + timedelta(days=1)
    assert invite(actor=actor, now=tomorrow, address=ADDRESS, roles=["sales_agent"])


def test_invitation_member_already_is_said_to_who_was_invited_at_two_addresses(
    provider: Partner, as_user: AsUser
) -> None:
    """One membership each: the second link says so instead of failing."""
    actor = actor_of(provider)
    person = UserFactory.create(username="kim@other.example", email=ADDRESS, email_verified_at=NOW)
    first, second = invited(actor), invited(actor, "kim@other.example")
    browser = as_user(person)
    assert browser.post(url_of(first)).status_code == 302
    answer = browser.post(url_of(second))
    assert answer.status_code == 409
    assert "You belong to" in answer.content.decode()
    assert Membership.objects.filter(user=person).count() == 1
    assert TeamInvitation.objects.get(pk=second.pk).accepted_at is None


def test_invitation_for_you_is_not_got_by_writing_somebody_elses_address_into_ones_profile(
    provider: Partner, as_user: AsUser
) -> None:
    """The invited person has an account; a forwarded link verifies nothing for another one."""
    UserFactory.create(username=ADDRESS)
    thief = UserFactory.create(email=ADDRESS)
    url = url_of(invited(actor_of(provider)))
    answer = as_user(thief).post(url)
    assert answer.status_code == 409
    assert thief.username in answer.content.decode()
    thief.refresh_from_db()
    assert thief.email_verified_at is None
    assert not Membership.objects.filter(user=thief).exists()


def test_a_new_contact_address_that_nobody_else_has_is_verified_by_the_link(provider: Partner) -> None:
    """The mail has arrived there."""
    person = UserFactory.create(username="kim@old.example", email=ADDRESS)
    followed = follow(token_of(invited(actor_of(provider))))
    assert followed
    join(now=NOW, followed=followed, user=person)
    person.refresh_from_db()
    assert person.email_verified_at == NOW


@pytest.mark.parametrize("roles", [["admin_agent"], ["sales_agent"]])
def test_team_left_nobody_who_was_removed_meanwhile_gets_roles(provider: Partner, roles: list[str]) -> None:
    """A colleague was quicker; nobody is told of roles they do not have."""
    actor, agent = actor_of(provider), membership_in(provider, "sales_agent")
    remove_member(actor=actor, now=NOW, membership=Membership.objects.get(pk=agent.pk))
    with pytest.raises(Refused) as refused:
        set_roles(actor=actor, now=NOW, membership=agent, roles=roles)
    assert codes(refused) == ["team-left"]
    assert Membership.objects.get(pk=agent.pk).roles == ["sales_agent"]
    assert not OutgoingMail.objects.filter(kind="team-roles").exists()
