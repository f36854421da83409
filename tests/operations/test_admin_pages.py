"""Every page of the operators' admin: complete, bounded, deleting nothing."""

from __future__ import annotations

import re
from typing import cast

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.db.models import Model, QuerySet
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.audit.models import AuditEvent
from foundation.operations.links import list_url, record_url
from foundation.operations.paging import COUNTED_UP_TO, BoundedPaginator
from foundation.operations.records import RecordAdmin
from foundation.users.models import User
from tests.architecture.house import FLOORS
from tests.factories import UserFactory
from tests.operations.records import make_some

PAGES = list(admin.site._registry.items())
IDS = [model._meta.label for model, _page in PAGES]
pytestmark = pytest.mark.django_db
each_page = pytest.mark.parametrize(("model", "page"), PAGES, ids=IDS)
COUNTING = re.compile(r"COUNT\(", re.IGNORECASE)


def test_every_model_of_the_house_has_its_page() -> None:
    """Operators find each object."""
    house = {model for floor in FLOORS if apps.is_installed(floor) for model in apps.get_app_config(floor).get_models()}
    assert not house - admin.site._registry.keys()


def test_all_pages_share_the_base_that_deletes_nothing() -> None:
    """No page of another maker is left that deletes or writes no audit."""
    assert not [page for page in admin.site._registry.values() if not isinstance(page, RecordAdmin)]


@each_page
def test_nothing_is_deleted(
    model: type[Model], page: ModelAdmin[Model], rf: RequestFactory, operator_user: User
) -> None:
    """Neither from a page nor from a list."""
    request = rf.get("/admin/")
    request.user = operator_user
    assert not page.has_delete_permission(request)
    assert "delete_selected" not in page.get_actions(request)


@pytest.mark.usefixtures("some_of_everything")
def test_lists_pages_and_histories_open_and_lists_cost_the_same_however_long(operating: Client) -> None:
    """One walk over all pages, with two records of everything and then five."""
    short = {model: queries_of(operating, list_url(model)) for model, _page in PAGES}
    for model, _page in PAGES:
        record = model._default_manager.order_by("pk").first()
        assert record is not None, model
        assert operating.get(record_url(record)).status_code == 200, model
        assert operating.get(reverse(f"admin:{name(model)}_history", args=[record.pk])).status_code == 200, model
    make_some(3)
    long = {model: queries_of(operating, list_url(model)) for model, _page in PAGES}
    assert long == short
    assert max(long.values()) <= 12


def name(model: type[Model]) -> str:
    """Return how the admin's addresses name a model."""
    return f"{model._meta.app_label}_{model._meta.model_name}"


def queries_of(client: Client, url: str) -> int:
    """Return how many queries a page takes."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200, url
    return len(queries)


@pytest.mark.usefixtures("some_of_everything")
def test_lists_and_searches_never_count_to_the_end(operating: Client) -> None:
    """Every COUNT(*) is over a limited subquery."""
    for model, page in PAGES:
        for query in ("", "?q=a", "?q=4f0c8ad8-2f3f-4f0c-9d3c-5d1b9ad7c111"):
            with CaptureQueriesContext(connection) as queries:
                assert operating.get(f"{list_url(model)}{query}").status_code == 200
            counts = [each["sql"] for each in queries if COUNTING.search(each["sql"])]
            assert counts or query
            assert all(f"LIMIT {COUNTED_UP_TO + 1}" in sql for sql in counts), (model, counts)
        assert page.search_fields, model


@each_page
def test_lists_are_read_in_the_order_of_an_index(
    model: type[Model], page: ModelAdmin[Model], rf: RequestFactory, operator_user: User
) -> None:
    """A million rows are never sorted for one page: where sorting is forbidden, PostgreSQL finds an index."""
    request = rf.get("/admin/")
    request.user = operator_user
    rows = cast("QuerySet[Model]", page.get_changelist_instance(request).queryset)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_sort = off; SET LOCAL enable_incremental_sort = off")
        sql, params = rows[:50].query.sql_with_params()
        cursor.execute(f"EXPLAIN {sql}", params)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Sort" not in plan, plan


def test_a_long_list_says_that_there_is_more() -> None:
    """The count stops; the pages end where it stops."""
    UserFactory.create_batch(12)
    paginator = BoundedPaginator(User.objects.order_by("username"), 5)
    assert (paginator.counted, paginator.count, paginator.more) == (12, 12, False)
    paginator.__dict__.update(counted=COUNTED_UP_TO + 1)
    del paginator.__dict__["count"]
    assert (paginator.count, paginator.more, paginator.num_pages) == (COUNTED_UP_TO, True, COUNTED_UP_TO // 5)


def test_the_list_page_shows_that_there_is_more(operating: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """In words an operator understands."""
    monkeypatch.setattr("foundation.operations.paging.COUNTED_UP_TO", 2)
    UserFactory.create_batch(5, first_name="Longlist")
    assert b"2+ users: search or filter" in operating.get(list_url(User)).content
    assert b"2+ found" in operating.get(f"{list_url(User)}?q=Longlist").content


@pytest.mark.parametrize("path", ["", "foundation/user/", "foundation/auditevent/", "relationships/partner/add/"])
def test_only_operators_come_in(client: Client, path: str) -> None:
    """A stranger is asked to sign in; somebody signed in, Global admin or not, is refused."""
    answer = client.get(f"/admin/{path}")
    assert answer.status_code == 302
    client.force_login(UserFactory.create())
    assert client.get(f"/admin/{path}").status_code == 403


def test_staff_who_are_no_superusers_have_what_django_permits(client: Client) -> None:
    """Nothing, until a group or a permission says so."""
    client.force_login(UserFactory.create(is_staff=True))
    assert client.get("/admin/").status_code == 200
    assert client.get(list_url(User)).status_code == 403
    assert client.get("/admin/relationships/partner/add/").status_code == 403


def test_the_admins_own_log_stays_empty_and_the_audit_speaks(operating: Client) -> None:
    """History is the audit's, on the page of the object too."""
    person = UserFactory.create(first_name="Old", time_zone="")
    answer = operating.get(record_url(person))
    form = answer.context["adminform"].form
    data = {**form.initial, **{f"initial-{key}": value for key, value in form.initial.items()}}
    data = {key: value for key, value in data.items() if value not in (None, False, [])}
    assert operating.post(record_url(person), {**data, "first_name": "New"}).status_code == 302
    event = AuditEvent.objects.get(verb="operator.changed")
    assert (event.data["before"], event.data["after"]) == ({"first_name": "Old"}, {"first_name": "New"})
    assert event.actor_name == "operator@portal.example"
    history = operating.get(f"/admin/foundation/user/{person.pk}/history/").content.decode()
    assert "operator.changed" in history
    assert "&quot;first_name&quot;: &quot;New&quot;" in history
    assert not LogEntry.objects.exists()
