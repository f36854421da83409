"""The floor's rules, gathered so that each is registered when the project starts."""

from relationships.agreements import rules as agreements
from relationships.answers import rules as answers
from relationships.enrolment import rules as enrolment
from relationships.partners import rules as partners
from relationships.partnerships import rules as partnerships
from relationships.requests import rules as requests

__all__ = ["agreements", "answers", "enrolment", "partners", "partnerships", "requests"]
