"""What the floor makes known when the project starts: permissions, rules, links, notices, parts of pages, the menu."""

from relationships import menu, permissions, rules  # noqa: F401  importing the rules registers them
from relationships.agreement_status import actions as nudges, notices as nudged
from relationships.blocks import panels as blocks
from relationships.claims import notices as claims, panels as claim_panels
from relationships.endings import access_impact, notices as endings
from relationships.enrolment import links as enrolment, notices as decisions
from relationships.partner_pages import notes, timeline as histories
from relationships.partners import notices as partners, suspension
from relationships.providers import removal as provider_removal
from relationships.providers.slots import PROVIDER_PANELS
from relationships.request_batches import notices as batches
from relationships.requests import impact as asked_impact, links, notices as requests, timeline as told_requests
from relationships.reseller_requests import impact as asking_impact, lists as asking, notices as asked
from relationships.resellers import history as reseller_history, removal as reseller_removal
from relationships.team import links as invitations, notices as team

PARTS = (
    permissions,
    links,
    enrolment,
    decisions,
    partners,
    suspension,
    requests,
    invitations,
    team,
    nudged,
    nudges,
    endings,
    access_impact,
    asked_impact,
    asking_impact,
    asking,
    asked,
    batches,
    provider_removal,
    reseller_removal,
    claims,
    claim_panels,
    told_requests,
    histories,
    reseller_history,
    notes,
    menu,
)
"""In this order: the panels of a page stand in the order in which they are filled."""


def register() -> None:
    """Have each part make itself known."""
    for part in PARTS:
        part.register()
    PROVIDER_PANELS.fill(blocks.panel_for)  # Here, for blocks are below providers.
