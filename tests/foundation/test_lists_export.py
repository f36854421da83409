"""A list as a CSV file."""

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy

from foundation.lists import Column, list_page
from foundation.lists.cells import as_csv
from foundation.organisations.models import Tenant
from tests.factories import CountryFactory, TenantFactory
from tests.foundation.listings import answer, listing, request_for

pytestmark = pytest.mark.django_db


def exported(query: str = "", **changes: Any) -> list[list[str]]:
    """Return the rows of the file."""
    response: Any = answer(f"export=csv&{query}", listing(**changes))
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff"), "spreadsheets know UTF-8 by its mark"
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_file_has_all_rows_asked_for_in_their_order(db: None) -> None:
    """Filters and order count, pages do not."""
    for number in range(40):
        TenantFactory.create(
            name=f"Company {number:02}", country=CountryFactory.create(code="FR" if number % 2 else "DE")
        )
    rows = exported("country=FR&order=-name&after=x")
    assert rows[0] == ["Company", "Domain", "Cloud", "Letters", "Since"]
    assert [row[0] for row in rows[1:]] == [f"Company {number:02}" for number in range(39, 0, -2)]


def test_the_file_is_written_while_it_is_read(db: None) -> None:
    """The rows are asked for only after the first line has left."""
    TenantFactory.create_batch(3)
    request = request_for("export=csv")
    with CaptureQueriesContext(connection) as asked:
        response: Any = list_page(request, listing())
        lines = iter(response.streaming_content)
        assert next(lines).decode().startswith("\ufeffCompany,")
        assert len(asked) == 0
        assert len(list(lines)) == 4
    assert response.streaming


def test_it_is_a_download_with_a_name(db: None) -> None:
    """As declared."""
    response = answer("export=csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="Tenants.csv"'


def test_a_list_that_is_not_exported_has_no_file(db: None) -> None:
    """The parameter does nothing."""
    assert not answer("export=csv", listing(export_name="")).streaming


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_cell_is_a_formula(db: None, start: str) -> None:
    """A name like =HYPERLINK(…) stays a name, in the heads too."""
    TenantFactory.create(name=f"{start}HYPERLINK(1)")
    columns = [Column("name", f"{start}Name", value=lambda row: row.name, order="name")]
    rows = exported("q=hyperlink", columns=columns, orders={"name": ("name", "pk")})
    assert rows == [[f"'{start}Name"], [f"'{start}HYPERLINK(1)"]]


def test_numbers_stay_numbers(db: None) -> None:
    """A negative one is no formula."""
    assert as_csv(-5) == -5
    assert as_csv(True) == "Yes"
    assert as_csv(None) == ""


def test_moments_are_in_utc(db: None) -> None:
    """A file has no reader whose zone could be meant."""
    tenant = TenantFactory.create()
    with timezone.override("Asia/Tokyo"):
        rows = exported(f"q={tenant.primary_domain}")
    assert rows[1][4] == Tenant.objects.get(pk=tenant.pk).created_at.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_columns_for_the_file_only_are_in_it(db: None) -> None:
    """And those for the page only are not; `export` gives another value than the page's."""
    tenant = TenantFactory.create()
    columns = [
        Column("name", "Company", value=lambda row: row.name, export=lambda row: row.name.upper(), order="name"),
        Column("id", "Microsoft ID", value=lambda row: row.pk, shown=False),
        Column("picture", "Picture", value=lambda _row: "x", exported=False),
        Column("hidden", "Hidden", value=lambda _row: "x", when=lambda _actor: False),
    ]
    rows = exported(f"q={tenant.name}", columns=columns, orders={"name": ("name", "pk")})
    assert rows == [["Company", "Microsoft ID"], [tenant.name.upper(), str(tenant.pk)]]


def test_the_file_is_in_the_language_of_who_asked(db: None) -> None:
    """The request is over, and another may be answered, when the lines are made."""
    columns = [Column("yes", gettext_lazy("Yes"), value=lambda _row: True)]
    with translation.override("pl"):
        response: Any = answer("export=csv", listing(columns=columns))
    with translation.override("de"):
        lines = [line.decode() for line in response.streaming_content]
        assert translation.get_language() == "de"
    assert lines == ["\ufeffTak\r\n", "Tak\r\n"]
