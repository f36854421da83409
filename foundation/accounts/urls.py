"""Addresses of signing in (those of django-allauth that the portal uses) and of a person's own pages."""

from allauth.account import views as allauth
from django.urls import path, re_path, reverse_lazy

from foundation.access import public, signed_in
from foundation.accounts import forms, views
from foundation.accounts.views import with_status

urlpatterns = [
    path("login/", public(with_status(allauth.LoginView.as_view(form_class=forms.SignInForm))), name="account_login"),
    path("logout/", public(allauth.LogoutView.as_view()), name="account_logout"),
    path("inactive/", public(allauth.AccountInactiveView.as_view()), name="account_inactive"),
    path(
        "reauthenticate/",
        signed_in(with_status(allauth.ReauthenticateView.as_view(form_class=forms.ReauthenticateForm))),
        name="account_reauthenticate",
    ),
    path(
        "password/change/",
        signed_in(with_status(allauth.PasswordChangeView.as_view(form_class=forms.PasswordChangeForm))),
        name="account_change_password",
    ),
    path(
        "password/set/",
        signed_in(with_status(allauth.PasswordSetView.as_view(form_class=forms.PasswordSetForm))),
        name="account_set_password",
    ),
    path(
        "password/reset/",
        public(with_status(allauth.PasswordResetView.as_view(form_class=forms.ForgottenPasswordForm))),
        name="account_reset_password",
    ),
    path(
        "password/reset/done/",
        public(allauth.PasswordResetDoneView.as_view()),
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        public(
            with_status(
                allauth.PasswordResetFromKeyView.as_view(
                    form_class=forms.MailedPasswordForm, success_url=reverse_lazy("account_login")
                )
            )
        ),
        name="account_reset_password_from_key",
    ),
    path("profile/", views.profile, name="account_profile"),
    path("organisation/", views.organisation, name="account_organisation"),
]
