"""Recording customer agreements."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from customers.accounts.models import Customer
from customers.agreements.models import CustomerAgreement
from customers.agreements.rules import ATTESTATION_RULES, AttestationFacts
from customers.relationships.models import CustomerRelationship
from foundation.audit.services import record
from foundation.organisations.actor import Actor
from foundation.rules import enforce
from relationships.agreements.standing import standing_of
from relationships.partners.programmes import Programme


@dataclass(frozen=True)
class Attestation:
    """Who accepted the customer agreement for the customer, and on which day."""

    first_name: str
    last_name: str
    email: str
    phone: str
    agreed_on: date


@transaction.atomic
def attest_agreement(*, actor: Actor, now: datetime, customer: Customer, attestation: Attestation) -> CustomerAgreement:
    """Put on record that a customer has accepted its agreement; a request for it is thereby fulfilled.

    The day must have come in the time zone in which the attester reads the portal. Raises Refused.
    """
    with_tenant = Customer.objects.select_related("tenant")
    locked = with_tenant.select_for_update(of=("self",), no_key=True).get(pk=customer.pk)
    enforce(ATTESTATION_RULES, _facts(actor, now, locked, attestation))
    asked = CustomerAgreement.objects.filter(customer=locked, state=CustomerAgreement.State.REQUESTED).first()
    agreement = asked or CustomerAgreement(customer=locked)
    agreement.state = CustomerAgreement.State.ATTESTED
    agreement.first_name = attestation.first_name
    agreement.last_name = attestation.last_name
    agreement.email = attestation.email
    agreement.phone = attestation.phone
    agreement.agreed_on = attestation.agreed_on
    agreement.recorded_at = now
    agreement.recorded_by = actor.user
    agreement.save()
    record(
        actor=actor,
        now=now,
        verb="customer_agreement.attested",
        subject=agreement,
        customer=str(locked.pk),
        agreed_on=attestation.agreed_on.isoformat(),
    )
    return agreement


@transaction.atomic
def request_agreement(*, actor: Actor, now: datetime, customer: Customer) -> CustomerAgreement:
    """Put on record that the customer itself will be asked; until it has agreed nothing is ordered for it (R40)."""
    agreement = CustomerAgreement.objects.create(
        customer=customer, state=CustomerAgreement.State.REQUESTED, recorded_at=now, recorded_by=actor.user
    )
    record(actor=actor, now=now, verb="customer_agreement.requested", subject=agreement, customer=str(customer.pk))
    return agreement


def _facts(actor: Actor, now: datetime, customer: Customer, attestation: Attestation) -> AttestationFacts:
    if actor.tenant_id is None:
        raise ValueError("Agreements are attested by people of a partner.")
    attester = standing_of(actor.tenant_id)
    own = CustomerRelationship.objects.filter(customer=customer, partner=actor.tenant_id, through=None, ended_at=None)
    same = CustomerAgreement.objects.filter(
        customer=customer,
        state=CustomerAgreement.State.ATTESTED,
        first_name=attestation.first_name,
        last_name=attestation.last_name,
        email=attestation.email,
        agreed_on=attestation.agreed_on,
    )
    return AttestationFacts(
        customer=customer.name,
        attester=attester.name,
        attester_sells=bool(attester.programmes & {Programme.INDIRECT_PROVIDER, Programme.DIRECT_BILL})
        and own.exists(),
        agreed_on=attestation.agreed_on,
        today=timezone.localdate(now),
        known_already=same.exists(),
    )
