"""Which rules are asked about which intention. Facts are filled in by hand; the rules are those of the real pages."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from customers.adding.rules import NewCustomer, is_new, may_name_reseller, seller_may_add, sells_there
from customers.agreements.rules import Consent, has_agreed
from customers.relationships.rules import (
    EndCustomer,
    Tie as CustomerTie,
    buys_for_own_use,
    has_delegated_admin,
    has_relationship,
    is_no_csp_tenant,
    is_no_relative,
)
from foundation.rules import Rule
from partnercenter.advisor.situation import Situation
from relationships.agreements.rules import RESELLER_RULES, SELLER_RULES, Standing, is_not_suspended
from relationships.answers.rules import ENROLMENT_RULES, Acceptance, Link
from relationships.partners.programmes import Programme
from relationships.partners.rules import Enrolling, programmes_fit_together
from relationships.partnerships.rules import (
    ASSOCIATION_RULES,
    Channel,
    DoubleRole,
    Pair,
    association_refusals,
    is_no_end_customer,
    is_no_reseller,
    same_region,
    sells_through_a_reseller,
)
from relationships.requests.rules import Tie, are_not_partners_yet, asks_as_provider
from subscriptions.ordering.rules import Sale, seller_may_sell
from subscriptions.subscriptions.rules import (
    RecordFacts,
    SupportFacts,
    has_valid_record,
    may_choose_support,
    may_support,
)


@dataclass(frozen=True)
class Question:
    """A rule and what it is asked about; `facts` gives None where the rule does not apply."""

    rule: Rule[Any]
    facts: Callable[[Situation], Any]


def seller(case: Situation) -> Standing:
    """A's standing."""
    return case.seller


def reseller(case: Situation) -> Standing | None:
    """B's standing, if there is a partner in B's place."""
    return case.reseller


def double_role(case: Situation) -> DoubleRole | None:
    """What B is to A already."""
    if case.b is None:
        return None
    return DoubleRole(case.a.name, case.b.name, is_reseller=False, is_end_customer=case.b_is_end_customer)


def buyers_double_role(case: Situation) -> DoubleRole:
    """What C is to A already, on the tenant that gets the services."""
    is_reseller = case.c.in_csp and case.c.kind == "sellers_reseller"
    return DoubleRole(case.a.name, case.c.name, is_reseller, is_end_customer=True)


def pair(case: Situation) -> Pair | None:
    """A and B as provider and reseller, where B is a partner."""
    return Pair(case.seller, case.reseller, case.are_partners) if case.reseller else None


def tie(case: Situation) -> Tie | None:
    """Whether A and B are partners already."""
    return Tie(case.a.name, case.b.name, _("an earlier day") if case.are_partners else "") if case.b else None


def enrolling(case: Situation) -> Enrolling | None:
    """B as reseller beside the programme it is in, where that is another one."""
    b = case.reseller
    if b is None or b.is_reseller or Programme.DIRECT_BILL not in b.programmes | b.awaiting:
        return None
    return Enrolling(b.name, Programme.INDIRECT_RESELLER.value, b.programmes | b.awaiting)


def acceptance(case: Situation) -> Acceptance | None:
    """B accepting A's request; not asked of a direct-bill partner, for whom R32 speaks."""
    if case.b is None or enrolling(case):
        return None
    b = case.b
    return Acceptance(
        link=Link(case.a.name, b.name, "sent", is_current=True, day=_("it expires")),
        tie=Tie(case.a.name, b.name, ""),
        provider=case.seller,
        visitor=b.name,
        reseller=case.reseller,
        is_own=False,
        is_recipient=True,
        rejected_because="" if b.is_rejected else None,
        is_end_customer=case.b_is_end_customer,
        is_global_admin=True,
        global_admins="",
        ticked=True,
    )


def new_customer(case: Situation) -> NewCustomer:
    """C as a company that A adds."""
    return NewCustomer(
        company=case.c.name,
        seller=case.a.name,
        seller_sells=bool(case.seller.programmes & {Programme.INDIRECT_PROVIDER, Programme.DIRECT_BILL}),
        seller_is_provider=case.seller.is_provider,
        seller_region_key=case.seller.region_key,
        seller_region=case.seller.region_name,
        names_reseller=case.b is not None,
        country=case.c.region_name,
        country_region_key=case.c.region_key,
        country_region=case.c.region_name,
        domain="",
        domain_taken=False,
        number_required=False,
        number_wanted="",
        number_sample="",
        number="",
        number_fits=True,
        known_by_number=case.c.is_known,
        phone="",
    )


def end_customer(case: Situation) -> EndCustomer:
    """What C is besides a customer."""
    relatives = {"seller": case.a.name, "reseller": case.b.name if case.b else ""}
    relative = relatives.get(case.c.kind, "")
    is_partner = case.c.kind in ("partner", "sellers_reseller") and not case.c.in_csp
    return EndCustomer(
        seller=case.a.name,
        customer=case.c.name,
        in_csp=case.c.in_csp,
        known_by=case.c.name if is_partner else "",
        own_use=case.want == "use",
        relative=relative,
    )


def own_use(case: Situation) -> EndCustomer | None:
    """The same, where C is a partner that buys on another tenant."""
    facts = end_customer(case)
    return facts if facts.known_by else None


def affiliate(case: Situation) -> EndCustomer | None:
    """The same, where C has an organisation in common with A or B, or could have."""
    return None if case.c.kind == "company" else end_customer(case)


def sale(case: Situation) -> Sale:
    """A selling to C."""
    return Sale(case.seller, case.c.name, case.reseller.partner_id if case.reseller else None)


def channel(case: Situation) -> Channel | None:
    """How A sells: of interest for a provider."""
    return Channel(case.a.name, True, case.b is not None) if case.seller.is_provider else None


def customer_tie(case: Situation) -> CustomerTie:
    """What ties A to C."""
    return CustomerTie(case.a.name, case.c.name, related=case.c.is_related, administers=case.c.administered)


def bought_elsewhere(case: Situation) -> CustomerTie | None:
    """The same, where A supports what was bought elsewhere (multi-channel)."""
    return None if case.bought_here else customer_tie(case)


def consent(case: Situation) -> Consent:
    """C's agreement."""
    return Consent(case.c.name, case.c.agreed)


def support(case: Situation) -> SupportFacts | None:
    """B, or A itself, as designated support contact of what A has sold."""
    if not case.bought_here:
        return None
    contact = case.b or case.a
    return SupportFacts(
        chooser=case.a.name,
        chooser_sells=True,
        contact=contact.name,
        customer=case.c.name,
        is_seller=case.b is None,
        administers_customer=case.c.administered,
    )


def supporting_pair(case: Situation) -> Pair | None:
    """A and B, where B is to answer for what A has sold."""
    return pair(case) if case.bought_here else None


def record(case: Situation) -> RecordFacts | None:
    """B as partner of record of the subscription that is taken over."""
    both = pair(case)
    if both is None:
        return None
    is_valid = not association_refusals(both)
    return RecordFacts(case.c.name, checked=True, renews=False, reseller=both.reseller.name, is_valid=is_valid)


def _about(facts: Callable[[Situation], Any], *rules: Rule[Any]) -> list[Question]:
    return [Question(each, facts) for each in rules]


ABOUT_RESELLER: tuple[Question, ...] = (
    *_about(pair, same_region, *ASSOCIATION_RULES),
    *_about(reseller, *(each for each in RESELLER_RULES if each.code != "R19")),  # R20 speaks of B's agreement.
)
"""B on a sale of A's: asked only where there is a B."""

ABOUT_BUYER: tuple[Question, ...] = (
    *_about(new_customer, sells_there),
    *_about(end_customer, is_no_csp_tenant),
    *_about(own_use, buys_for_own_use),
    *_about(affiliate, is_no_relative),
    *_about(buyers_double_role, is_no_reseller),
)
"""C as somebody to whom something is sold."""

ABOUT_SELLER: tuple[Question, ...] = (*_about(sale, seller_may_sell), *_about(seller, *SELLER_RULES))
"""A as seller."""

WARNINGS = frozenset({sells_through_a_reseller.code})
"""Rules that warn only: nothing enforces them."""

QUESTIONS: dict[str, tuple[Question, ...]] = {
    "partner": (
        *_about(seller, asks_as_provider, *SELLER_RULES),
        *_about(pair, same_region),
        *_about(double_role, is_no_end_customer),
        *_about(enrolling, programmes_fit_together),
        *_about(acceptance, *ENROLMENT_RULES),
        *_about(reseller, is_not_suspended),
        *_about(tie, are_not_partners_yet),
    ),
    "sell": (
        *ABOUT_SELLER,
        *_about(new_customer, seller_may_add, may_name_reseller, is_new),
        *ABOUT_BUYER,
        *ABOUT_RESELLER,
        *_about(channel, sells_through_a_reseller),
    ),
    "order": (
        *ABOUT_SELLER,
        *_about(customer_tie, has_relationship),
        *_about(consent, has_agreed),
        *ABOUT_BUYER,
        *ABOUT_RESELLER,
        *_about(channel, sells_through_a_reseller),
    ),
    "use": (*ABOUT_SELLER, *ABOUT_BUYER, *ABOUT_RESELLER, *_about(channel, sells_through_a_reseller)),
    "support": (
        *_about(support, may_choose_support, may_support),
        *_about(supporting_pair, ASSOCIATION_RULES[0]),
        *_about(bought_elsewhere, has_delegated_admin),
    ),
    "transfer": (
        *ABOUT_SELLER,
        *_about(customer_tie, has_relationship),
        *_about(consent, has_agreed),
        *ABOUT_BUYER,
        *ABOUT_RESELLER,
        *_about(record, has_valid_record),
        *_about(channel, sells_through_a_reseller),
    ),
}
"""What is asked about each intention, in the order in which the answers are shown."""

ALWAYS: dict[str, tuple[str, ...]] = {
    "partner": ("R3", "R4", "R6", "R12", "R13", "R14", "R15", "R16", "R17", "R18", "R22", "R23", "R27"),
    "sell": ("R4", "R5", "R8", "R9", "R18", "R33", "R35", "R37", "R38", "R62"),
    "order": ("R7", "R18", "R24", "R25", "R33", "R41", "R48", "R49", "R62"),
    "use": ("R33",),
    "support": ("R34", "R62"),
    "transfer": ("R24", "R33", "R62"),
}
"""Rules that hold besides, whatever the parties are: told, not judged."""


def rules_of(questions: Iterable[Question]) -> list[str]:
    """Return the codes that are asked, each once, in their order."""
    return list(dict.fromkeys(question.rule.code for question in questions))
