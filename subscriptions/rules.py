"""The floor's rules, gathered so that each is registered when the project starts."""

from subscriptions.onboarding import rules as onboarding
from subscriptions.ordering import rules as ordering
from subscriptions.performance import rules as performance
from subscriptions.subscriptions import rules as subscriptions

__all__ = ["onboarding", "ordering", "performance", "subscriptions"]
