"""What can be chosen on *Supported transactions*: every part of its address, with what it means and its default."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foundation.rules import Text
from relationships.partners.programmes import Programme

WANTS: dict[str, Text] = {
    "partner": _("A and B become partners"),
    "sell": _("A adds C as a customer and sells to it"),
    "order": _("A orders for its customer C"),
    "use": _("C, a partner in CSP, buys for its own use"),
    "support": _("A partner supports a subscription of C"),
    "transfer": _("A takes over a subscription of C from another partner"),
}
KINDS: dict[str, Text] = dict(Programme.choices)
STATES: dict[str, Text] = {
    "active": _("Enrolled"),
    "pending": _("Enrolment waits for its decision"),
    "rejected": _("Enrolment rejected"),
    "none": _("Not enrolled"),
    "suspended": _("Enrolled, account suspended"),
}
AGREEMENT: dict[str, Text] = {"yes": _("Signed"), "no": _("Not signed")}
YES_NO: dict[str, Text] = {"yes": _("Yes"), "no": _("No")}
TIES: dict[str, Text] = {
    "none": _("Nothing yet"),
    "partners": _("They are partners"),
    "customer": _("B is an end customer of A, on the same tenant"),
}
BUYERS: dict[str, Text] = {
    "company": _("A company that is no partner"),
    "partner": _("Another partner in CSP"),
    "sellers_reseller": _("An indirect reseller of A"),
    "seller": _("A itself, or an affiliate of A"),
    "reseller": _("B itself, or an affiliate of B"),
}
TENANTS: dict[str, Text] = {
    "own": _("A customer tenant"),
    "csp": _("The tenant that C uses for CSP"),
}
CUSTOMER_TIES: dict[str, Text] = {
    "new": _("No customer on record yet"),
    "own": _("A customer of A"),
    "other": _("A customer of another partner"),
}
BOUGHT: dict[str, Text] = {"here": _("From A"), "elsewhere": _("Elsewhere, from Microsoft or another partner")}


@dataclass(frozen=True)
class Choice:
    """A part of the address: what it asks, the answers, and which holds where none or nonsense is given."""

    label: Text
    options: Mapping[str, Text]
    default: str


CHOICES: dict[str, Choice] = {
    "want": Choice(_("What is to happen?"), WANTS, "partner"),
    "a_kind": Choice(_("A is"), KINDS, "indirect_provider"),
    "a_state": Choice(_("Enrolment of A"), STATES, "active"),
    "a_mpa": Choice(_("Microsoft Partner Agreement of A"), AGREEMENT, "yes"),
    "b_kind": Choice(
        _("B is"), {"none": _("Nobody"), **KINDS, "company": _("A company that is no partner")}, "indirect_reseller"
    ),
    "b_state": Choice(_("Enrolment of B"), STATES, "active"),
    "b_mpa": Choice(_("Microsoft Partner Agreement of B"), AGREEMENT, "yes"),
    "tie": Choice(_("Between A and B"), TIES, "none"),
    "c_kind": Choice(_("C is"), BUYERS, "company"),
    "c_tenant": Choice(_("The services go to"), TENANTS, "own"),
    "c_tie": Choice(_("C is on record as"), CUSTOMER_TIES, "new"),
    "c_agreed": Choice(_("C has accepted the customer agreement"), YES_NO, "yes"),
    "c_admin": Choice(_("The supporting partner has delegated administration of C"), YES_NO, "yes"),
    "bought": Choice(_("The subscription was bought"), BOUGHT, "here"),
}
"""The parts with fixed answers. Regions and companies on record are added by the form."""

USUAL: dict[str, dict[str, str]] = {
    "sell": {"tie": "partners"},
    "order": {"tie": "partners", "c_tie": "own"},
    "use": {"tie": "partners", "c_kind": "partner"},
    "support": {"tie": "partners", "c_tie": "own"},
    "transfer": {"tie": "partners", "c_tie": "own"},
}
"""What is taken for granted with an intention, unless the address says otherwise."""

REGIONS = {"a_region": _("Region of A"), "b_region": _("Region of B"), "c_region": _("Region of C")}
USUAL_REGION = "europe"


def chosen(given: Mapping[str, str], regions: Mapping[str, str]) -> dict[str, str]:
    """Return the answer to every question: the one given if it is one, else the default. Nonsense does no harm."""
    usual = USUAL_REGION if USUAL_REGION in regions else next(iter(regions), "")
    want = given["want"] if given.get("want") in WANTS else CHOICES["want"].default
    usually = {name: choice.default for name, choice in CHOICES.items()} | USUAL.get(want, {}) | {"want": want}
    answers = {
        name: given[name] if given.get(name) in choice.options else usually[name] for name, choice in CHOICES.items()
    }
    answers |= {name: given[name] if given.get(name) in regions else usual for name in REGIONS}
    if want == "partner" and answers["b_kind"] == "none":
        answers["b_kind"] = CHOICES["b_kind"].default
    return answers
