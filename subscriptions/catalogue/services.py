"""Writing the catalogue: offers, price lists and prices from files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from foundation.audit import services as audit
from foundation.organisations.actor import Actor
from foundation.sorting import sort_name
from subscriptions.catalogue.importing import (
    CatalogueRows,
    OfferRow,
    Plans,
    PriceRow,
    Problem,
    read_catalogue,
    reference_problems,
)
from subscriptions.catalogue.models import CommercePolicy, Offer, Price, PriceList

SAMPLE = Path(__file__).with_name("sample")
SAMPLE_FILES = ("offers.csv", "prices.csv")

OFFER_FIELDS = (
    *(
        "name",
        "sort_name",
        "description",
        "category",
        "publisher",
        "unit_type",
        "billing",
        "minimum",
        "maximum",
    ),
    *("limit", "limit_unit", "cycles", "terms", "is_addon", "is_trial", "is_auto_renewable", "is_available"),
    *("segment", "policy_id"),
)
LINKS = ("prerequisites", "upgrade_targets", "conversion_targets")

Changes = dict[str, dict[str, Any]]
"""By offer id: what is new, field by field."""


@dataclass(frozen=True)
class Count:
    """How many rows of one kind an import wrote or found as they are."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


@dataclass(frozen=True)
class ImportReport:
    """What an import did, or would do; with a problem it did nothing at all."""

    offers: Count = Count()
    price_lists: Count = Count()
    prices: Count = Count()
    problems: tuple[Problem, ...] = ()


def import_catalogue(*, actor: Actor, now: datetime, files: Mapping[str, str], dry_run: bool = False) -> ImportReport:
    """Bring the catalogue in line with files (name → content); `importing` tells their form. All or nothing.

    Idempotent; what the files do not name stays as it is, so an offer is withdrawn with `is_available` no. A
    dry run writes, reports and takes everything back. Raises PermissionDenied for anybody but operators and
    the portal itself.
    """
    if not actor.is_operator:
        raise PermissionDenied
    rows = read_catalogue(files)
    with transaction.atomic():
        policies = {policy.key for policy in CommercePolicy.objects.select_for_update().order_by("key")}
        problems = rows.problems + reference_problems(rows, known=_plans_on_record(rows), policies=policies)
        if problems:
            return ImportReport(problems=problems)
        report = ImportReport(
            offers=_save_offers(actor, now, rows.offers),
            price_lists=_save_price_lists(rows.prices),
            prices=_save_prices(actor, now, rows.prices),
        )
        if dry_run:
            transaction.set_rollback(True)
    return report


def load_sample_catalogue(*, actor: Actor, now: datetime) -> ImportReport:
    """Fill an empty catalogue with the sample products and prices; leave any other as it is."""
    if Offer.objects.exists():
        return ImportReport()
    files = {name: (SAMPLE / name).read_text(encoding="utf-8") for name in SAMPLE_FILES}
    return import_catalogue(actor=actor, now=now, files=files)


def _plans_on_record(rows: CatalogueRows) -> dict[str, Plans]:
    named = {each for offer in rows.offers for link in LINKS for each in getattr(offer, link)}
    named |= {price.offer_id for price in rows.prices}
    known = Offer.objects.filter(pk__in=named).values_list("pk", "terms", "cycles")
    return {pk: Plans(frozenset(terms), frozenset(cycles)) for pk, terms, cycles in known}


def _save_offers(actor: Actor, now: datetime, rows: tuple[OfferRow, ...]) -> Count:
    offers = {row.offer_id: _offer(row) for row in rows}
    known = {each.pk: each for each in Offer.objects.select_for_update().filter(pk__in=offers).order_by("pk")}
    changes = {pk: _difference(known.get(pk), offer) for pk, offer in offers.items()}
    written = [offer for pk, offer in offers.items() if changes[pk]]
    if written:
        Offer.objects.bulk_create(written, update_conflicts=True, unique_fields=["id"], update_fields=OFFER_FIELDS)
    for link in LINKS:
        _save_links(link, {row.offer_id: frozenset(getattr(row, link)) for row in rows}, changes)
    for pk, changed in changes.items():
        if changed:
            verb = "offer.changed" if pk in known else "offer.added"
            audit.record(actor=actor, now=now, verb=verb, subject=offers[pk], changes=changed)
    return _count(
        created=len(offers) - len(known),
        updated=sum(1 for pk in known if changes[pk]),
        all_rows=len(offers),
    )


def _offer(row: OfferRow) -> Offer:
    plain = {name: getattr(row, name) for name in OFFER_FIELDS if name not in ("sort_name", "policy_id")}
    plain |= {"cycles": list(row.cycles), "terms": list(row.terms)}
    return Offer(id=row.offer_id, sort_name=sort_name(row.name)[:200], policy_id=row.policy, **plain)


def _difference(before: Offer | None, after: Offer) -> dict[str, Any]:
    """Return the fields that differ with their new values; all of them for a new offer."""
    return {
        name: getattr(after, name)
        for name in OFFER_FIELDS
        if before is None or getattr(before, name) != getattr(after, name)
    }


def _save_links(link: str, wanted: Mapping[str, frozenset[str]], changes: Changes) -> None:
    """Make the offers' links of one kind those that are wanted, and note which offers that changes."""
    through = getattr(Offer, link).through
    on_record = through.objects.filter(from_offer_id__in=wanted).values_list("pk", "from_offer_id", "to_offer_id")
    known = {(source, target): pk for pk, source, target in on_record}
    pairs = {(source, target) for source, targets in wanted.items() for target in targets}
    superfluous, missing = known.keys() - pairs, sorted(pairs - known.keys())
    if superfluous:
        through.objects.filter(pk__in=[known[pair] for pair in superfluous]).delete()
    if missing:
        through.objects.bulk_create(through(from_offer_id=source, to_offer_id=target) for source, target in missing)
    for source in sorted({source for source, _target in superfluous | set(missing)}):
        changes[source][link] = sorted(wanted[source])


def _save_price_lists(rows: tuple[PriceRow, ...]) -> Count:
    lists = {
        (row.currency, row.valid_from): PriceList(
            name=row.price_list, currency=row.currency, valid_from=row.valid_from, is_sample=row.is_sample
        )
        for row in rows
    }
    known = _lists_on_record(lists)
    changed = [
        each
        for key, each in lists.items()
        if key not in known or (known[key].name, known[key].is_sample) != (each.name, each.is_sample)
    ]
    if changed:
        PriceList.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["currency", "valid_from"],
            update_fields=["name", "is_sample"],
        )
    created = len(lists) - len(known)
    return _count(created=created, updated=len(changed) - created, all_rows=len(lists))


def _save_prices(actor: Actor, now: datetime, rows: tuple[PriceRow, ...]) -> Count:
    lists = _lists_on_record({(row.currency, row.valid_from) for row in rows})
    prices = {
        (lists[row.currency, row.valid_from].pk, row.offer_id, row.term, row.cycle): row.unit_price for row in rows
    }
    fields = ("price_list_id", "offer_id", "term", "cycle")
    on_record = Price.objects.filter(price_list__in=lists.values()).values_list(*fields, "unit_price")
    known = {tuple(key): price for *key, price in on_record}
    changed = {key: price for key, price in prices.items() if known.get(key) != price}
    if changed:
        Price.objects.bulk_create(
            (Price(**dict(zip(fields, key, strict=True)), unit_price=price) for key, price in changed.items()),
            update_conflicts=True,
            unique_fields=["price_list", "offer", "term", "cycle"],
            update_fields=["unit_price"],
        )
    for price_list in lists.values():
        if count := sum(1 for key in changed if key[0] == price_list.pk):
            audit.record(actor=actor, now=now, verb="price_list.imported", subject=price_list, prices=count)
    created = len(prices.keys() - known.keys())
    return _count(created=created, updated=len(changed) - created, all_rows=len(prices))


def _lists_on_record(keys: Iterable[tuple[str, date]]) -> dict[tuple[str, date], PriceList]:
    wanted = Q(pk=None)
    for currency, valid_from in keys:
        wanted |= Q(currency=currency, valid_from=valid_from)
    return {(each.currency, each.valid_from): each for each in PriceList.objects.filter(wanted).order_by("pk")}


def _count(*, created: int, updated: int, all_rows: int) -> Count:
    return Count(created, updated, all_rows - created - updated)
