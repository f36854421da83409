"""Who may open the link of a request, and what the page has to say then: one row per case."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser

from foundation.users.models import User
from relationships.partners.models import Enrolment, Partner
from relationships.partnerships.models import Partnership
from relationships.requests.links import path_of, token_of
from relationships.requests.models import PartnershipRequest
from tests.factories import MembershipFactory, UserFactory
from tests.relationships.factories import (
    DIRECT,
    NOW,
    PROVIDER,
    make_partner,
    make_partnership,
    make_request,
    membership_in,
    user_of,
)

ENROL, LIST, DASHBOARD = "/enrol/?request={token}", 'href="/providers/"', 'href="/"'
SECOND = "/enrol/?another=1&amp;programme=indirect_reseller&amp;request={token}"


@dataclass(frozen=True)
class Visit:
    """Somebody with the link of a request; `path` is what stands in the browser."""

    request: PartnershipRequest
    user: User | AnonymousUser
    path: str = ""


Prepare = Callable[[Partner], Visit]


@dataclass(frozen=True)
class Case:
    """One row: who opens which link, the page's status and heading, its words, and where it leads (`{token}`)."""

    name: str
    prepare: Prepare
    status: int
    heading: str
    words: tuple[str, ...]
    leads: tuple[str, ...] = (DASHBOARD,)
    may_decline: bool = False


def asked(provider: Partner, **changes: Any) -> Visit:
    """A Global admin of the reseller asked, with the link of the mail."""
    reseller = make_partner("Contoso Resale", country="FR")
    return Visit(make_request(provider, reseller, **changes), user_of(reseller))


def ended(**changes: Any) -> Prepare:
    """The same, with a request that is over."""
    return lambda provider: asked(provider, **changes)


def company(*args: Any, **kwargs: Any) -> Prepare:
    """A Global admin of a company like this, which was asked."""

    def prepare(provider: Partner) -> Visit:
        made = make_partner("Contoso Resale", *args, **kwargs)
        return Visit(make_request(provider, made), user_of(made))

    return prepare


def nobody(provider: Partner) -> Visit:
    """Somebody who is not signed in."""
    return replace(asked(provider), user=AnonymousUser())


def without_organisation(provider: Partner) -> Visit:
    """Somebody who can sign in, and belongs to no company."""
    return replace(asked(provider), user=UserFactory.create(username="lone@wolf.example"))


def customer(provider: Partner) -> Visit:
    """A Global admin of a company that is no partner at all."""
    member = MembershipFactory.create(tenant__name="Woodgrove", tenant__primary_domain="woodgrove.example")
    return Visit(make_request(provider, recipient_address="it@woodgrove.example"), member.user)


def rejected(provider: Partner) -> Visit:
    """A Global admin of a company whose enrolment was rejected."""
    visit = company(state=Enrolment.State.REJECTED)(provider)
    Enrolment.objects.filter(partner__name="Contoso Resale").update(reason="The MPN ID is another company's.")
    return visit


def partners_already(provider: Partner) -> Visit:
    """The two work together, by another request."""
    visit = asked(provider)
    make_partnership(provider, Partner.objects.get(name="Contoso Resale"))
    return visit


def own(provider: Partner) -> Visit:
    """Somebody of the provider that asks."""
    return Visit(make_request(provider), user_of(provider))


def sales_agent(provider: Partner) -> Visit:
    """Somebody of the reseller who is no Global admin."""
    reseller = make_partner("Contoso Resale")
    membership_in(reseller, first_name="Gloria", last_name="Admin")
    return Visit(make_request(provider, reseller), user_of(reseller, "sales_agent"))


def used(provider: Partner) -> Visit:
    """Another company, when the company asked has accepted."""
    visit = asked(provider)
    partnership = make_partnership(provider, Partner.objects.get(name="Contoso Resale"))
    closed = {"state": "accepted", "closed_at": NOW, "partnership": partnership}
    PartnershipRequest.objects.filter(pk=visit.request.pk).update(**closed)
    return replace(visit, user=user_of(make_partner("Wingtip Resale")))


def used_and_ended(provider: Partner) -> Visit:
    """The company that has accepted, when the partnership is over."""
    visit = replace(used(provider), user=user_of(Partner.objects.get(name="Contoso Resale")))
    Partnership.objects.update(ended_at=NOW)
    return visit


def replaced(provider: Partner) -> Visit:
    """The old link of a request that was sent again."""
    visit = asked(provider)
    path = path_of(visit.request)
    PartnershipRequest.objects.filter(pk=visit.request.pk).update(link_version=2)
    return replace(visit, path=path)


def edited(provider: Partner) -> Visit:
    """One letter of the link is another."""
    visit = asked(provider)
    token = token_of(visit.request)
    other = "A" if token[5] != "A" else "B"
    return replace(visit, path=path_of(visit.request).replace(token, token[:5] + other + token[6:]))


def truncated(provider: Partner) -> Visit:
    """The end of the link is missing."""
    visit = asked(provider)
    return replace(visit, path=path_of(visit.request)[:-8] + "/")


def gone(provider: Partner) -> Visit:
    """A link that would be genuine, if there were such a request."""
    visit = asked(provider)
    path = path_of(visit.request)
    visit.request.delete()
    return replace(visit, path=path)


def suspended(name: str) -> Prepare:
    """One of the two is suspended."""

    def prepare(provider: Partner) -> Visit:
        visit = asked(provider)
        Partner.objects.filter(name=name).update(status=Partner.Status.SUSPENDED)
        return visit

    return prepare


def wrong_company(provider: Partner) -> Visit:
    """A Global admin of another reseller."""
    return replace(asked(provider), user=user_of(make_partner("Wingtip Resale")))


def wrong_company_not_enrolled(provider: Partner) -> Visit:
    """A Global admin of another company, which is no reseller."""
    return replace(asked(provider), user=user_of(make_partner("Wingtip", None)))


def of_two_companies(provider: Partner) -> Visit:
    """Somebody who belongs to the reseller asked, and acts for another company at the moment."""
    visit = asked(provider)
    member = membership_in(make_partner("Wingtip Resale"), username="both@companies.example")
    MembershipFactory.create(
        tenant=Partner.objects.get(name="Contoso Resale").tenant, user=member.user, roles=["global_admin"]
    )
    return replace(visit, user=member.user)


THANKS = "Northlight Distribution asks for a partnership"
REFUSED = "This request cannot be accepted"
UNKNOWN = "This link does not work"
CASES = [
    Case("fine", asked, 200, THANKS, ("Authorize indirect provider",), (), may_decline=True),
    Case(
        "not-signed-in",
        nobody,
        200,
        THANKS,
        ("Opening this page accepts nothing",),
        ("/accounts/login/?next=%2Fr%2F{token}%2F", ENROL),
    ),
    Case("no-organisation", without_organisation, 403, THANKS, ("lone@wolf.example", "no organisation"), (ENROL,)),
    Case(
        "no-partner",
        customer,
        409,
        REFUSED,
        ("Woodgrove is not enrolled as an indirect reseller.", "stays open until 2026-04-15", "leads back"),
        (ENROL,),
        may_decline=True,
    ),
    Case("not-enrolled", company(None), 409, REFUSED, ("Contoso Resale is not enrolled",), (ENROL,), may_decline=True),
    Case(
        "mpa-not-signed",
        company(signed=False),
        200,
        THANKS,
        (
            "Sign the Partner Agreement first",
            "cannot transact yet",
            "Global admins of your company: Robin Example",
            "Authorize indirect provider",
        ),
        ('action="/agreement/sign/"', 'name="next" value="/r/{token}/"'),
        may_decline=True,
    ),
    Case(
        "vetting-pending",
        company(state=Enrolment.State.PENDING),
        409,
        REFUSED,
        ("still being checked", "You get a mail when it is decided", "stays open until 2026-04-15"),
        ('href="/enrolment/"',),
        may_decline=True,
    ),
    Case(
        "vetting-rejected",
        rejected,
        409,
        REFUSED,
        ("was rejected: The MPN ID is another company&#x27;s.", "Fix now"),
        ("/enrolment/apply/?programme=indirect_reseller&amp;request={token}",),
        may_decline=True,
    ),
    Case(
        "other-region",
        company(country="US"),
        409,
        REFUSED,
        (
            "Northlight Distribution is in the region Europe, Contoso Resale in United States.",
            "Contoso Resale needs an account in Europe, or a provider in United States.",
        ),
        (SECOND,),
        may_decline=True,
    ),
    Case(
        "partners-already",
        partners_already,
        409,
        "You are partners already",
        ("are already partners since 2026-03-16", "Nothing needs to be done"),
        (LIST,),
    ),
    Case(
        "own-link",
        own,
        409,
        "This is your own link",
        ("only the company asked can accept it", "Send it to Somebody Else."),
        ("/resellers/requests/{request}/",),
    ),
    Case(
        "direct-bill",
        company(DIRECT),
        409,
        REFUSED,
        ("would overwrite that", "Use a second account (tenant)"),
        (SECOND,),
        may_decline=True,
    ),
    Case(
        "provider-only",
        company(PROVIDER),
        409,
        REFUSED,
        ("enrolled as an indirect provider, not as an indirect reseller", "open a second one", "until 2026-04-15"),
        (SECOND,),
        may_decline=True,
    ),
    Case(
        "no-global-admin",
        sales_agent,
        403,
        REFUSED,
        ("Only a Global admin of Contoso Resale can answer", "Forward the mail to", "Gloria Admin"),
    ),
    Case(
        "expired",
        ended(expires_at=NOW - timedelta(days=1)),
        409,
        "This link has expired",
        ("expired on 2026-03-15", "Ask Northlight Distribution for a new request"),
        ("mailto:",),
    ),
    Case(
        "expired-and-swept",
        ended(state="expired", closed_at=NOW, expires_at=NOW),
        409,
        "This link has expired",
        ("expired on 2026-03-16", "Ask Northlight Distribution for a new request"),
        ("mailto:",),
    ),
    Case(
        "used",
        used,
        409,
        "This link has been used",
        ("was used on 2026-03-16", "ask Northlight Distribution for a new request"),
        (LIST,),
    ),
    Case("used-and-over", used_and_ended, 409, "This link has been used", ("was used on 2026-03-16",), (LIST,)),
    Case(
        "withdrawn",
        ended(state="withdrawn", closed_at=NOW),
        409,
        "This request was withdrawn",
        ("Northlight Distribution withdrew this request on 2026-03-16", "ask Northlight Distribution for a new"),
        ("mailto:",),
    ),
    Case(
        "declined",
        ended(state="declined", closed_at=NOW),
        409,
        "This request was declined",
        ("was declined on 2026-03-16", "ask Northlight Distribution for a new request"),
        ("mailto:",),
    ),
    Case(
        "replaced",
        replaced,
        409,
        "This link has been replaced",
        ("replaced by a newer one", "latest mail from Northlight Distribution"),
        ("mailto:",),
    ),
    Case("edited", edited, 404, UNKNOWN, ("Copy the whole link",), ()),
    Case("truncated", truncated, 404, UNKNOWN, ("Copy the whole link",), ()),
    Case("no-such-request", gone, 404, UNKNOWN, ("Copy the whole link",), ()),
    Case(
        "provider-suspended",
        suspended("Northlight Distribution"),
        409,
        REFUSED,
        ("The account of Northlight Distribution is suspended.", "until the suspension is lifted"),
        may_decline=True,
    ),
    Case(
        "reseller-suspended",
        suspended("Contoso Resale"),
        409,
        REFUSED,
        ("The account of Contoso Resale is suspended.", "until the suspension is lifted"),
        may_decline=True,
    ),
    Case(
        "wrong-company",
        wrong_company,
        409,
        "This request is for another company",
        (
            "This request is for Contoso Resale; you are signed in for Wingtip Resale.",
            "Ask Northlight Distribution to let Wingtip Resale answer",
        ),
        ('action="/r/{token}/claim/"', 'action="/accounts/logout/"', 'value="/r/{token}/"'),
    ),
    Case(
        "wrong-company-not-enrolled",
        wrong_company_not_enrolled,
        409,
        "This request is for another company",
        ("so it could not accept the request", "Enrol the company first"),
        (ENROL,),
    ),
    Case(
        "several-memberships",
        of_two_companies,
        409,
        "This request is for another company",
        ("Go on as Contoso Resale", "You belong to more organisations"),
        ('action="/accounts/organisation/"', 'name="next" value="/r/{token}/"'),
    ),
]
