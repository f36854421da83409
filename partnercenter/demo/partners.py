"""The story's partners, their people, requests and partnerships."""

from datetime import datetime

from foundation.accounts.services import create_user
from foundation.audit.services import record
from foundation.mail.models import OutgoingMail
from foundation.organisations.actor import Actor, member, portal
from foundation.organisations.models import Membership, Tenant
from foundation.users.models import User
from partnercenter.demo.companies import COLLEAGUES, COMPANIES, OPERATOR, Company
from partnercenter.demo.timeline import ago, count_as_sent
from relationships.agreements.services import sign_agreement
from relationships.agreements.texts import CURRENT
from relationships.answers.services import accept_request, decline_request, record_view
from relationships.partners.models import Partner
from relationships.partners.services import add_partner, suspend_partner
from relationships.requests.links import Followed
from relationships.requests.models import PartnershipRequest
from relationships.requests.services import (
    create_request,
    expire_requests,
    finish_by_hand,
    send_request,
    withdraw_request,
)
from relationships.requests.words import words_of

ACCEPTED = (
    ("northlight", "brightpath", 394),
    ("northlight", "fjord", 381),
    ("northlight", "pyrenees", 370),
    ("northlight", "iberia", 301),
    ("northlight", "lisbon", 290),
    ("meridian", "brightpath", 251),
    ("northlight", "tulip", 211),
    ("lakeshore", "harborpoint", 203),
    ("northlight", "vistula", 124),
)
"""Requests that became partnerships two days later: provider, reseller, days ago."""


def load_partners(now: datetime) -> dict[str, Actor]:
    """Put partners and people on record; return the first Global admin of each, by the company's key."""
    admins = {company.key: _add_company(company, now) for company in COMPANIES}
    for colleague in COLLEAGUES:
        user = person(colleague.address, colleague.first_name, colleague.last_name)
        joined = next(company.joined for company in COMPANIES if company.key == colleague.company)
        add_member(user, admins[colleague.company], colleague.role, ago(now, joined - 2))
    operator = person(*OPERATOR)
    operator.is_staff = operator.is_superuser = True
    operator.save(update_fields=["is_staff", "is_superuser"])
    return admins


def load_requests(now: datetime, admins: dict[str, Actor]) -> None:
    """Ask and answer: requests in every state, and the partnerships that came of some."""
    for provider, reseller, days in ACCEPTED:
        company = next(each for each in COMPANIES if each.key == reseller)
        request = _ask(admins[provider], ago(now, days), company.name, f"admin@{company.domain}")
        followed = Followed(_send(admins[provider], ago(now, days, hour=11), request), is_current=True)
        record_view(actor=admins[reseller], now=ago(now, days - 1), followed=followed)
        accept_request(actor=admins[reseller], now=ago(now, days - 2), followed=followed, ticked=True)
    suspend_partner(
        actor=portal(),
        now=ago(now, 18),
        partner=Partner.objects.get(pk=admins["vistula"].tenant_id),
        reason="The company's registration could not be confirmed.",
    )
    _load_unanswered(now, admins["northlight"], viewer=admins["baltic"], refuser=admins["canalring"])


def person(address: str, first_name: str, last_name: str) -> User:
    """Return the person who signs in with this address, made if need be; passwords are set at the end."""
    found = User.objects.filter(username=address).first()
    return found or create_user(username=address, email=address, first_name=first_name, last_name=last_name)


def add_member(user: User, admin: Actor, role: str, at: datetime) -> Membership:
    """Let somebody belong to the admin's company with one role."""
    assert admin.tenant
    membership = Membership.objects.create(user=user, tenant=admin.tenant, roles=[role])
    record(actor=admin, now=at, verb="membership.added", subject=membership, roles=[role])
    return membership


def admin_of(tenant: Tenant) -> Actor:
    """Return the first Global admin of a tenant as an actor."""
    membership = Membership.objects.select_related("user", "tenant").filter(tenant=tenant).earliest("pk")
    return member(membership)


def _add_company(company: Company, now: datetime) -> Actor:
    partner = add_partner(
        actor=portal(),
        now=ago(now, company.joined),
        company=company.name,
        country=company.country,
        programme=company.programme,
        mpn_id=company.mpn_id,
        admin_address=f"admin@{company.domain}",
        admin_first_name=company.first_name,
        admin_last_name=company.last_name,
        domain=company.domain,
    )
    admin = admin_of(partner.tenant)
    if company.signed:
        sign_agreement(actor=admin, now=ago(now, company.joined - 1), text_version=CURRENT.version, agreed=True)
    return admin


def _load_unanswered(now: datetime, asker: Actor, *, viewer: Actor, refuser: Actor) -> None:
    """Requests that have not become partnerships."""
    expired = _ask(asker, ago(now, 50), "Silverline Systems", "info@silverline.example")
    _send(asker, ago(now, 50, hour=11), expired)
    expire_requests(now=now)
    withdrawn = _ask(asker, ago(now, 45), "Old Mill Computing", "office@oldmill.example")
    withdraw_request(actor=asker, now=ago(now, 43), request=_send(asker, ago(now, 45, hour=11), withdrawn))
    declined = _send(asker, ago(now, 40), _ask(asker, ago(now, 41), "Canal Ring Computing", "admin@canalring.example"))
    reason = "We buy from another provider this year."
    decline_request(actor=refuser, now=ago(now, 38), followed=Followed(declined, is_current=True), reason=reason)
    by_hand = _ask(asker, ago(now, 6), "Cork Harbour IT", "hello@corkharbour.example")
    words, version = words_of(by_hand), by_hand.version
    finish_by_hand(actor=asker, now=ago(now, 6, hour=11), request=by_hand, version=version, words=words)
    viewed = _send(asker, ago(now, 4), _ask(asker, ago(now, 5), "Baltic Byte", "admin@balticbyte.example"))
    record_view(actor=viewer, now=ago(now, 3), followed=Followed(viewed, is_current=True))
    bounced = _ask(asker, ago(now, 3), "Piotrowski Software", "info@piotrowski.example")
    _send(asker, ago(now, 3, hour=11), bounced)
    OutgoingMail.objects.about(bounced).update(
        state=OutgoingMail.State.FAILED,
        reason=OutgoingMail.Reason.MAILBOX,
        sent_at=None,
        last_error="550 5.1.1 No such mailbox",
    )
    on_its_way = _ask(asker, ago(now, 1, hour=9), "Atlas Bureautique", "contact@atlasbureautique.example")
    words, version = words_of(on_its_way), on_its_way.version
    send_request(actor=asker, now=ago(now, 1), request=on_its_way, version=version, words=words)
    _ask(asker, ago(now, 1, hour=12), "Kestrel Digital", "office@kestreldigital.example")


def _ask(asker: Actor, at: datetime, company: str, address: str) -> PartnershipRequest:
    return create_request(actor=asker, now=at, company=company, address=address, language="en")


def _send(asker: Actor, at: datetime, request: PartnershipRequest) -> PartnershipRequest:
    """Send it, and count its mail as handed over at once: what is answered later must have arrived."""
    sent = send_request(actor=asker, now=at, request=request, version=request.version, words=words_of(request))
    count_as_sent(OutgoingMail.objects.about(sent))
    return sent
