"""The story's later chapters: applications, listings, requests the other way, claims, ends, notes and invitations."""

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from foundation.mail.models import OutgoingMail
from foundation.notes.services import add_note
from foundation.operations.services import move_tenant
from foundation.organisations.actor import Actor, portal
from foundation.organisations.models import Tenant
from foundation.users.models import User
from partnercenter.demo.timeline import ago, count_as_sent
from relationships.account_settings.services import add_global_mpn_id
from relationships.answers.services import claim_request
from relationships.directory.services import save_listing
from relationships.endings.services import Wish, end_partnership
from relationships.enrolment.decisions import decide_enrolment
from relationships.enrolment.models import Capability
from relationships.enrolment.services import Contact, Details, apply
from relationships.partners.models import Enrolment, Partner
from relationships.partners.programmes import Programme
from relationships.partners.services import Particulars
from relationships.partnerships.models import Partnership
from relationships.profiles.models import SupportProfile
from relationships.profiles.services import change_profile
from relationships.request_batches.models import BatchRow
from relationships.request_batches.parsing import parse
from relationships.request_batches.services import create_batch, send_batch, start_batch
from relationships.requests.links import Followed
from relationships.requests.models import PartnershipRequest
from relationships.reseller_requests.services import ask_provider
from relationships.team.invitations import invite
from subscriptions.performance.services import watch_revenue_floor

RESELLER, DIRECT = Programme.INDIRECT_RESELLER, Programme.DIRECT_BILL

APPLICATIONS = (
    (
        1,
        Contact("admin@krakowcloud.example", "Marek", "Zieliński"),
        Particulars("Kraków Cloud Works", "PL", "4201640", "PL"),
        Details(RESELLER, registration_number="526-03-00-724", phone="+48 12 345 67 89"),
    ),
    (
        3,
        Contact("admin@ostseedigital.example", "Frauke", "Petersen"),
        Particulars("Ostsee Digital", "DE", "4201860", "DE", global_mpn_id="4201850"),
        Details(RESELLER),
    ),
    (
        5,
        Contact("admin@loirecloud.example", "Élodie", "Marchal"),
        Particulars("Loire Cloud Direct", "FR", "4301970", "FR"),
        Details(DIRECT, capabilities=tuple(Capability.values)),
    ),
    (
        9,
        Contact("admin@bergwerkit.example", "Florian", "Huber"),
        Particulars("Bergwerk IT", "AT", "4201980", "AT"),
        Details(RESELLER),
    ),
)
"""Who has applied: days ago, the primary contact, the company, the rest."""

APPLICANTS = tuple(contact.address for _days, contact, _company, _details in APPLICATIONS[1:])
"""Those who have set a password by the mailed link, which has verified their address; Kraków's has not yet."""

REJECTED = "Bergwerk IT"

LISTINGS = (
    ("northlight", "Cloud subscriptions for IT companies in Europe", "We answer requests within two working days."),
    ("meridian", "Distribution in Italy and the Mediterranean", "Marketing support and training for new resellers."),
    ("lakeshore", "Distribution in the United States", "From first licence to managed services."),
)

PASTED = """Lumière Bureautique, contact@lumierebureau.example, en
Sauerland Systeme <info@sauerland.example>
contact@lumierebureau.example
"""


def load_network(now: datetime, admins: dict[str, Actor]) -> None:
    """Load all of it."""
    load_applications(now)
    load_accounts(now, admins)
    load_other_requests(now, admins)
    load_ends(now, admins)
    watch_revenue_floor(now=ago(now, 5))


def load_applications(now: datetime) -> None:
    """Leave the operator a queue: addresses verified or not, a direct-bill partner, and one that was rejected."""
    for days, contact, particulars, details in APPLICATIONS:
        apply(now=ago(now, days), contact=contact, particulars=particulars, details=details)
    User.objects.filter(username__in=APPLICANTS).update(email_verified_at=now)
    decide_enrolment(
        actor=portal(),
        now=ago(now, 7),
        enrolment=Enrolment.objects.get(partner__name=REJECTED),
        approve=False,
        reason="The MPN ID belongs to another company. Please enter your own location MPN ID.",
    )


def load_accounts(now: datetime, admins: dict[str, Actor]) -> None:
    """Fill in what companies say of themselves, and ask a new colleague to join."""
    provider = admins["northlight"]
    add_global_mpn_id(actor=provider, now=ago(now, 300), mpn_id="4100000")
    contact = {
        "email": "support@provider.example",
        "telephone": "+49 30 5550 1200",
        "website": "https://provider.example/support",
    }
    change_profile(actor=provider, now=ago(now, 300), profile=SupportProfile, version=0, values=contact)
    for key, headline, text in LISTINGS:
        values: dict[str, str | bool] = {
            "headline": headline,
            "description": text,
            "is_shown": True,
            "contact_address": "",
        }
        save_listing(actor=admins[key], now=ago(now, 200), version=0, values=values)
    first, second = (
        Tenant.objects.select_related("organisation").get(primary_domain=domain)
        for domain in ("directbill.example", "rhonepartner.example")
    )
    move_tenant(
        actor=portal(),
        now=ago(now, 100),
        tenant=second,
        organisation=first.organisation,
        reason="Two accounts of one company.",
    )
    invite(actor=provider, now=ago(now, 1), address="trainee@provider.example", roles=["sales_agent"])


def load_other_requests(now: datetime, admins: dict[str, Actor]) -> None:
    """A reseller that asks, a company that says a request was meant for it, and a list of requests."""
    message = "Our contract with another distributor ends. We would like to buy from you, as we talked about."
    northlight = Partner.objects.get(pk=admins["northlight"].tenant_id)
    ask_provider(actor=admins["canalring"], now=ago(now, 2), provider=northlight, message=message, ticked=True)
    meant = PartnershipRequest.objects.select_related("provider__tenant").get(
        recipient_address="hello@corkharbour.example"
    )
    claim_request(actor=admins["corkharbour"], now=ago(now, 2), followed=Followed(meant, is_current=True))
    batch = create_batch(actor=admins["northlight"], now=ago(now, 12), lines=parse(PASTED), language="en")
    start_batch(actor=admins["northlight"], now=ago(now, 12, hour=11), batch=batch)
    send_batch(batch_id=batch.pk, now=ago(now, 12, hour=11))
    for row in BatchRow.objects.filter(batch=batch, request__isnull=False).select_related("request"):
        assert row.request
        count_as_sent(OutgoingMail.objects.about(row.request))


def load_ends(now: datetime, admins: dict[str, Actor]) -> None:
    """A partnership that is over, one that will be, and a note about a third."""
    provider = admins["northlight"]
    past = Wish(reason="The reseller has given up its cloud business.", name_typed="Pyrenees Office")
    end_partnership(actor=provider, now=ago(now, 60), partnership=between(admins, "pyrenees"), wish=past)
    planned = Wish(
        reason="The account has been suspended for too long.",
        day=localdate(now) + timedelta(days=30),
        name_typed="Vistula Networks",
    )
    end_partnership(actor=provider, now=ago(now, 4), partnership=between(admins, "vistula"), wish=planned)
    brightpath = Partner.objects.get(pk=admins["brightpath"].tenant_id)
    add_note(actor=provider, now=ago(now, 15), about=brightpath, text="Camille prefers calls before ten o'clock.")


def between(admins: dict[str, Actor], reseller: str) -> Partnership:
    """Return the first provider's partnership with a reseller."""
    pair = {"provider": admins["northlight"].tenant_id, "reseller": admins[reseller].tenant_id}
    return Partnership.objects.select_related("provider__tenant", "reseller__tenant").get(**pair)
