"""*Work with other partners*: each role and each model in words, with the rules that hold for it and its tasks."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foundation.rules import Text
from partnercenter.advisor.ways import (
    AGREEMENT,
    CUSTOMERS,
    DIRECTORY,
    ENROL,
    ENROLMENT,
    NEW_CUSTOMER,
    OWN_ACCOUNT,
    PROVIDERS,
    REQUEST,
    RESELLERS,
    Way,
)


@dataclass(frozen=True)
class Topic:
    """A role or a model. `rules` are codes, `ways` pages of which those are offered that the reader may open."""

    key: str
    title: Text
    text: tuple[Text, ...]
    rules: tuple[str, ...]
    ways: tuple[Way, ...]


TWO_TIER = Topic(
    "two-tier",
    _("Indirect provider and indirect reseller: the two-tier model"),
    (
        _(
            "Indirect providers and indirect resellers work together to sell cloud services to organizations in many "
            "places and industries. Microsoft sells to the provider, the provider to the reseller, the reseller to the "
            "customer."
        ),
        _(
            "Before anything is sold, the two become partners: the provider sends a request, or the reseller asks a "
            "provider that is listed, and a Global admin on the other side accepts."
        ),
    ),
    ("R1", "R3", "R10", "R11", "R12", "R13", "R14", "R17", "R18", "R31"),
    (REQUEST, RESELLERS, DIRECTORY, PROVIDERS),
)
PROVIDER = Topic(
    "indirect-provider",
    _("Indirect providers"),
    (
        _(
            "Indirect providers, also known as distributors, buy products and subscriptions directly from Microsoft "
            "and offer them to customers through resellers. They have the infrastructure to support and bill, and "
            "place all orders."
        ),
        _("Working with resellers, a provider reaches more customers than by itself."),
    ),
    ("R19", "R20", "R27", "R36", "R41", "R45", "R47", "R49", "through-resellers"),
    (RESELLERS, NEW_CUSTOMER, ENROL),
)
RESELLER = Topic(
    "indirect-reseller",
    _("Indirect resellers"),
    (
        _(
            "Indirect resellers work with indirect providers, which have the direct relationship with Microsoft. They "
            "go to market without a large investment and offer a broader portfolio."
        ),
        _(
            "Before new business a reseller does three things: it joins Partner Center, enrols as indirect reseller "
            "and signs the Microsoft Partner Agreement."
        ),
    ),
    ("R11", "R17", "R19", "R21", "R22", "R23", "R24", "R25", "R32"),
    (PROVIDERS, DIRECTORY, AGREEMENT, ENROLMENT, ENROL),
)
DIRECT_BILL = Topic(
    "direct-bill",
    _("Direct-bill partners"),
    (
        _(
            "Direct-bill partners buy from Microsoft and sell to their customers themselves. They meet the programme's "
            "requirements: they integrate with Microsoft by API, and bill, support and offer managed services."
        ),
    ),
    ("R19", "R32", "R36", "R45", "R47"),
    (NEW_CUSTOMER, CUSTOMERS, ENROL),
)
MULTI_PARTNER = Topic(
    "multi-partner",
    _("Several partners at one customer: multi-partner"),
    (
        _(
            "A customer may work with more than one partner: one for its expertise in Office 365, another that "
            "specializes in Azure. Each has a relationship of its own with the customer."
        ),
        _("Nothing that one partner has sold changes because another one comes in."),
    ),
    ("R18", "R34", "R45", "R62"),
    (CUSTOMERS, OWN_ACCOUNT),
)
MULTI_CHANNEL = Topic(
    "multi-channel",
    _("Subscriptions bought elsewhere: multi-channel"),
    (
        _(
            "A customer may hire a partner to provision and support what it has bought elsewhere. The partner asks for "
            "a relationship, and a Global admin of the customer gives it delegated administration."
        ),
    ),
    ("R34", "R61", "R62", "delegated-admin"),
    (CUSTOMERS, OWN_ACCOUNT),
)
OWN_USE = Topic(
    "own-use",
    _("Selling to partners"),
    (
        _(
            "A partner in CSP cannot resell online services to another partner in CSP. This concerns the tenant used "
            "for CSP only: on another tenant, a partner is a customer like any other and may buy for its own use."
        ),
    ),
    ("R28", "R29", "R30", "R31"),
    (NEW_CUSTOMER,),
)
REGIONS = Topic(
    "regions",
    _("Regions"),
    (
        _(
            "Partners work together, and sell to customers, inside their own CSP region. One account in a region "
            "covers all its countries; for another region a company needs another account there."
        ),
    ),
    ("R1", "R2", "R3", "R4", "R5", "R6", "R7", "R9"),
    (ENROL,),
)
NATIONAL_CLOUDS = Topic(
    "national-clouds",
    _("National clouds"),
    (
        _(
            "Multi-partner and multi-channel support are also available in Microsoft's national clouds. A national "
            "cloud is a world of its own, with its own portal, accounts and tenants: a tenant of one cannot be served "
            "from another."
        ),
    ),
    (),
    (),
)

TOPICS = (
    TWO_TIER,
    PROVIDER,
    RESELLER,
    DIRECT_BILL,
    MULTI_PARTNER,
    MULTI_CHANNEL,
    OWN_USE,
    REGIONS,
    NATIONAL_CLOUDS,
)
"""Everything the page explains, in its order."""
