"""Notices: to those who may act on them, in the tenant they are about, read by their reader only."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils.translation import gettext_lazy as _
from pytest_django import DjangoAssertNumQueries

from foundation.frame.context import unread_notices
from foundation.notifications import kinds
from foundation.notifications.models import Notification
from foundation.notifications.services import mark_read, notify
from foundation.notifications.views import PAGE
from foundation.organisations.actor import Actor, member
from foundation.organisations.models import Membership, Tenant
from foundation.organisations.roles import PERMISSIONS, ROLES, permit, register_roles
from tests.factories import MembershipFactory, TenantFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 10, 42, tzinfo=UTC)


@pytest.fixture(autouse=True)
def words() -> Iterator[None]:
    """A kind of notice, and a permission that only one made-up role has; role and permission go with the test."""
    if not kinds.is_registered("test-accepted"):
        kinds.register_notice("test-accepted", _("{name} has accepted."))
    register_roles({"test-clerk": "Clerk", "test-guest": "Guest"})
    permit("test.decide", roles=["test-clerk"])
    permit("test.decide-elsewhere", roles=["test-clerk"], kinds=["no-such-kind"])
    yield
    for key in ("test-clerk", "test-guest"):
        del ROLES[key]
    for key in ("test.decide", "test.decide-elsewhere"):
        del PERMISSIONS[key]


def clerk(tenant: Tenant, *roles: str) -> Membership:
    """Make a member of the tenant."""
    membership: Membership = MembershipFactory.create(tenant=tenant, roles=list(roles or ("test-clerk",)))
    return membership


def tell(tenant: Tenant, **given: object) -> list[Notification]:
    """Leave a notice."""
    words = {
        "now": NOW,
        "permission": "test.decide",
        "kind": "test-accepted",
        "params": {"name": "Ann"},
        "url": "/inbox/",
    }
    return notify(tenant=tenant, **{**words, **given})  # type: ignore[arg-type]


def test_those_who_may_act_on_it_are_told_and_nobody_else() -> None:
    """By role, in this tenant, with an open membership and an active account."""
    tenant = TenantFactory.create()
    told, also = clerk(tenant), clerk(tenant, "test-guest", "test-clerk")
    clerk(tenant, "test-guest")
    clerk(TenantFactory.create())
    MembershipFactory.create(tenant=tenant, roles=["test-clerk"], ended_at=NOW)
    MembershipFactory.create(tenant=tenant, roles=["test-clerk"], user=UserFactory.create(is_active=False))
    tell(tenant)
    assert set(Notification.objects.values_list("user", flat=True)) == {told.user_id, also.user_id}
    assert Notification.objects.filter(user=told.user).get().text == "Ann has accepted."


def test_nobody_is_told_where_the_kind_of_account_has_no_such_thing() -> None:
    """A permission is for kinds of accounts."""
    tenant = TenantFactory.create()
    clerk(tenant)
    assert tell(tenant, permission="test.decide-elsewhere") == []


def test_telling_many_takes_as_many_queries_as_telling_one(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """One to find them, one to write."""
    tenant = TenantFactory.create()
    for _each in range(12):
        clerk(tenant)
    with django_assert_num_queries(2):
        assert len(tell(tenant)) == 12


@pytest.mark.parametrize("wrong", [{"kind": "unheard-of"}, {"params": {}}, {"permission": "un.known"}])
def test_a_notice_that_could_not_be_put_into_words_is_not_left(wrong: dict[str, object]) -> None:
    """It fails where it is written, not where it is read."""
    with pytest.raises(KeyError):
        tell(TenantFactory.create(), **wrong)


def actor_of(membership: Membership) -> Actor:
    """Return the member as an actor."""
    return member(membership)


def test_reading_is_ones_own_and_in_one_tenant() -> None:
    """Nobody marks another's notices, nor those of another organisation of one's own."""
    tenant, other = TenantFactory.create(), TenantFactory.create()
    mine, colleague = clerk(tenant), clerk(tenant)
    elsewhere: Membership = MembershipFactory.create(user=mine.user, tenant=other, roles=["test-clerk"])
    for each in (tenant, tenant, other):
        tell(each)
    assert unread_notices(actor_of(mine)) == 2
    assert mark_read(actor=actor_of(mine), now=NOW) == 2
    assert [unread_notices(actor_of(each)) for each in (mine, colleague, elsewhere)] == [0, 2, 1]
    later = NOW + timedelta(hours=1)
    assert mark_read(actor=actor_of(mine), now=later) == 0
    assert not Notification.objects.filter(read_at=later).exists()


def test_the_page_shows_ones_own_with_the_newest_first(client: Client) -> None:
    """And lets one mark all of them read."""
    me = clerk(TenantFactory.create())
    tell(me.tenant, params={"name": "Earlier"})
    tell(me.tenant, params={"name": "Later"}, now=NOW + timedelta(hours=1))
    other = clerk(TenantFactory.create())
    tell(other.tenant, params={"name": "Stranger"})
    client.force_login(me.user)
    page = client.get("/notices/").content.decode()
    assert page.index("Later has accepted.") < page.index("Earlier has accepted.")
    assert "Stranger" not in page
    assert client.get("/notices/read/").status_code == 405
    assert client.post("/notices/read/").status_code == 302
    assert unread_notices(actor_of(me)) == 0
    assert unread_notices(actor_of(other)) == 1


def test_a_long_list_comes_in_pages(client: Client) -> None:
    """Every notice once."""
    me = clerk(TenantFactory.create())
    for n in range(PAGE + 3):
        tell(me.tenant, params={"name": f"Number {n:03}"}, now=NOW + timedelta(minutes=n // 2))
    client.force_login(me.user)
    first = client.get("/notices/")
    second = client.get("/notices/", {"after": first.context["page"].after})
    rows = [*first.context["page"].rows, *second.context["page"].rows]
    assert [row.text for row in rows] == [f"Number {n:03} has accepted." for n in reversed(range(PAGE + 3))]
    assert client.get("/notices/", {"after": "rubbish"}).context["page"].rows == first.context["page"].rows


def test_opening_a_notice_marks_it_read_and_goes_where_it_leads(client: Client) -> None:
    """GET changes nothing; a stranger's notice is not there."""
    me = clerk(TenantFactory.create())
    [notice] = tell(me.tenant)
    client.force_login(clerk(TenantFactory.create()).user)
    assert client.post(f"/notices/{notice.pk}/").status_code == 404
    client.force_login(me.user)
    assert client.get(f"/notices/{notice.pk}/").status_code == 405
    response = client.post(f"/notices/{notice.pk}/")
    assert (response.status_code, response["Location"]) == (302, "/inbox/")
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_a_notice_never_leads_out_of_the_portal(client: Client) -> None:
    """Whatever was written into it."""
    me = clerk(TenantFactory.create())
    [notice] = tell(me.tenant, url="https://evil.example/")
    client.force_login(me.user)
    assert client.post(f"/notices/{notice.pk}/")["Location"] == "/notices/"


def test_strangers_are_sent_to_sign_in_and_people_without_an_organisation_are_told(client: Client) -> None:
    """Nobody sees somebody else's."""
    assert client.get("/notices/")["Location"].startswith("/accounts/login/?next=")
    client.force_login(UserFactory.create())
    assert client.get("/notices/").status_code == 403
    assert client.post("/notices/read/").status_code == 403
