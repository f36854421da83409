"""The floor's addresses."""

from django.urls import URLPattern, URLResolver, path

from relationships.account_settings import views as account_settings
from relationships.agreement_status import views as agreement_status
from relationships.agreements import views as agreements
from relationships.answers import views as links
from relationships.blocks import views as blocks
from relationships.claims import views as claims
from relationships.directory import views as directory
from relationships.endings import views as endings
from relationships.enrolment import views as enrolment
from relationships.providers import views as providers
from relationships.request_batches import views as batches
from relationships.request_templates import views as templates
from relationships.requests import open_views as open_requests, views as requests
from relationships.reseller_requests import views as asking
from relationships.resellers import views as resellers
from relationships.team import join_views, views as team

urlpatterns: list[URLPattern | URLResolver] = [
    path("resellers/", resellers.resellers, name="resellers"),
    path("resellers/requests/", requests.requests, name="requests"),
    path("resellers/requests/new/", requests.new, name="request_new"),
    path("resellers/requests/several/", batches.several, name="requests_several"),
    path("resellers/requests/several/<uuid:batch_id>/", batches.batch, name="request_batch"),
    path("resellers/requests/several/<uuid:batch_id>/send/", batches.send, name="request_batch_send"),
    path("resellers/requests/received/", asking.received_requests, name="received_requests"),
    path("resellers/requests/received/<uuid:asking_id>/", asking.received_request, name="received_request"),
    path("resellers/requests/received/<uuid:asking_id>/accept/", asking.accept, name="received_request_accept"),
    path("resellers/requests/received/<uuid:asking_id>/decline/", asking.decline, name="received_request_decline"),
    path("resellers/requests/templates/", templates.templates, name="request_templates"),
    path("resellers/requests/templates/<str:language>/", templates.template, name="request_template"),
    path("resellers/requests/templates/<str:language>/preview/", templates.preview, name="request_template_preview"),
    path("resellers/requests/templates/<str:language>/reset/", templates.reset, name="request_template_reset"),
    path("resellers/requests/<uuid:request_id>/", requests.detail, name="request"),
    path("resellers/requests/<uuid:request_id>/draft/", requests.draft, name="request_draft"),
    path("resellers/requests/<uuid:request_id>/preview/", requests.preview, name="request_preview"),
    path("resellers/requests/<uuid:request_id>/resend/", open_requests.resend, name="request_resend"),
    path("resellers/requests/<uuid:request_id>/remind/", open_requests.remind, name="request_remind"),
    path("resellers/requests/<uuid:request_id>/reminder/", open_requests.reminder, name="request_reminder"),
    path("resellers/requests/<uuid:request_id>/extend/", open_requests.extend, name="request_extend"),
    path("resellers/requests/<uuid:request_id>/recipient/", open_requests.recipient, name="request_recipient"),
    path("resellers/requests/<uuid:request_id>/withdraw/", requests.withdraw, name="request_withdraw"),
    path("resellers/requests/<uuid:request_id>/claims/<int:claim_id>/allow/", claims.allow, name="claim_allow"),
    path("resellers/requests/<uuid:request_id>/claims/<int:claim_id>/refuse/", claims.refuse, name="claim_refuse"),
    path("resellers/agreements/", agreement_status.agreement_status, name="agreement_status"),
    path("resellers/<uuid:partner_id>/", resellers.reseller, name="reseller"),
    path("resellers/<uuid:partner_id>/history/", resellers.reseller_history, name="reseller_history"),
    path("resellers/<uuid:partner_id>/nudge/", agreement_status.ask, name="reseller_nudge"),
    path("resellers/<uuid:partner_id>/remove/", endings.remove_reseller, name="reseller_remove"),
    path("resellers/<uuid:partner_id>/keep/", endings.keep_reseller, name="reseller_keep"),
    path("resellers/<uuid:partner_id>/hand-over/", endings.reassign, name="reseller_reassign"),
    path("providers/", providers.providers, name="providers"),
    path("providers/blocked/", blocks.blocked_providers, name="blocked_providers"),
    path("providers/requests/", asking.made_requests, name="made_requests"),
    path("providers/requests/<uuid:asking_id>/", asking.made_request, name="made_request"),
    path("providers/requests/<uuid:asking_id>/withdraw/", asking.withdraw, name="made_request_withdraw"),
    path("providers/<uuid:partner_id>/", providers.provider, name="provider"),
    path("providers/<uuid:partner_id>/history/", providers.provider_history, name="provider_history"),
    path("providers/<uuid:partner_id>/block/", blocks.block, name="provider_block"),
    path("providers/<uuid:partner_id>/unblock/", blocks.unblock, name="provider_unblock"),
    path("providers/<uuid:partner_id>/access/", providers.remove_access, name="provider_access"),
    path("providers/<uuid:partner_id>/remove/", endings.remove_provider, name="provider_remove"),
    path("providers/<uuid:partner_id>/keep/", endings.keep_provider, name="provider_keep"),
    path("r/<str:token>/", links.link, name="request_link"),
    path("r/<str:token>/accept/", links.accept, name="request_accept"),
    path("r/<str:token>/decline/", links.decline, name="request_decline"),
    path("r/<str:token>/claim/", links.claim, name="request_claim"),
    path("r/<str:token>/viewed/", links.viewed, name="request_viewed"),
    path("directory/", directory.directory, name="directory"),
    path("directory/<uuid:provider_id>/", asking.listing, name="directory_listing"),
    path("directory/<uuid:provider_id>/ask/", asking.ask, name="provider_ask"),
    path("listing/", directory.own_listing, name="own_listing"),
    path("listing/edit/", directory.edit_listing, name="edit_listing"),
    path("listing/preview/", directory.preview_listing, name="preview_listing"),
    path("settings/", account_settings.account_settings, name="account_settings"),
    path("settings/legal/", account_settings.legal_profile, name="legal_profile"),
    path("settings/billing/", account_settings.billing_profile, name="billing_profile"),
    path("settings/support/", account_settings.support_profile, name="support_profile"),
    path("settings/mpn-ids/add/", account_settings.global_mpn_id, name="global_mpn_id"),
    path("agreement/", agreements.agreement, name="agreement"),
    path("agreement/sign/", agreements.sign, name="agreement_sign"),
    path("enrol/", enrolment.enrol, name="enrol"),
    path("enrol/sent/", enrolment.sent, name="enrol_sent"),
    path("enrol/registration/", enrolment.registration_check, name="enrol_registration_check"),
    path("enrolment/", enrolment.enrolment, name="enrolment"),
    path("enrolment/apply/", enrolment.apply_here, name="enrolment_apply"),
    path("team/", team.team, name="team"),
    path("team/invite/", team.new, name="team_invite"),
    path("team/roles/", team.roles, name="team_roles"),
    path("team/<int:membership_id>/", team.person, name="team_member"),
    path("team/<int:membership_id>/roles/", team.change_roles, name="team_member_roles"),
    path("team/<int:membership_id>/remove/", team.remove, name="team_member_remove"),
    path("team/invitations/<uuid:invitation_id>/send/", team.resend, name="invitation_resend"),
    path("team/invitations/<uuid:invitation_id>/cancel/", team.cancel, name="invitation_cancel"),
    path("join/<str:token>/", join_views.join, name="join"),
]
