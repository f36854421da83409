"""The floor's addresses."""

from django.urls import URLPattern, URLResolver, path

from subscriptions.catalogue import views as catalogue
from subscriptions.onboarding import views as onboarding
from subscriptions.ordering import views as ordering
from subscriptions.own_account import views as own_account
from subscriptions.performance import views as performance
from subscriptions.subscriptions import views as subscriptions

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", own_account.own_account, name="own_account"),
    path("resellers/performance/", performance.performance, name="performance"),
    path("resellers/performance/rows/", performance.rows, name="performance_rows"),
    path(
        "resellers/<uuid:partner_id>/subscriptions/", performance.reseller_subscriptions, name="reseller_subscriptions"
    ),
    path("catalog/", catalogue.catalogue, name="catalogue"),
    path("customers/new/", onboarding.new_customer, name="new_customer"),
    path("customers/new/<uuid:draft_id>/account/", onboarding.draft_account, name="draft_account"),
    path("customers/new/<uuid:draft_id>/subscriptions/", onboarding.draft_subscriptions, name="draft_subscriptions"),
    path("customers/new/<uuid:draft_id>/review/", onboarding.draft_review, name="draft_review"),
    path("customers/new/<uuid:draft_id>/submit/", onboarding.draft_submit, name="draft_submit"),
    path("customers/new/<uuid:draft_id>/cancel/", onboarding.draft_cancel, name="draft_cancel"),
    path("customers/new/<uuid:draft_id>/confirmation/", onboarding.draft_confirmation, name="draft_confirmation"),
    path(
        "customers/<uuid:customer_id>/subscriptions/",
        subscriptions.customer_subscriptions,
        name="customer_subscriptions",
    ),
    path("customers/<uuid:customer_id>/subscriptions/new/", ordering.new_subscription, name="new_subscription"),
    path(
        "customers/<uuid:customer_id>/subscriptions/<uuid:subscription_id>/",
        subscriptions.subscription,
        name="subscription",
    ),
]
