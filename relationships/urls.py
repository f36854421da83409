"""The floor's addresses."""

from django.urls import URLPattern, URLResolver, path

from relationships.agreements import views as agreements
from relationships.answers import views as links
from relationships.enrolment import views as enrolment
from relationships.providers import views as providers
from relationships.requests import views as requests
from relationships.resellers import views as resellers

urlpatterns: list[URLPattern | URLResolver] = [
    path("resellers/", resellers.resellers, name="resellers"),
    path("resellers/requests/", requests.requests, name="requests"),
    path("resellers/requests/new/", requests.new, name="request_new"),
    path("resellers/requests/<uuid:request_id>/", requests.detail, name="request"),
    path("resellers/requests/<uuid:request_id>/draft/", requests.draft, name="request_draft"),
    path("resellers/requests/<uuid:request_id>/preview/", requests.preview, name="request_preview"),
    path("resellers/requests/<uuid:request_id>/withdraw/", requests.withdraw, name="request_withdraw"),
    path("resellers/<uuid:partner_id>/", resellers.reseller, name="reseller"),
    path("providers/", providers.providers, name="providers"),
    path("providers/<uuid:partner_id>/", providers.provider, name="provider"),
    path("providers/<uuid:partner_id>/access/", providers.remove_access, name="provider_access"),
    path("r/<str:token>/", links.link, name="request_link"),
    path("r/<str:token>/accept/", links.accept, name="request_accept"),
    path("r/<str:token>/decline/", links.decline, name="request_decline"),
    path("r/<str:token>/viewed/", links.viewed, name="request_viewed"),
    path("agreement/", agreements.agreement, name="agreement"),
    path("agreement/sign/", agreements.sign, name="agreement_sign"),
    path("enrol/", enrolment.enrol, name="enrol"),
    path("enrol/sent/", enrolment.sent, name="enrol_sent"),
    path("enrolment/", enrolment.enrolment, name="enrolment"),
]
