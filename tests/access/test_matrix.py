"""Every address × every kind of account and role × own and foreign objects, from the URL list itself."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from foundation.organisations.roles import PERMISSIONS, kinds_of
from foundation.users.models import User
from relationships.requests.links import token_of
from tests.access.addresses import Address, addresses, marked
from tests.access.world import World, a_world

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

OWN: dict[str, Callable[[World], Any]] = {
    "customer_id": lambda world: world.customer.pk,
    "subscription_id": lambda world: world.subscription.pk,
    "draft_id": lambda world: world.draft.pk,
    "request_id": lambda world: world.request.pk,
    "claim_id": lambda world: world.claim.pk,
    "asking_id": lambda world: world.asking.pk,
    "batch_id": lambda world: world.batch.pk,
    "partner_id": lambda world: world.reseller.pk,
    "reseller_id": lambda world: world.reseller.pk,
    "provider_id": lambda world: world.provider.pk,
    "partnership_id": lambda world: world.partnership.pk,
    "membership_id": lambda world: world.colleague.pk,
    "invitation_id": lambda world: world.invitation.pk,
    "notice_id": lambda world: world.notice.pk,
    "language": lambda _world: "pl",
    "about": lambda _world: "partner",
    "about_id": lambda world: world.reseller.pk,
    "note_id": lambda _world: 0,
    "filter_id": lambda _world: 0,
    "mail_id": lambda _world: "no-such-mail",
    "token": lambda world: token_of(world.request),
    "uidb36": lambda _world: "0",
    "key": lambda _world: "no-such-key",
}
"""What stands for each part of an address: an object of the provider's."""

BY_LINK = ("join", "request_link", "request_accept", "request_decline", "request_claim", "request_viewed")
"""Addresses that a link's holder opens, whoever that is; what they may do with it is the rules' business (409)."""

IN_THE_DIRECTORY = ("directory_listing", "provider_ask")
"""Addresses of what every reseller of the region may read, and ask."""

WITHOUT_AN_OBJECT = ("request_template", "request_template_preview", "request_template_reset")
"""Addresses whose parts name nothing that somebody has: a language."""

HAS_NO_STRANGERS = (*BY_LINK, *IN_THE_DIRECTORY, *WITHOUT_AN_OBJECT)

KEPT_WHILE_READING = ('"django_session"', '"cache"', '"last_login"')
"""What signing in and reading may write."""

SEEN_FROM_THE_RESELLER = (
    "provider",
    "provider_access",
    "provider_remove",
    "provider_keep",
    "provider_block",
    "provider_unblock",
    "provider_history",
)
"""Addresses of a reseller's pages: there the partner is the provider."""
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """One world for all addresses: `ask` undoes what it has done."""
    with a_world(django_db_blocker) as made:
        yield made


def path_of(address: Address, world: World) -> str:
    """Return the address with the provider's objects in it. Fails for a part nobody has given an object."""
    parts = {part: OWN[part](world) for part in address.parts}
    if address.name in SEEN_FROM_THE_RESELLER:
        parts["partner_id"] = world.provider.pk
    return reverse(address.name, kwargs=parts)


def ask(user: User | AnonymousUser, path: str, method: str) -> Any:
    """Ask for a path as somebody, and undo what the answer has done."""
    before = transaction.savepoint()
    client = Client()
    if isinstance(user, User):
        client.force_login(user, backend=BACKEND)
    answer = client.generic(method, path)
    transaction.savepoint_rollback(before)
    return answer


def method_of(address: Address, world: World, path: str) -> str:
    """Return POST for an address that only takes posts, else GET."""
    mark = address.access
    allowed = [
        user
        for (account, role), user in world.people.items()
        if mark and account != "stranger" and expected(address, world, account, role) is None
    ]
    return "POST" if allowed and ask(allowed[0], path, "GET").status_code == 405 else "GET"


def expected(address: Address, world: World, account: str, role: str) -> int | None:
    """Return the refusal this person gets before any object is looked at, or None."""
    assert address.access
    wanted = PERMISSIONS[address.access.permission]
    tenant = world.customer.tenant if account == "customer" else getattr(world, account).tenant
    if wanted.kinds and not wanted.kinds & kinds_of(tenant):
        return 404
    return None if role in wanted.roles else 403


@pytest.mark.parametrize("address", marked("member"), ids=lambda address: address.name)
def test_members_get_what_their_account_and_role_permit(address: Address, world: World) -> None:
    """404 where the account has no such page, 403 without the right, 404 for a stranger's objects, else an answer."""
    path = path_of(address, world)
    method = method_of(address, world, path)
    for (account, role), user in world.people.items():
        answer = ask(user, path, method)
        who = f"{account}/{role} {method} {path}: {answer.status_code}"
        refusal = expected(address, world, account, role)
        if refusal:
            assert answer.status_code == refusal, who
        elif address.parts and account.startswith("stranger") and address.name not in HAS_NO_STRANGERS:
            assert answer.status_code == 404, who
        elif account in ("provider", "customer"):
            assert answer.status_code in (200, 302, 303, 400, 409), who
        else:
            assert answer.status_code in (200, 302, 303, 400, 404, 409), who


@pytest.mark.parametrize("address", [*marked("member"), *marked("signed_in")], ids=lambda address: address.name)
def test_a_stranger_to_the_portal_is_sent_to_sign_in_and_back(address: Address, world: World) -> None:
    """The way back is a path of the portal."""
    path = path_of(address, world)
    answer = ask(AnonymousUser(), path, "GET")
    assert answer.status_code in (302, 405), path
    if answer.status_code == 302:
        assert answer["Location"] == f"/accounts/login/?next={quote(path)}"


@pytest.mark.parametrize("address", marked("member"), ids=lambda address: address.name)
def test_nobody_without_a_membership_and_no_operator_gets_in(address: Address, world: World) -> None:
    """An operator works in the admin; outside it there is nothing to see."""
    path = path_of(address, world)
    method = method_of(address, world, path)
    assert {ask(user, path, method).status_code for user in (world.nobody, world.operator)} == {403}


@pytest.mark.parametrize("address", addresses(), ids=lambda address: address.name)
def test_get_writes_nothing(address: Address, world: World) -> None:
    """Only the session, the rate limits and the time of the last sign-in may be written while reading."""
    path = path_of(address, world)
    for account in ("provider", "reseller", "customer"):
        with CaptureQueriesContext(connection) as asked:
            ask(world.people[account, "global_admin"], path, "GET")
        writes = [
            query["sql"]
            for query in asked.captured_queries
            if query["sql"].lstrip().split(" ")[0] in ("INSERT", "UPDATE", "DELETE")
            and not any(kept in query["sql"] for kept in KEPT_WHILE_READING)
        ]
        assert not writes, f"{account} {path}"


@pytest.mark.parametrize("address", marked("public"), ids=lambda address: address.name)
def test_public_pages_answer_anybody(address: Address, world: World) -> None:
    """They never fail, whatever stands in the address."""
    path = path_of(address, world)
    assert ask(AnonymousUser(), path, "GET").status_code in (200, 302, 404, 405, 410)
