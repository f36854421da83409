"""What keeps a partner from new business, as conditions on rows of partnerships: the rules' way to filter a long list.

A test holds these against the rules themselves, which say the same of one partner.
"""

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.rules import Text
from relationships.agreements.models import PartnerAgreement
from relationships.agreements.rules import (
    RESELLER_RULES,
    SELLER_RULES,
    has_signed,
    is_authorised,
    is_enrolled_reseller,
    is_not_suspended,
)
from relationships.partners.models import Enrolment, Partner
from relationships.partners.programmes import Programme

LABELS: dict[str, Text] = {
    is_enrolled_reseller.code: _("Not enrolled as reseller"),
    has_signed.code: _("Agreement not signed"),
    is_not_suspended.code: _("Suspended"),
    is_authorised.code: _("Authorisation lapsed"),
}
"""The hindrances in two or three words, by the code of the rule that refuses."""

RULES_OF = {"provider": SELLER_RULES, "reseller": RESELLER_RULES}
"""What a partner needs for new business, by the side of a partnership on which it stands."""


def hindrances_of(side: str) -> dict[str, Q]:
    """Return, by the rule's code, the condition under which the partner on this side (provider, reseller) fails it."""
    as_reseller = Enrolment.objects.filter(partner=OuterRef(side), programme=Programme.INDIRECT_RESELLER)
    enrolled = as_reseller.filter(state__in=(Enrolment.State.QUALIFIED, Enrolment.State.ACTIVE))
    signed = PartnerAgreement.objects.filter(partner=OuterRef(side), region=OuterRef(f"{side}__region"))
    conditions = {
        is_enrolled_reseller.code: Q(~Exists(enrolled)),
        has_signed.code: Q(~Exists(signed)),
        is_not_suspended.code: Q(**{f"{side}__status": Partner.Status.SUSPENDED}),
        is_authorised.code: Q(Exists(as_reseller.filter(lapsed_until__gt=localdate(clock.now())))),
    }
    return {rule.code: conditions[rule.code] for rule in RULES_OF[side]}


def is_hindered(side: str) -> Q:
    """Return the condition under which the partner on this side cannot transact, for whatever reason."""
    condition = Q()
    for hindrance in hindrances_of(side).values():
        condition |= hindrance
    return condition
