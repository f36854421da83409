"""The story's customers and what they have bought."""

import csv
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher

from customers.accounts.models import Customer
from customers.adding.account import AccountInfo
from customers.adding.services import add_customer
from customers.agreements.services import Attestation
from foundation.organisations.actor import Actor
from foundation.sorting import sort_name
from partnercenter.demo.timeline import ago
from subscriptions.ordering.lines import OrderLineRequest
from subscriptions.ordering.services import place_order
from subscriptions.subscriptions.models import Subscription
from subscriptions.subscriptions.services import rename_subscription, set_support_contact

FILE = Path(__file__).with_name("customers.csv")
ASKED = "asked"
"""Stands instead of orders for a customer whose agreement is still asked for."""

OFFERS = {
    "basic": "CFQ7TTC0LH18:0001",
    "standard": "CFQ7TTC0LDPB:0001",
    "premium": "CFQ7TTC0LCHC:0002",
    "appsbusiness": "CFQ7TTC0LH1G:0001",
    "appsenterprise": "CFQ7TTC0LGZT:0001",
    "defender": "CFQ7TTC0HX56:0002",
    "teams": "CFQ7TTC0JN4R:0002",
    "phone": "CFQ7TTC0LH0T:0001",
    "copilot": "CFQ7TTC0MM8R:0002",
    "o365e1": "CFQ7TTC0LF8Q:0001",
    "o365e3": "CFQ7TTC0LF8R:0001",
    "m365e3": "CFQ7TTC0LFLX:0001",
    "m365e5": "CFQ7TTC0LFLZ:0002",
    "exchange1": "CFQ7TTC0LH16:0001",
    "powerbi": "CFQ7TTC0LHSF:0001",
    "powerbippu": "CFQ7TTC0HL8W:0001",
    "visio2": "CFQ7TTC0HD32:0002",
    "project3": "CFQ7TTC0HDB0:0002",
    "intune": "CFQ7TTC0LCH4:0009",
    "entra": "CFQ7TTC0LFLS:0002",
}
"""Short names of offers of the sample catalogue."""

PLANS = {"M": ("P1M", "monthly"), "Y": ("P1Y", "monthly"), "A": ("P1Y", "annual")}
"""Term and billing frequency by the letter used in the file."""

SELLERS = ("northlight", "direct")
"""Companies that sell themselves, so that they are nobody's reseller."""

NUMBERS = {"PL": ("123-45-67-890", "+48 22 555 01 20")}
"""Registration number and phone number for the countries that ask for them (R8)."""


@dataclass(frozen=True)
class Purchase:
    """One order: `offer count plan days-ago`, then `-` for no reseller or `=key` for another than the customer's."""

    line: OrderLineRequest
    days: int
    reseller: str


def load_customers(now: datetime, admins: dict[str, Actor]) -> None:
    """Add the customers of the file, oldest first, with their orders and support contacts."""
    with FILE.open(encoding="utf-8", newline="") as file, few_rounds():
        for row in csv.DictReader(file):
            _load_customer(now, admins, row)


@contextmanager
def few_rounds() -> Iterator[None]:
    """Hash with few rounds: the customers' temporary passwords are random and nobody will use them.

    Forty customers would take a quarter of a minute otherwise. Whoever is given a password later has it hashed anew.
    """
    hasher = get_hasher()
    if not isinstance(hasher, PBKDF2PasswordHasher):
        yield
        return
    hasher.iterations = 1_000
    try:
        yield
    finally:
        del hasher.iterations


def purchases(cell: str, served_by: str) -> list[Purchase]:
    """Read the orders of a row."""
    read = []
    for text in cell.split(";") if cell != ASKED else []:
        offer, count, plan, days, *mark = text.split()
        line = OrderLineRequest(OFFERS[offer], int(count), *PLANS[plan])
        read.append(Purchase(line, int(days), _credited(mark, served_by)))
    return read


def _credited(mark: list[str], served_by: str) -> str:
    """Return the key of the reseller who earns, or an empty string."""
    if mark == ["-"]:
        return ""
    if mark:
        return mark[0].removeprefix("=")
    return "" if served_by in SELLERS else served_by


def _load_customer(now: datetime, admins: dict[str, Actor], row: dict[str, str]) -> None:
    seller = admins["direct" if row["served_by"] == "direct" else "northlight"]
    reseller = admins[row["served_by"]] if row["served_by"] not in SELLERS else None
    added_at = ago(now, int(row["added"]), hour=9)
    customer = add_customer(
        actor=seller,
        now=added_at,
        account=_account(row),
        reseller_id=reseller.tenant_id if reseller else None,
        agreement=None if row["orders"] == ASKED else _attestation(row, added_at),
    ).customer
    for purchase in purchases(row["orders"], row["served_by"]):
        place_order(
            actor=seller,
            now=ago(now, purchase.days),
            customer=customer,
            submission=uuid.uuid4(),
            lines=[purchase.line],
            reseller_id=admins[purchase.reseller].tenant_id if purchase.reseller else None,
        )
    if row["support"]:
        _touch(now, seller, admins[row["support"]], customer)


def _account(row: dict[str, str]) -> AccountInfo:
    number, phone = NUMBERS.get(row["country"], ("", ""))
    return AccountInfo(
        country=row["country"],
        company_name=row["company"],
        domain_prefix=row["prefix"],
        address_line1=row["address"],
        address_line2="",
        city=row["city"],
        state=row["state"],
        postal_code=row["postal_code"],
        qualification=Customer.Qualification.NONE,
        first_name=row["first_name"],
        last_name=row["last_name"],
        email=_address(row),
        phone=phone,
        registration_number=number,
    )


def _attestation(row: dict[str, str], added_at: datetime) -> Attestation:
    agreed_on = (added_at - timedelta(days=1)).date()
    return Attestation(row["first_name"], row["last_name"], _address(row), "", agreed_on)


def _address(row: dict[str, str]) -> str:
    name = f"{row['first_name']}.{row['last_name']}".replace(" ", "")
    return f"{sort_name(name)}@{row['prefix']}.example"


def _touch(now: datetime, seller: Actor, contact: Actor, customer: Customer) -> None:
    """Give the oldest subscription a nickname and another support contact than the seller."""
    subscription = Subscription.objects.filter(customer=customer).earliest("created_at", "pk")
    named = rename_subscription(
        actor=seller,
        now=ago(now, 2, hour=14),
        subscription_id=subscription.pk,
        version=subscription.version,
        nickname=f"{subscription.nickname} · {customer.billing_profile.city}",
    )
    if contact.tenant_id is not None:
        set_support_contact(
            actor=seller,
            now=ago(now, 2, hour=15),
            subscription_id=named.pk,
            version=named.version,
            partner_id=contact.tenant_id,
        )
