"""Saved views of a list: saving, opening, renaming and removing them; nobody else's business."""

import dataclasses
import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.audit.models import AuditEvent
from foundation.rules import Refused
from foundation.saved_filters import services
from foundation.saved_filters.models import SavedFilter
from foundation.saved_filters.rules import MOST, Keeping, has_a_name_of_its_own, has_room
from foundation.saved_filters.services import delete_filter, save_filter
from foundation.users.models import User
from relationships.partners.models import Partner
from tests.factories import MembershipFactory
from tests.relationships.factories import NOW, PROVIDER, actor_of, make_partner, make_partnership, user_of

AsUser = Callable[[User], Client]
HERE = "/resellers/?q=contoso&status=can&order=customers&after=xyz&other=1"
KEPT = "q=contoso&status=can&order=customers"


def text(answer: Any) -> str:
    """Return the page."""
    return str(answer.content.decode())


def save(client: Client, name: str = "Mine", here: str = HERE, listed: str = "resellers") -> Any:
    """Save a view as the form does."""
    return client.post(reverse("saved_filter_save"), {"list": listed, "here": here, "name": name})


def opened(client: Client, here: str = HERE, **headers: str) -> Any:
    """Open the page of saved views, or with HTMX's header the menu."""
    return client.get(f"{reverse('saved_filters')}?{urlencode({'list': 'resellers', 'here': here})}", headers=headers)


@pytest.fixture
def user(provider: Partner) -> User:
    """Somebody at the provider."""
    return user_of(provider)


@pytest.fixture
def client(as_user: AsUser, user: User) -> Client:
    """That person's browser."""
    return as_user(user)


@pytest.mark.django_db
def test_a_view_keeps_search_filters_and_order_and_nothing_else(client: Client, user: User) -> None:
    answer = save(client)
    assert answer.status_code == 302
    assert answer["Location"] == f"/resellers/?{KEPT}"
    saved = SavedFilter.objects.get()
    assert (saved.query, saved.name, saved.list_key, saved.user) == (KEPT, "Mine", "resellers", user)


@pytest.mark.django_db
def test_the_menu_opens_over_the_list_and_marks_the_view_in_force(client: Client) -> None:
    save(client)
    save(client, "Everybody", "/resellers/")
    menu = text(opened(client, **{"HX-Request": "true"}))
    assert "<html" not in menu
    assert f'href="/resellers/?{KEPT.replace("&", "&amp;")}" aria-current="true">Mine' in menu
    assert 'href="/resellers/">Everybody' in menu
    page = text(opened(client))
    assert "<html" in page, "without JavaScript it is a page"
    assert 'name="here" value="/resellers/?q=contoso' in page


@pytest.mark.django_db
def test_lists_lead_to_their_views_at_no_cost(client: Client, provider: Partner, reseller: Partner) -> None:
    make_partnership(provider, reseller)
    path = reverse("resellers")
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        page = text(client.get(path, {"status": "can"}))
    assert "/filters/?list=resellers&amp;here=%2Fresellers%2F%3Fstatus%3Dcan" in page
    assert not [each for each in queries if "savedfilter" in each["sql"]]


@pytest.mark.django_db
def test_a_view_is_renamed_and_removed(client: Client) -> None:
    save(client)
    saved = SavedFilter.objects.get()
    answer = client.post(
        reverse("saved_filter_rename", args=[saved.pk]), {"here": HERE, f"view{saved.pk}-name": "Ours"}
    )
    assert answer["Location"] == f"/resellers/?{KEPT}"
    assert SavedFilter.objects.get().name == "Ours"
    client.post(reverse("saved_filter_delete", args=[saved.pk]), {"here": HERE})
    assert not SavedFilter.objects.exists()


@pytest.mark.django_db
def test_saved_view_name_each_name_once_per_list(client: Client) -> None:
    save(client)
    again = save(client)
    assert again.status_code == 409
    assert "already" in text(again)
    assert 'value="Mine"' in text(again), "what was typed stays"
    assert save(client, here="/customers/", listed="customers").status_code == 302, "another list has names of its own"
    save(client, "Second")
    second = SavedFilter.objects.get(name="Second")
    renamed = client.post(
        reverse("saved_filter_rename", args=[second.pk]), {"here": HERE, f"view{second.pk}-name": "Mine"}
    )
    assert renamed.status_code == 409
    assert has_a_name_of_its_own.check(Keeping("Mine", 1, taken=True))
    assert not has_a_name_of_its_own.check(Keeping("Mine", 1, taken=False))


@pytest.mark.django_db
def test_saved_view_limit_twenty_views_of_one_list(client: Client) -> None:
    for number in range(MOST):
        assert save(client, f"View {number}").status_code == 302
    full = save(client, "One too many")
    assert full.status_code == 409
    assert SavedFilter.objects.count() == MOST
    assert has_room.check(Keeping("x", MOST + 1, taken=False))
    last = SavedFilter.objects.order_by("pk")[0]
    renamed = client.post(reverse("saved_filter_rename", args=[last.pk]), {"here": HERE, f"view{last.pk}-name": "New"})
    assert renamed.status_code == 302, "a full list can still be put in order"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_bad_name_is_told_beside_the_field(client: Client, name: str) -> None:
    answer = save(client, name)
    assert answer.status_code == 400
    assert "field-error" in text(answer)
    assert not SavedFilter.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("here", "listed"),
    [
        ("https://elsewhere.example/resellers/", "resellers"),
        ("//elsewhere.example/", "resellers"),
        ("javascript:alert(1)", "resellers"),
        ("", "resellers"),
        (HERE, "no-such-list"),
        (HERE, ""),
    ],
)
def test_an_address_that_is_none_is_bad_input(client: Client, here: str, listed: str) -> None:
    assert save(client, here=here, listed=listed).status_code == 400
    assert client.get(reverse("saved_filters"), {"list": listed, "here": here}).status_code == 400
    assert not SavedFilter.objects.exists()


@pytest.mark.django_db
def test_views_are_seen_and_touched_by_their_owner_in_the_same_company_only(
    as_user: AsUser, client: Client, user: User, provider: Partner
) -> None:
    save(client, "Secret view")
    saved = SavedFilter.objects.get()
    other = make_partner("Other Distribution", PROVIDER)
    MembershipFactory.create(user=user, tenant=other.tenant)
    elsewhere = as_user(user)
    session = elsewhere.session
    session["tenant_id"] = str(other.pk)
    session.save()
    for stranger in (as_user(user_of(provider)), as_user(user_of(other)), elsewhere):
        assert "Secret view" not in text(opened(stranger))
        for name in ("saved_filter_rename", "saved_filter_delete"):
            answer = stranger.post(reverse(name, args=[saved.pk]), {"here": HERE, f"view{saved.pk}-name": "Stolen"})
            assert answer.status_code == 404
    saved.refresh_from_db()
    assert saved.name == "Secret view"


@pytest.mark.django_db
def test_views_are_changed_by_posts_of_members_only(as_user: AsUser, client: Client) -> None:
    save(client)
    saved = SavedFilter.objects.get()
    for name, args in (
        ("saved_filter_save", []),
        ("saved_filter_rename", [saved.pk]),
        ("saved_filter_delete", [saved.pk]),
    ):
        assert client.get(reverse(name, args=args)).status_code == 405
    assert Client().get(reverse("saved_filters")).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_the_same_name_twice_at_once_is_saved_once() -> None:
    actor = actor_of(make_partner("Northlight", PROVIDER))
    refused: list[str] = []

    def press() -> None:
        try:
            save_filter(actor=actor, now=NOW, list_key="resellers", name="Mine", query="")
        except Refused as error:
            refused.append(error.refusals[0].code)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _each in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert SavedFilter.objects.count() == 1
    assert refused == ["saved-view-name"] * 3


@pytest.mark.django_db
def test_a_view_removed_in_another_tab_is_not_found_and_its_removal_stands_on_record_once(
    client: Client, user: User, provider: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(client)
    saved, lock = SavedFilter.objects.get(), services._lock
    actor = actor_of(provider)
    actor = dataclasses.replace(actor, user=user)

    def removed_meanwhile(person: User) -> None:
        lock(person)
        SavedFilter.objects.all().delete()

    for _twice in range(2):
        delete_filter(actor=actor, now=NOW, saved=saved)
    assert AuditEvent.objects.filter(verb="saved_filter.deleted").count() == 1
    save(client, "Again")
    monkeypatch.setattr(services, "_lock", removed_meanwhile)
    kept = SavedFilter.objects.get()
    typed = {f"view{kept.pk}-name": "Other", "here": HERE}
    assert client.post(reverse("saved_filter_rename", args=[kept.pk]), typed).status_code == 404
