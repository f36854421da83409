"""The scenarios of the source documents as named examples: the question, our answer, and the facts to look at."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from foundation.rules import Text


@dataclass(frozen=True)
class Case:
    """One situation of an example: a link that fills the advisor's form."""

    label: Text
    answers: dict[str, str]

    @property
    def query(self) -> str:
        """The part of the address that describes it."""
        return urlencode(self.answers)


@dataclass(frozen=True)
class Example:
    """A question of the sources. `source` is cited as rules are."""

    key: str
    title: Text
    answer: tuple[Text, ...]
    source: str
    cases: tuple[Case, ...]


EXAMPLES: tuple[Example, ...] = (
    Example(
        "end-to-end",
        _("What if a partner wants to sell to customers, own the relationship end to end, and bill and support them?"),
        (
            _("Two chains do that. Microsoft sells to a direct-bill partner, which sells to the end customer."),
            _("Or Microsoft sells to an indirect provider, which sells to an indirect reseller, which sells on."),
        ),
        "source 003, scenario 1",
        (
            Case(_("Direct-bill partner, customer"), {"want": "sell", "a_kind": "direct_bill", "b_kind": "none"}),
            Case(_("Provider, reseller, customer"), {"want": "sell", "tie": "partners"}),
            Case(_("Provider, customer, nobody between"), {"want": "sell", "b_kind": "none"}),
        ),
    ),
    Example(
        "multi-partner",
        _("What if a customer needs a service or solution that another partner in CSP offers?"),
        (
            _(
                "An end customer can buy different services from different partners, as its business needs them: one "
                "for Office 365, say, another for Azure."
            ),
            _("Each partner has a relationship of its own with the customer; none changes what another has sold."),
        ),
        "source 003, scenario 2; source 000",
        (
            Case(
                _("Another partner, with a relationship of its own, sells too"),
                {"want": "order", "a_kind": "direct_bill", "b_kind": "none", "c_tie": "own"},
            ),
            Case(
                _("Another partner that has no relationship yet"),
                {"want": "order", "a_kind": "direct_bill", "b_kind": "none", "c_tie": "other"},
            ),
        ),
    ),
    Example(
        "multi-channel",
        _("What if a customer wants to hire a partner to manage and support what it has bought elsewhere?"),
        (
            _("A customer can engage several partners to manage its subscriptions, wherever they were bought."),
            _("The partner asks for a relationship; a Global admin of the customer gives it administration rights."),
        ),
        "source 003, scenario 3; source 000",
        (
            Case(
                _("With delegated administration"),
                {"want": "support", "b_kind": "none", "bought": "elsewhere", "c_tie": "other"},
            ),
            Case(
                _("Without it"),
                {"want": "support", "b_kind": "none", "bought": "elsewhere", "c_tie": "other", "c_admin": "no"},
            ),
        ),
    ),
    Example(
        "own-use",
        _("What if a partner in CSP wants to buy for its own use? Can it buy from another partner in CSP?"),
        (
            _("Yes, as a customer, from an indirect reseller or a direct-bill partner."),
            _(
                "It must do so on a tenant other than the one it uses for CSP: the services go to a tenant of the "
                "customer type. They cannot be provisioned to a partner's existing CSP tenant."
            ),
        ),
        "source 003, scenario 4; source 004",
        (
            Case(
                _("From a direct-bill partner, on another tenant"),
                {"want": "use", "a_kind": "direct_bill", "b_kind": "none", "c_kind": "partner"},
            ),
            Case(
                _("From an indirect reseller, on another tenant"),
                {"want": "use", "tie": "partners", "c_kind": "partner"},
            ),
            Case(
                _("On the tenant used for CSP"),
                {"want": "use", "a_kind": "direct_bill", "b_kind": "none", "c_kind": "partner", "c_tenant": "csp"},
            ),
        ),
    ),
    Example(
        "self-sale",
        _("What if a partner in CSP wants to sell to itself, as the end customer?"),
        (_("By contract it must not: neither to itself nor to an affiliate as the end customer."),),
        "source 003, scenario 5",
        (
            Case(
                _("A direct-bill partner and itself"),
                {"want": "use", "a_kind": "direct_bill", "b_kind": "none", "c_kind": "seller"},
            ),
            Case(_("A reseller and its affiliate"), {"want": "use", "tie": "partners", "c_kind": "reseller"}),
        ),
    ),
    Example(
        "reseller-buys",
        _("What if an indirect reseller wants to buy from its indirect provider, as an end customer?"),
        (
            _("As long as the two are partners, the same tenant cannot become the provider's end customer."),
            _("Option 1: the company sets up another tenant as the customer."),
            _(
                "Option 2: the reseller ends the partnership with this provider and starts one with another. Then it "
                "can buy for its own use from another partner."
            ),
            _(
                "Option 3: the company stays a customer of this provider and becomes a reseller under another one. "
                "What it has goes on; new licenses for its own use go to a customer tenant."
            ),
            _(
                "To end a partnership, the source says to contact Microsoft Support. That is out of date: here either "
                "side ends it itself, on the page of the other."
            ),
        ),
        "source 003, scenario 6",
        (
            Case(
                _("On the tenant that is the reseller's"),
                {"want": "use", "b_kind": "none", "c_kind": "sellers_reseller", "c_tenant": "csp"},
            ),
            Case(_("Option 1: another tenant"), {"want": "use", "b_kind": "none", "c_kind": "sellers_reseller"}),
            Case(_("Option 2: partners with another provider"), {"want": "partner"}),
            Case(
                _("The other way round: a customer becomes its own provider's reseller"),
                {"want": "partner", "tie": "customer"},
            ),
            Case(_("Option 3: it becomes a reseller under another provider"), {"want": "partner"}),
        ),
    ),
    Example(
        "other-region-customer",
        _("What if an indirect reseller wants to sell to a customer in another region?"),
        (_("Partners in CSP sell to customers in their own region only."),),
        "source 003, scenario 7",
        (
            Case(_("Customer in another region"), {"want": "sell", "tie": "partners", "c_region": "united-states"}),
            Case(_("Customer in the same region"), {"want": "sell", "tie": "partners"}),
        ),
    ),
    Example(
        "other-region-reseller",
        _("What if an indirect provider wants a relationship with an indirect reseller in another region?"),
        (_("Partners have relationships with partners in the same region only."),),
        "source 003, scenario 8",
        (
            Case(_("Reseller in another region"), {"want": "partner", "b_region": "united-states"}),
            Case(_("Reseller in the same region"), {"want": "partner"}),
        ),
    ),
    Example(
        "resale",
        _("Can a partner in CSP resell online services to another partner in CSP?"),
        (
            _("No. The restriction concerns the tenant used for CSP transactions only."),
            _("Partners that use another tenant for their own business can buy for it from another partner in CSP."),
        ),
        "source 000; source 001; source 004",
        (
            Case(
                _("To the tenant used for CSP"),
                {"want": "sell", "tie": "partners", "c_kind": "partner", "c_tenant": "csp"},
            ),
            Case(_("To another tenant, for resale"), {"want": "sell", "tie": "partners", "c_kind": "partner"}),
            Case(_("To another tenant, for own use"), {"want": "use", "tie": "partners", "c_kind": "partner"}),
        ),
    ),
)
"""The eight scenarios of source 003, and what 000, 001 and 004 print in a box."""
