"""Writing the catalogue: idempotent, all or nothing, in a constant number of queries."""

from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries

from foundation.audit.models import AuditEvent
from foundation.organisations.actor import Actor, portal
from relationships.regions.models import RegionCountry
from subscriptions.catalogue.models import CommercePolicy, Offer, Price, PriceList
from subscriptions.catalogue.policies import load_policies
from subscriptions.catalogue.services import (
    SAMPLE,
    SAMPLE_FILES,
    Count,
    ImportReport,
    import_catalogue,
    load_sample_catalogue,
)
from tests.subscriptions.test_catalogue_files import offers, prices

NOW = datetime(2026, 3, 16, 10, 30, tzinfo=UTC)
ADDON = {"offer_id": "B:2", "name": "Add-on B", "is_addon": "yes", "prerequisites": "A:1", "cycles": "annual"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def policies() -> None:
    """The two commerce policies."""
    load_policies()


def run(files: dict[str, str], *, dry_run: bool = False) -> ImportReport:
    """Import as the portal itself."""
    return import_catalogue(actor=portal(), now=NOW, files=files, dry_run=dry_run)


def sample() -> dict[str, str]:
    """Return the sample's files."""
    return {name: (SAMPLE / name).read_text(encoding="utf-8") for name in SAMPLE_FILES}


def test_an_import_writes_offers_links_lists_and_prices() -> None:
    """Prices may stand before the offers they are for, an add-on before its base."""
    report = run({"p": prices(), "o": offers(ADDON, {})})
    assert report == ImportReport(offers=Count(2), price_lists=Count(2), prices=Count(2))
    addon = Offer.objects.get(pk="B:2")
    assert [each.pk for each in addon.prerequisites.all()] == ["A:1"]
    assert (addon.sort_name, addon.cycles, addon.policy_id) == ("add-on b", ["annual"], "new-commerce")
    price = Price.objects.select_related("price_list").get(price_list__currency="EUR")
    assert (price.unit_price, price.price_list.name, price.price_list.is_sample) == (
        Decimal("12.50"),
        "List",
        True,
    )


def test_the_same_files_again_change_nothing() -> None:
    """Not even the audit."""
    run(sample())
    events = AuditEvent.objects.count()
    report = run(sample())
    assert report.offers.unchanged == Offer.objects.count() >= 20
    assert report.prices.unchanged == Price.objects.count()
    assert report.price_lists == Count(unchanged=16)
    assert not any((report.offers.created, report.offers.updated, report.prices.created, report.prices.updated))
    assert AuditEvent.objects.count() == events


def test_a_changed_file_changes_what_differs_and_says_so() -> None:
    """Fields, links, prices, names of lists; the audit keeps the new values."""
    run({"o": offers({}, ADDON, {"offer_id": "C:3", "upgrade_targets": "A:1"}), "p": prices()})
    report = run(
        {
            "o": offers({"name": "Product Å"}, ADDON, {"offer_id": "C:3"}),
            "p": prices({"EUR": "13.00", "price_list": "New name"}),
        }
    )
    assert report == ImportReport(
        offers=Count(updated=2, unchanged=1),
        price_lists=Count(updated=2),
        prices=Count(updated=1, unchanged=1),
    )
    assert Offer.objects.get(pk="A:1").sort_name == "product a"
    assert not Offer.objects.get(pk="C:3").upgrade_targets.exists()
    changes = {event.subject_id: event.data["changes"] for event in AuditEvent.objects.filter(verb="offer.changed")}
    assert changes == {"A:1": {"name": "Product Å"}, "C:3": {"upgrade_targets": []}}
    assert set(PriceList.objects.values_list("name", flat=True)) == {"New name"}


def test_what_the_files_do_not_name_stays() -> None:
    """Other offers, and prices of an empty cell."""
    run({"o": offers({}, {"offer_id": "C:3"}), "p": prices()})
    run({"o": offers(), "p": prices({"JPY": ""})})
    assert Offer.objects.count() == 2
    assert Price.objects.count() == 2


def test_a_dry_run_reports_the_same_and_writes_nothing() -> None:
    """Not even the audit."""
    report = run(sample(), dry_run=True)
    assert not Offer.objects.exists()
    assert not PriceList.objects.exists()
    assert not AuditEvent.objects.exists()
    assert report == run(sample())


def test_one_wrong_cell_and_nothing_is_imported() -> None:
    """The good rows neither."""
    report = run({"o": offers({}, {"offer_id": "C:3", "minimum": "none"}), "p": prices()})
    [problem] = report.problems
    assert (problem.place.file, problem.place.row, problem.column) == ("o", 3, "minimum")
    assert report.offers == Count()
    assert not Offer.objects.exists()
    assert not PriceList.objects.exists()


def test_prices_are_for_offers_on_record_too() -> None:
    """A later price list needs no offers beside it."""
    run({"o": offers()})
    assert run({"p": prices({"valid_from": "2027-01-01"})}).prices == Count(created=2)


def test_an_import_takes_as_many_queries_for_many_offers_as_for_few(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    """Apart from one audit event for each offer and price list that is written."""
    with django_assert_max_num_queries(20) as few:
        run({"o": offers(), "p": prices()})
    many = [{"offer_id": f"M:{number}", "name": f"Product {number}"} for number in range(100)]
    with django_assert_max_num_queries(len(few) + 99):
        run({"o": offers(*many), "p": prices(*({"offer_id": each["offer_id"]} for each in many))})


def test_nobody_but_operators_imports() -> None:
    """A partner's people have no catalogue of their own."""
    with pytest.raises(PermissionDenied):
        import_catalogue(actor=Actor(user=None, tenant=None), now=NOW, files={"o": offers()})


def test_the_sample_fills_an_empty_catalogue_only() -> None:
    """What an operator has withdrawn stays withdrawn."""
    assert load_sample_catalogue(actor=portal(), now=NOW).offers.created >= 20
    Offer.objects.update(is_available=False)
    assert load_sample_catalogue(actor=portal(), now=NOW) == ImportReport()
    assert not Offer.objects.filter(is_available=True).exists()


def test_policies_that_an_operator_changed_stay_changed() -> None:
    """Missing ones are added."""
    CommercePolicy.objects.filter(pk="new-commerce").update(cancel_days=30)
    CommercePolicy.objects.filter(pk="legacy").delete()
    assert load_policies() == 1
    assert CommercePolicy.objects.get(pk="new-commerce").cancel_days == 30
    assert CommercePolicy.objects.get(pk="legacy").cancel_days is None


def test_reference_data_is_loaded_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """The second time it takes a handful of reads."""
    call_command("load_reference_data", stdout=StringIO())
    assert RegionCountry.objects.count() == 244
    assert Offer.objects.count() >= 20
    second = StringIO()
    with django_assert_num_queries(8):
        call_command("load_reference_data", stdout=second)
    assert "0 written" in second.getvalue()


def test_reference_data_without_a_catalogue() -> None:
    """For an installation that imports its own."""
    call_command("load_reference_data", "--without-catalogue", stdout=StringIO())
    assert RegionCountry.objects.count() == 244
    assert not Offer.objects.exists()


def test_the_command_reports_counts(tmp_path: Path) -> None:
    """And with a dry run says that nothing was changed."""
    file, out = tmp_path / "offers.csv", StringIO()
    file.write_text(offers(), encoding="utf-8-sig")
    call_command("import_catalogue", str(file), "--dry-run", stdout=out)
    assert "Offers: 1 created, 0 updated, 0 unchanged." in out.getvalue()
    assert "Dry run" in out.getvalue()
    assert not Offer.objects.exists()
    call_command("import_catalogue", str(file), stdout=out)
    assert Offer.objects.count() == 1


def test_the_command_names_each_problem_and_ends_with_code_1(tmp_path: Path) -> None:
    """File, row and column."""
    file, errors = tmp_path / "offers.csv", StringIO()
    file.write_text(offers({"minimum": "x"}), encoding="utf-8")
    with pytest.raises(CommandError) as ended:
        call_command("import_catalogue", str(file), stderr=errors)
    assert ended.value.returncode == 1
    assert errors.getvalue().startswith(f"{file}, row 2, minimum: Enter a whole number")


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_one_clear_line(tmp_path: Path, content: bytes | None) -> None:
    """Missing, or in another encoding."""
    file = tmp_path / "offers.csv"
    if content:
        file.write_bytes(content)
    with pytest.raises(CommandError, match=r"cannot be read|not written in UTF-8"):
        call_command("import_catalogue", str(file))
