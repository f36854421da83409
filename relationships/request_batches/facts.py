"""What speaks against each line of a list, found in a constant number of queries however long it is."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef

from foundation.mail_addresses import domain_of, is_free_mail
from foundation.rules import Refusal, refusals
from relationships.agreements.standing import standings_of
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership
from relationships.partnerships.rules import Pair, same_region
from relationships.request_batches.parsing import Line
from relationships.request_batches.rules import Recipient, has_an_address, is_listed_once, there_is_room
from relationships.requests.facts import asking_facts_of
from relationships.requests.models import PartnershipRequest
from relationships.requests.rates import room_today
from relationships.requests.rules import recipient_refusals


def verdicts_of(provider: Partner, lines: Sequence[Line], now: datetime) -> dict[int, list[Refusal]]:
    """Return why each line cannot be sent, by its number; nothing for one that can."""
    addresses = {line.address for line in lines if line.has_address}
    asking = asking_facts_of(provider, addresses, now)
    elsewhere = elsewhere_among(provider, addresses)
    room, place = room_today(provider.pk, now), 0
    first: dict[str, int] = {}
    found: dict[int, list[Refusal]] = {}
    for line in lines:
        earlier = first.setdefault(line.address, line.number)
        recipient = Recipient(
            provider=provider.name,
            address=line.address,
            has_address=line.has_address,
            earlier_line=earlier if earlier != line.number else 0,
            room=room,
            place=place + 1,
        )
        against = refusals((has_an_address,), recipient) or refusals((is_listed_once,), recipient)
        if not against:
            against = recipient_refusals(asking[line.address]) + elsewhere.get(line.address, [])
        if not against:
            against = refusals((there_is_room,), recipient)
            place += 1
        found[line.number] = against
    return found


def elsewhere_among(provider: Partner, addresses: Collection[str]) -> dict[str, list[Refusal]]:
    """Return the refusals of the addresses at domains of companies that are in another region (R1).

    Only companies are recognised that the provider knows: it was their partner, or they have answered it. It is not
    told who else has an account; those learn when they open the link.
    """
    domains = {domain_of(address) for address in addresses if not is_free_mail(address)}
    known = Exists(Partnership.objects.filter(provider=provider, reseller=OuterRef("pk"))) | Exists(
        PartnershipRequest.objects.filter(provider=provider, recipient_partner=OuterRef("pk"))
    )
    others = Partner.objects.filter(known, tenant__primary_domain__in=domains).exclude(region=provider.region_id)
    by_domain = dict(others.values_list("tenant__primary_domain", "pk"))
    if not by_domain:
        return {}
    standings = standings_of({provider.pk, *by_domain.values()})
    pairs = {
        domain: Pair(standings[provider.pk], standings[key], are_partners=False) for domain, key in by_domain.items()
    }
    return {
        address: refusals((same_region,), pairs[domain_of(address)])
        for address in addresses
        if domain_of(address) in pairs
    }
