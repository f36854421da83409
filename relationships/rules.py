"""The floor's rules, gathered so that each is registered when the project starts."""

from relationships.account_settings import rules as account_settings
from relationships.agreement_status import rules as agreement_status
from relationships.agreements import rules as agreements
from relationships.answers import rules as answers
from relationships.claims import rules as claims
from relationships.endings import rules as endings
from relationships.enrolment import rules as enrolment
from relationships.partners import rules as partners
from relationships.partnerships import rules as partnerships
from relationships.regions import rules as regions
from relationships.request_batches import rules as request_batches
from relationships.request_templates import rules as request_templates
from relationships.requests import rules as requests
from relationships.reseller_requests import rules as reseller_requests
from relationships.team import rules as team

__all__ = [
    "account_settings",
    "agreement_status",
    "agreements",
    "answers",
    "claims",
    "endings",
    "enrolment",
    "partners",
    "partnerships",
    "regions",
    "request_batches",
    "request_templates",
    "requests",
    "reseller_requests",
    "team",
]
