"""The *Team* page: inviting, joining, roles and removing (dossier 1.2)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse

from foundation.audit.models import AuditEvent
from foundation.mail.links import make_link
from foundation.mail.models import OutgoingMail
from foundation.organisations.actor import Actor, member
from foundation.organisations.models import Membership
from foundation.rules import Refused
from foundation.users.models import User
from relationships.partners.models import Partner
from relationships.partners.people import global_admins
from relationships.team.invitations import cancel_invitation, invite, send_again
from relationships.team.joining import join, join_anew
from relationships.team.links import KIND, follow, link_of, token_of
from relationships.team.members import remove_member, set_roles
from relationships.team.models import TeamInvitation
from relationships.team.rules import MOST_OPEN
from tests.factories import PASSWORD, UserFactory
from tests.relationships.factories import NOW, actor_of, membership_in, user_of

AsUser = Callable[[User], Client]
ADDRESS = "kim@northlight.example"
NEW = {"first_name": "Kim", "last_name": "Neu", "password": "a-long-enough-secret"}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def invited(actor: Actor, address: str = ADDRESS, roles: tuple[str, ...] = ("sales_agent",)) -> TeamInvitation:
    """Invite somebody."""
    return invite(actor=actor, now=NOW, address=address, roles=roles)


def codes(refused: "pytest.ExceptionInfo[Refused]") -> list[str]:
    """Return the codes of what was refused."""
    return [each.code for each in refused.value.refusals]


def test_nobody_is_a_member_before_saying_yes(provider: Partner) -> None:
    """Otherwise a company could answer in the name of another's people."""
    invitation = invited(actor_of(provider))
    assert not Membership.objects.filter(user__username=ADDRESS).exists()
    mail = OutgoingMail.objects.get(kind=KIND)
    assert (mail.to_address, mail.link_args["version"]) == (ADDRESS, 1)
    assert "{link}" in mail.text
    assert token_of(invitation) not in mail.text + mail.html


def test_a_new_colleague_makes_an_account_and_acts_for_the_company(provider: Partner, client: Client) -> None:
    """The mailed link has verified the address."""
    url = make_link(KIND, link_of(invited(actor_of(provider))).args)
    assert url
    page = client.get(url)
    assert page.status_code == 200
    assert "Sales agent" in page.content.decode()
    assert not User.objects.filter(username=ADDRESS).exists()
    answer = client.post(url, NEW)
    assert answer.status_code == 302
    joined = Membership.objects.select_related("user").get(user__username=ADDRESS)
    assert (joined.tenant_id, joined.roles) == (provider.pk, ["sales_agent"])
    assert joined.user.email_verified_at is None or joined.user.email_verified_at == NOW
    assert client.get(reverse("resellers")).status_code == 200
    assert client.post(url, NEW).status_code == 409


def test_a_weak_password_loses_nothing_typed(provider: Partner, client: Client) -> None:
    """The error stands beside the field."""
    url = reverse("join", kwargs={"token": token_of(invited(actor_of(provider)))})
    answer = client.post(url, {**NEW, "password": "short"})
    assert answer.status_code == 400
    assert 'value="Kim"' in answer.content.decode()
    assert "too short" in answer.content.decode()
    assert not User.objects.filter(username=ADDRESS).exists()


def test_somebody_with_an_account_signs_in_and_joins(provider: Partner, as_user: AsUser, client: Client) -> None:
    """One person, several companies."""
    person = UserFactory.create(username="kim@other.example", email=ADDRESS, email_verified_at=NOW)
    url = reverse("join", kwargs={"token": token_of(invited(actor_of(provider)))})
    stranger = client.get(url).content.decode()
    assert "/accounts/login/?next=%2Fjoin%2F" in stranger
    assert client.post(url, NEW).status_code == 200
    assert Membership.objects.filter(user=person).count() == 0
    browser = as_user(person)
    assert browser.get(url).status_code == 200
    assert Membership.objects.filter(user=person).count() == 0
    assert browser.post(url).status_code == 302
    assert Membership.objects.get(user=person).tenant_id == provider.pk


def test_invitation_for_you_refuses_somebody_elses_account(provider: Partner, as_user: AsUser) -> None:
    """Whoever forwards the mail does not give the place away."""
    url = reverse("join", kwargs={"token": token_of(invited(actor_of(provider)))})
    other = UserFactory.create()
    page = as_user(other).post(url)
    assert page.status_code == 409
    assert ADDRESS in page.content.decode()
    assert other.username in page.content.decode()
    assert not Membership.objects.filter(user=other).exists()


def test_invitation_replaced_kills_the_older_link(provider: Partner, client: Client) -> None:
    """Sent again, only the latest link works, and the waiting mail of the older one is cancelled."""
    actor = actor_of(provider)
    invitation = invited(actor)
    old = token_of(invitation)
    newer = send_again(actor=actor, now=NOW, invitation=invitation)
    answer = client.get(reverse("join", kwargs={"token": old}))
    assert answer.status_code == 409
    assert "sent again" in answer.content.decode()
    assert client.get(reverse("join", kwargs={"token": token_of(newer)})).status_code == 200
    assert (
        list(OutgoingMail.objects.filter(kind=KIND).order_by("created_at", "pk").values_list("state", flat=True)).count(
            OutgoingMail.State.CANCELLED
        )
        == 1
    )


def test_invitation_cancelled_and_used_and_expired_say_so(provider: Partner, client: Client) -> None:
    """Each end has its own words."""
    actor = actor_of(provider)
    gone = cancel_invitation(actor=actor, now=NOW, invitation=invited(actor))
    assert "has cancelled" in client.get(reverse("join", kwargs={"token": token_of(gone)})).content.decode()
    late = invited(actor, "late@northlight.example")
    with time_machine.travel(NOW + timedelta(days=8), tick=False):
        answer = client.get(reverse("join", kwargs={"token": token_of(late)}))
        assert answer.status_code == 409
        assert "has expired" in answer.content.decode()
        renewed = send_again(actor=actor, now=NOW + timedelta(days=8), invitation=late)
        assert client.get(reverse("join", kwargs={"token": token_of(renewed)})).status_code == 200


def test_invitation_cancelled_cannot_be_sent_again(provider: Partner) -> None:
    """What is taken back stays so."""
    actor = actor_of(provider)
    gone = cancel_invitation(actor=actor, now=NOW, invitation=invited(actor))
    with pytest.raises(Refused) as refused:
        send_again(actor=actor, now=NOW, invitation=gone)
    assert codes(refused) == ["invitation-cancelled"]


def test_invitation_expired_makes_room_for_a_new_one(provider: Partner) -> None:
    """The address can be invited anew."""
    actor = actor_of(provider)
    invited(actor)
    later = NOW + timedelta(days=8)
    assert invite(actor=actor, now=later, address=ADDRESS.upper(), roles=["admin_agent"]).address == ADDRESS


def test_invitation_used_is_refused_to_the_service(provider: Partner) -> None:
    """A second account for one invitation is not made."""
    followed = follow(token_of(invited(actor_of(provider))))
    assert followed
    join_anew(now=NOW, followed=followed, **NEW)
    with pytest.raises(Refused) as refused:
        join_anew(now=NOW, followed=followed, **NEW)
    assert codes(refused) == ["invitation-used"]


def test_an_edited_link_and_another_portals_look_the_same(client: Client) -> None:
    """Nothing is told."""
    answers = [client.get(reverse("join", kwargs={"token": token})) for token in ("x", "A" * 48)]
    assert {answer.status_code for answer in answers} == {404}
    assert answers[0].content.split(b"<main")[1] == answers[1].content.split(b"<main")[1]


def test_team_member_already_and_team_invited_already(provider: Partner) -> None:
    """Once is enough."""
    actor = actor_of(provider)
    invited(actor)
    with pytest.raises(Refused) as again:
        invited(actor)
    assert codes(again) == ["team-invited-already"]
    known = user_of(provider, "sales_agent")
    with pytest.raises(Refused) as refused:
        invited(actor, known.username)
    assert codes(refused) == ["team-member-already"]


def test_team_invited_already_names_the_day(provider: Partner) -> None:
    """So that one finds it."""
    actor = actor_of(provider)
    invited(actor)
    with pytest.raises(Refused) as refused:
        invited(actor)
    assert "2026-03-16" in refused.value.refusals[0].text


def test_team_too_many_invited_stops_a_flood(provider: Partner) -> None:
    """A hundred open invitations are enough."""
    actor = actor_of(provider)
    assert actor.user
    TeamInvitation.objects.bulk_create(
        TeamInvitation(
            tenant=provider.tenant,
            address=f"person{number}@northlight.example",
            roles=["sales_agent"],
            invited_by=actor.user,
            invited_at=NOW,
            expires_at=NOW + timedelta(days=1),
        )
        for number in range(MOST_OPEN)
    )
    with pytest.raises(Refused) as refused:
        invited(actor)
    assert codes(refused) == ["team-too-many-invited"]


def test_team_rank_keeps_everybody_below_themselves(provider: Partner) -> None:
    """A User management admin makes no Global admin, and does not touch one."""
    manager, admin = actor_of(provider, "user_admin"), membership_in(provider)
    membership_in(provider)
    for attempt in (
        lambda: invited(manager, roles=("global_admin",)),
        lambda: set_roles(actor=manager, now=NOW, membership=admin, roles=["sales_agent"]),
        lambda: remove_member(actor=manager, now=NOW, membership=admin),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert "team-rank" in codes(refused)
    agent = membership_in(provider, "sales_agent")
    assert set_roles(actor=manager, now=NOW, membership=agent, roles=["admin_agent"]).roles == ["admin_agent"]


def test_team_last_global_admin_stays(provider: Partner) -> None:
    """Whoever tries; a deactivated one does not count."""
    last = membership_in(provider)
    other = membership_in(provider)
    remove_member(actor=member(last), now=NOW, membership=other)
    again = membership_in(provider)
    last.user.is_active = False
    last.user.save()
    with pytest.raises(Refused) as refused:
        set_roles(actor=member(last), now=NOW, membership=again, roles=["sales_agent"])
    assert codes(refused) == ["team-last-global-admin"]


def test_team_oneself_is_left_to_others(provider: Partner) -> None:
    """Nobody climbs, nobody locks the door behind."""
    membership_in(provider)
    own = membership_in(provider)
    with pytest.raises(Refused) as refused:
        remove_member(actor=member(own), now=NOW, membership=own)
    assert codes(refused) == ["team-oneself"]


def test_roles_are_set_told_and_audited_once(provider: Partner) -> None:
    """The same again changes nothing."""
    actor, agent = actor_of(provider), membership_in(provider, "sales_agent")
    for _press in range(2):
        set_roles(actor=actor, now=NOW, membership=agent, roles=["helpdesk_agent"])
    assert Membership.objects.get(pk=agent.pk).roles == ["helpdesk_agent"]
    assert AuditEvent.objects.get(verb="membership.roles_set").data["before"] == ["sales_agent"]
    assert "Helpdesk agent" in OutgoingMail.objects.get(kind="team-roles").text


def test_removed_people_are_out_at_once(provider: Partner, as_user: AsUser) -> None:
    """Their next click gets nothing."""
    actor, agent = actor_of(provider), membership_in(provider, "sales_agent")
    browser = as_user(agent.user)
    assert browser.get(reverse("resellers")).status_code == 200
    remove_member(actor=actor, now=NOW, membership=agent)
    assert browser.get(reverse("resellers")).status_code == 403
    assert Membership.objects.get(pk=agent.pk).ended_at == NOW


def test_the_page_for_admins_for_others_and_for_strangers(
    provider: Partner, stranger: Partner, as_user: AsUser
) -> None:
    """403 for agents, 404 for another company's people."""
    agent = membership_in(provider, "sales_agent")
    admin = as_user(user_of(provider))
    page = admin.get(reverse("team"))
    assert page.status_code == 200
    assert agent.user.username in page.content.decode()
    assert "state-info" not in page.content.decode()
    invited(actor_of(provider))
    assert 'class="state state-info">Waiting until 2026-03-23<' in admin.get(reverse("team")).content.decode()
    assert as_user(agent.user).get(reverse("team")).status_code == 403
    looks = as_user(user_of(provider, "account_admin"))
    own = reverse("team_member", kwargs={"membership_id": agent.pk})
    assert looks.get(own).status_code == 200
    assert "Set roles" not in looks.get(own).content.decode()
    foreign = as_user(user_of(stranger))
    assert foreign.get(own).status_code == 404
    for name in ("team_member_roles", "team_member_remove"):
        assert foreign.post(reverse(name, kwargs={"membership_id": agent.pk})).status_code == 404
        assert looks.post(reverse(name, kwargs={"membership_id": agent.pk})).status_code == 403


def test_forms_say_what_is_wrong_and_keep_what_was_typed(provider: Partner, as_user: AsUser) -> None:
    """No role, a bad address, a role that is not offered."""
    browser = as_user(user_of(provider, "user_admin"))
    answer = browser.post(reverse("team_invite"), {"address": "nobody"})
    assert answer.status_code == 400
    assert "Choose at least one role." in answer.content.decode()
    assert 'value="nobody"' in answer.content.decode()
    above = browser.post(reverse("team_invite"), {"address": ADDRESS, "roles": ["global_admin"]})
    assert above.status_code == 400
    assert not TeamInvitation.objects.exists()
    agent = membership_in(provider, "sales_agent")
    none = browser.post(reverse("team_member_roles", kwargs={"membership_id": agent.pk}), {})
    assert none.status_code == 400


def test_the_roles_page_shows_the_table_of_ones_own_kind(provider: Partner, as_user: AsUser) -> None:
    """What exists for customers only is not in it."""
    page = as_user(user_of(provider)).get(reverse("team_roles")).content.decode()
    assert "Invite and remove colleagues" in page
    assert "User management admin" in page


@pytest.mark.django_db(transaction=True)
def test_one_of_many_who_take_away_the_last_two_global_admins_is_refused(provider: Partner) -> None:
    """Two admins remove each other at once: one stays."""
    first, second = membership_in(provider), membership_in(provider)

    def remove(pair: tuple[Membership, Membership]) -> str:
        try:
            remove_member(actor=member(pair[0]), now=NOW, membership=pair[1])
        except Refused as refused:
            return refused.refusals[0].code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        results = sorted(pool.map(remove, [(first, second), (second, first)]))
    assert results == ["done", "team-last-global-admin"]
    assert len(global_admins(provider.pk)) == 1


@pytest.mark.django_db(transaction=True)
def test_many_who_use_one_link_at_once_become_one_member(provider: Partner) -> None:
    """Twenty presses of Join."""
    person = UserFactory.create(username=ADDRESS, email=ADDRESS, password=PASSWORD)
    token = token_of(invited(actor_of(provider)))

    def press(_number: int) -> str:
        try:
            followed = follow(token)
            assert followed
            join(now=NOW, followed=followed, user=person)
        except Refused as refused:
            return refused.refusals[0].code
        except ValidationError:
            return "invalid"
        finally:
            connection.close()
        return "joined"

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(press, range(20)))
    assert sorted(set(results)) == ["invitation-used", "joined"]
    assert results.count("joined") == 1
    assert Membership.objects.filter(user=person, ended_at=None).count() == 1
