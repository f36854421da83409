"""Which domain names are free."""

from dataclasses import dataclass

from customers.adding.account import full_domain
from customers.admin_users.services import domains_with_admin
from customers.naming.domains import alternatives
from foundation.organisations.models import Tenant

LOOKED_AT = 40
"""Alternatives that are looked at before giving up."""


@dataclass(frozen=True)
class Availability:
    """Whether a prefix is taken, and some like it that are not."""

    is_taken: bool
    free: list[str]


def availability(prefix: str, *, how_many: int = 3) -> Availability:
    """Say whether somebody has this prefix, and find others that nobody has, in two queries.

    A domain whose admin's sign-in name somebody has is taken too.
    """
    others = alternatives(prefix, (), how_many=LOOKED_AT)
    wanted = {full_domain(each): each for each in (prefix, *others)}
    found = Tenant.objects.filter(primary_domain__in=wanted).values_list("primary_domain", flat=True)
    taken = {wanted[domain] for domain in {*found, *domains_with_admin(wanted)}}
    return Availability(prefix in taken, [each for each in others if each not in taken][:how_many])
