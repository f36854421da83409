"""The floor's rules, gathered so that each is registered when the project starts."""

from relationships.agreements import rules as agreements
from relationships.partnerships import rules as partnerships

__all__ = ["agreements", "partnerships"]
