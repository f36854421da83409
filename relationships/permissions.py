"""What each role may do on this floor (dossier 1.2): the one place that says so."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from foundation.organisations.roles import permit, register_kinds, register_roles
from foundation.rules import Text
from relationships.partners.roles import (
    ACCOUNT_ADMIN,
    ADMIN_AGENT,
    APPLICANT,
    BILLING_ADMIN,
    GLOBAL_ADMIN,
    HELPDESK_AGENT,
    LABELS,
    PARTNERS,
    PROVIDER,
    RESELLER,
    SALES_AGENT,
    USER_ADMIN,
    partner_kinds,
)

PERMITTED: tuple[tuple[str, Iterable[str], Iterable[str], Text], ...] = (
    (
        "resellers.view",
        (GLOBAL_ADMIN, ADMIN_AGENT, SALES_AGENT),
        (PROVIDER,),
        _("See the company's resellers and partnership requests"),
    ),
    (
        "partnerships.request",
        (GLOBAL_ADMIN, ADMIN_AGENT, SALES_AGENT),
        (PROVIDER,),
        _("Request partnerships, withdraw and remind, decide about those received"),
    ),
    (
        "request_templates.manage",
        (GLOBAL_ADMIN, ADMIN_AGENT),
        (PROVIDER,),
        _("Change the company's own words for the mails that ask for a partnership"),
    ),
    ("providers.view", (GLOBAL_ADMIN, ADMIN_AGENT, HELPDESK_AGENT), (RESELLER,), _("See the company's providers")),
    ("partnerships.accept", (GLOBAL_ADMIN,), (), _("Accept and decline partnership requests")),
    (
        "requests.block",
        (GLOBAL_ADMIN,),
        (RESELLER,),
        _("Block a provider's further partnership requests, and take that back"),
    ),
    (
        "directory.view",
        (GLOBAL_ADMIN, ADMIN_AGENT, SALES_AGENT, HELPDESK_AGENT),
        (RESELLER, APPLICANT),
        _("Find providers of the region in the directory"),
    ),
    (
        "partnerships.ask",
        (GLOBAL_ADMIN,),
        (RESELLER, APPLICANT),
        _("Ask a provider of the directory for a partnership"),
    ),
    (
        "listing.view",
        (GLOBAL_ADMIN, ACCOUNT_ADMIN, ADMIN_AGENT, SALES_AGENT),
        (PROVIDER,),
        _("See the company's listing in the directory"),
    ),
    (
        "listing.manage",
        (GLOBAL_ADMIN, ACCOUNT_ADMIN),
        (PROVIDER,),
        _("Write the company's listing in the directory, show and hide it"),
    ),
    ("delegation.revoke", (GLOBAL_ADMIN,), (RESELLER,), _("Take back providers' admin access to the account")),
    (
        "partnerships.end",
        (GLOBAL_ADMIN, ADMIN_AGENT),
        (PROVIDER,),
        _("End partnerships with resellers, hand over what they leave"),
    ),
    ("partnerships.leave", (GLOBAL_ADMIN,), (RESELLER,), _("End partnerships with providers")),
    ("agreement.view", (GLOBAL_ADMIN, ACCOUNT_ADMIN), PARTNERS, _("See the partner agreement")),
    ("agreement.sign", (GLOBAL_ADMIN,), PARTNERS, _("Sign the partner agreement")),
    (
        "resellers.nudge",
        (GLOBAL_ADMIN, ADMIN_AGENT, SALES_AGENT),
        (PROVIDER,),
        _("Ask resellers to sign the partner agreement"),
    ),
    (
        "account.view",
        (GLOBAL_ADMIN, USER_ADMIN, ACCOUNT_ADMIN),
        PARTNERS,
        _("See the company's profiles, MPN IDs, programmes and organisation"),
    ),
    (
        "account.edit",
        (GLOBAL_ADMIN, ACCOUNT_ADMIN),
        PARTNERS,
        _("Change the legal and the support profile, add the global MPN ID"),
    ),
    (
        "billing_profile.view",
        (GLOBAL_ADMIN, USER_ADMIN, ACCOUNT_ADMIN, BILLING_ADMIN),
        PARTNERS,
        _("See the billing profile, the region and the currency"),
    ),
    ("billing_profile.edit", (GLOBAL_ADMIN, ACCOUNT_ADMIN, BILLING_ADMIN), PARTNERS, _("Change the billing profile")),
    (
        "enrolment.view",
        LABELS,
        (*PARTNERS, APPLICANT),
        _("See the company's programmes and where each enrolment stands"),
    ),
    (
        "enrolment.apply",
        (GLOBAL_ADMIN, ACCOUNT_ADMIN),
        (*PARTNERS, APPLICANT),
        _("Apply for programmes and put a rejected application right"),
    ),
    ("notes.remove_any", (GLOBAL_ADMIN,), PARTNERS, _("Remove colleagues' notes")),
    ("team.view", (GLOBAL_ADMIN, USER_ADMIN, ACCOUNT_ADMIN), PARTNERS, _("See the company's people and their roles")),
    ("team.manage", (GLOBAL_ADMIN, USER_ADMIN), PARTNERS, _("Invite and remove colleagues, set their roles")),
)
"""Each permission: its key, the roles that have it, the kinds of account in which it exists, what it lets people do."""


def register() -> None:
    """Declare the roles, the kinds of account and the permissions."""
    register_roles(LABELS)
    register_kinds(partner_kinds)
    for key, roles, kinds, label in PERMITTED:
        permit(key, roles=roles, kinds=kinds, label=label)
