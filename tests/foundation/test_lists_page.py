"""A declared list as a page and as the part of it that HTMX asks for."""

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation.lists import Choice, Column, Empty, list_page
from foundation.organisations.models import Tenant
from foundation.rules import REGISTRY, Refusal, rule
from foundation.ui.actions import Action, Confirm
from tests.factories import CountryFactory, TenantFactory
from tests.foundation.listings import PATH, answer, listing, page, request_for

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true", "HX-Target": "list-tenants"}


@pytest.fixture
def thirty(db: None) -> None:
    """Thirty tenants, ten of them in France."""
    for number in range(30):
        TenantFactory.create(
            name=f"Company {number:02}",
            primary_domain=f"c{number:02}.example",
            country=CountryFactory.create(code="FR" if number % 3 == 0 else "DE"),
        )


def names(html: str) -> list[str]:
    """Return the rows by their heads."""
    return re.findall(r'<th scope="row"[^>]*><a href="[^"]+">([^<]+)</a>', html)


def links(html: str) -> dict[str, str]:
    """Return the addresses of the pager's links by their words."""
    link = r'href="([^"]+)"\s+hx-get="[^"]+"\s+hx-swap="[^"]+">\s*(?:<svg.*?</svg>\s*)?<span class="word">(\w+)<'
    found = re.findall(link, html, flags=re.DOTALL)
    return {word: unescape(url) for url, word in found}


def query_of(url: str) -> str:
    """Return what follows the question mark."""
    return url.partition("?")[2]


def test_the_first_page_is_full_sorted_and_counted(thirty: None) -> None:
    """Twenty-five rows by name, with the total (the reader's own tenant among them)."""
    html = page()
    assert names(html)[:2] == ["Company 00", "Company 01"]
    assert len(names(html)) == 25
    assert "Showing 25 of 31" in html


def test_next_last_previous_and_first_lead_through_the_list(thirty: None) -> None:
    """By the links that the page itself gives."""
    html = page()
    assert list(links(html)) == ["Next", "Last"]
    second = page(query_of(links(html)["Next"]))
    assert list(links(second)) == ["First", "Previous"]
    assert names(page(query_of(links(second)["Previous"]))) == names(html)
    assert links(second)["First"] == PATH
    assert len(names(page(query_of(links(html)["Last"])))) == 25


def test_heads_sort_and_tell_how(thirty: None) -> None:
    """aria-sort on the column in force; its link turns the order round."""
    html = page()
    assert 'aria-sort="ascending"' in html
    assert f'href="{PATH}?order=-name"' in html
    down = page("order=-name")
    assert 'aria-sort="descending"' in down
    assert names(down)[0] == max(Tenant.objects.values_list("name", flat=True))
    newest = page("order=since")
    assert re.search(r'aria-sort="descending">\s*<a id="list-tenants-by-since"', newest)
    assert names(newest)[:1] == [Tenant.objects.latest("created_at").name]


@pytest.mark.parametrize("query", ["order=nonsense", "order=--name", "after=x", "before=x", "order=name&after=%00"])
def test_nonsense_in_the_address_gives_the_first_page(thirty: None, query: str) -> None:
    """Addresses are typed, shortened and shared."""
    assert names(page(query))[0] == "Company 00"


def test_filters_narrow_and_are_told(thirty: None) -> None:
    """The choice stays chosen, stands above the rows and can be taken back."""
    html = page("country=FR&order=-name")
    assert names(html)[0] == "Company 27"
    assert len(names(html)) == 10
    assert '<option value="FR" selected>' in html
    assert f'<a class="chip" href="{PATH}?order=-name">' in html


def test_a_filter_value_that_is_none_is_left_out_with_a_note(thirty: None) -> None:
    """No error, and no empty list without a reason."""
    html = page("country=XX")
    assert len(names(html)) == 25
    assert "“Country” has no such value" in unescape(html)


def test_a_filter_that_is_not_for_the_reader_is_not_there(thirty: None) -> None:
    """Neither drawn nor applied."""
    hidden = Choice(
        "country", "Country", [("FR", "France")], lambda rows, _value: rows.none(), when=lambda _actor: False
    )
    html = page("country=FR", listing(filters=[hidden]))
    assert len(names(html)) == 25
    assert "<select" not in html.split('class="list-results"')[0].rpartition("list-tools")[2]


def test_search_finds_any_part_whatever_the_case(thirty: None) -> None:
    """In any of the declared columns, wildcards taken as they are."""
    assert names(page("q=PANY+07")) == ["Company 07"]
    assert names(page("q=c08.ex")) == ["Company 08"]
    assert names(page("q=%25%25%25")) == []
    assert names(page("q=any_0")) == []


def test_search_begins_with_three_characters(thirty: None) -> None:
    """Shorter is not searched, and the reader is told."""
    html = page("q=07")
    assert len(names(html)) == 25
    assert "at least three characters" in html


def test_search_is_served_by_a_trigram_index(db: None) -> None:
    """ILIKE on the bare column, which gin_trgm_ops serves and UPPER(…) LIKE does not."""
    with CaptureQueriesContext(connection) as asked:
        page("q=company")
    assert '"foundation_tenant"."name" ILIKE' in asked[-2]["sql"]


def test_searched_text_is_prepared_as_it_is_stored(thirty: None) -> None:
    """A column without accents is searched without accents."""
    assert names(page("q=ÇOMPANY+07", listing(search_as=lambda text: text.replace("Ç", "C")))) == ["Company 07"]


def test_links_keep_what_else_the_address_holds(thirty: None) -> None:
    """Filters, search, order and parameters of others; a new order begins at the first page."""
    html = page("tab=all&q=company&order=since")
    following = links(html)["Next"]
    assert following.startswith(f"{PATH}?tab=all&q=company&order=since&after=")
    assert '<input type="hidden" name="tab" value="all">' in html
    second = page(query_of(following))
    assert "after" not in re.search(r'by-name"\s+href="([^"]+)"', second)[1]  # type: ignore[index]


def test_a_part_is_the_results_alone(thirty: None) -> None:
    """HTMX gets no frame; caches keep it apart from the page, browsers do not keep it at all."""
    response: Any = answer("country=FR", headers=PART)
    html = response.content.decode()
    assert html.lstrip().startswith('<div class="list-results"')
    assert "<html" not in html
    assert "HX-Request" in response["Vary"]
    assert "no-store" in response["Cache-Control"]
    assert response["HX-Push-Url"] == f"{PATH}?country=FR"
    assert 'hx-swap-oob="true"' in html, "the address of the export follows the filters"


def test_typing_in_the_search_replaces_the_address(thirty: None) -> None:
    """Back leads to the page before, not through every letter."""
    response = answer("q=company&country=", headers=PART | {"HX-Trigger": "list-tenants-tools"})
    assert response["HX-Replace-Url"] == f"{PATH}?q=company"
    assert "HX-Push-Url" not in response


def test_the_page_itself_varies_too(thirty: None) -> None:
    """Else a cache could give the part for the page."""
    assert "HX-Request" in answer()["Vary"]
    assert "<html" in page("", headers={"HX-Request": "true", "HX-Target": "elsewhere"})


def test_rows_cost_two_queries_however_many_they_are(thirty: None) -> None:
    """One for the rows, one for the total."""
    for query in ("", "order=-since", "country=FR", "last=1", "q=company"):
        request = request_for(query)
        with CaptureQueriesContext(connection) as asked:
            list_page(request, listing(), template="lists/results.html")
        assert len(asked) == 2, (query, [each["sql"] for each in asked])


def test_cells_are_escaped_and_drawn_by_kind(db: None) -> None:
    """Text is text; numbers are grouped, moments have UTC on hover, states are badges, nothing is a dash."""
    TenantFactory.create(name="<script>alert(1)</script>")
    columns = [
        Column("name", "Company", value=lambda row: row.name, link=lambda _row: "/x/?a=1&b=2", order="name"),
        Column("number", "Number", value=lambda _row: 12345),
        Column("yes", "Yes or no", value=lambda _row: True),
        Column("none", "Nothing", value=lambda _row: None),
        Column("since", "Since", value=lambda row: row.created_at, order="since"),
    ]
    html = page("q=script", listing(columns=columns))
    assert "<script>alert" not in html
    assert '<a href="/x/?a=1&amp;b=2">&lt;script&gt;alert(1)&lt;/script&gt;</a>' in html
    assert ">12,345<" in html
    assert ">Yes<" in html
    assert 'aria-hidden="true">–</span>' in html
    assert re.search(r'<time datetime="[\d-]+T[\d:]+Z" title="[^"]+ UTC">', html)


def test_columns_of_others_and_of_the_file_only_are_not_drawn(thirty: None) -> None:
    """`when` asks the actor, `shown` is for everybody."""
    base = listing().columns[0]
    extra = [Column("a", "Alpha", value=str, when=lambda _actor: False), Column("b", "Beta", value=str, shown=False)]
    html = page("", listing(columns=[base, *extra], orders={"name": ("name", "pk")}))
    assert "Alpha" not in html
    assert "Beta" not in html


def test_row_actions_are_links_then_a_menu(thirty: None) -> None:
    """What is not permitted is not there; what posts has a form with a token."""
    html = page("q=c07.example")
    assert '<a href="/tenants/c07.example/">View</a>' in html
    assert "More actions for Company 07" in html
    assert re.search(r'<form method="post"\s+action="/tenants/c07.example/hide/"', html)
    assert "csrfmiddlewaretoken" in html
    assert "Secret" not in html


def test_a_refused_row_action_tells_why_and_what_to_do(thirty: None) -> None:
    """It is there, disabled."""
    declared = rule("TEST-LIST", statement="s", source="t", refusal="{name} is closed.", remedy="Open it.")
    declared(lambda _facts: {"name": "x"})
    try:
        refused = Action("Order", "/order/", refusals=(Refusal("TEST-LIST", {"name": "The shop"}),))
        html = page("q=c07.example", listing(row_actions=[lambda _actor, rows: {row.pk: [refused] for row in rows}]))
    finally:
        del REGISTRY["TEST-LIST"]
    assert 'aria-disabled="true"' in html
    assert "The shop is closed. Open it." in " ".join(html.split())
    assert "/order/" not in html


def test_actions_that_matter_ask_first(thirty: None) -> None:
    """The words travel with the form; without JavaScript it simply posts."""
    asked = Action("Remove", "/r/", post=True, confirm=Confirm("All “rows” go.", "Remove?", "Yes", danger=True))
    html = page("q=c07.example", listing(row_actions=[lambda _actor, rows: {row.pk: [asked] for row in rows}]))
    assert 'data-confirm="All “rows” go."' in html
    assert 'data-confirm-title="Remove?"' in html
    assert "data-confirm-danger" in html


def test_rows_that_open_have_a_link_to_their_detail(thirty: None) -> None:
    """Which works without JavaScript too."""
    html = page("q=c07.example", listing(expand=lambda row: f"/tenants/{row.primary_domain}/row/"))
    assert re.search(r'<a class="expander"\s+href="/tenants/c07.example/row/"', html)
    assert 'aria-label="Details of Company 07"' in html


def test_an_empty_list_says_what_to_do(db: None) -> None:
    """And has no tools to search nothing with."""
    empty = Empty("No tenants yet", "Ask somebody.", action=lambda _actor: Action("Ask", "/ask/", kind="primary"))
    html = page("", listing(queryset=lambda _actor: Tenant.objects.none(), empty=empty))
    assert "No tenants yet" in html
    assert re.search(r'<a class="btn btn-primary"\s+href="/ask/">\s*Ask', html)
    assert 'role="search"' not in html


def test_a_list_without_a_match_says_so_and_leads_back(thirty: None) -> None:
    """It is not mistaken for an empty one."""
    html = page("q=nobody&tab=1")
    assert "Nothing matches" in html
    assert f'href="{PATH}?tab=1">Show all' in html
    assert "No tenants yet" not in html


def test_upper_floors_add_columns_filters_and_actions(thirty: None) -> None:
    """Into the declared slots."""
    base = listing()
    base.extend(
        columns=[Column("extra", "Extra", value=lambda _row: "from above", order="domain")],
        filters=[Choice("first", "First only", [("1", "Yes")], lambda rows, _value: rows.filter(name="Company 00"))],
        row_actions=[lambda _actor, rows: {row.pk: [Action("Order", "/order/")] for row in rows}],
        orders={"domain": ("primary_domain",)},
    )
    html = page("first=1&order=domain", base)
    assert names(html) == ["Company 00"]
    assert "from above" in html
    assert '<a href="/order/">Order</a>' in html


@pytest.mark.parametrize(
    "wrong",
    [
        {"default_order": "size"},
        {"columns": [Column("a", "A", value=str), Column("a", "B", value=str)]},
        {"columns": [Column("a", "A", value=str, order="size")]},
        {"columns": [Column("a", "A")]},
        {"filters": [Choice("q", "Q", [], lambda rows, _value: rows)]},
    ],
)
def test_a_declaration_that_could_not_work_is_refused(wrong: dict[str, Any]) -> None:
    """When the project starts, not when somebody opens the page."""
    with pytest.raises(ValueError, match="List tenants"):
        listing(**wrong)
