"""The forms of signing in and of a person's own particulars."""

from typing import Any
from zoneinfo import available_timezones

from allauth.account import forms as allauth
from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.accounts import services
from foundation.organisations.actor import Actor
from foundation.rules import Text
from foundation.ui.forms import Fieldset, PortalModelForm
from foundation.users.models import User


def time_zones() -> list[tuple[str, Text]]:
    """Return the zones of the world by their names, such as Europe/Berlin."""
    names = sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    return [("", _("The portal's own (UTC)")), *((name, name.replace("_", " ")) for name in names)]


class SignInForm(allauth.LoginForm):  # type: ignore[misc]  # django-allauth carries no types
    """Sign-in name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Sign-in name")
        self.fields["password"].help_text = ""
        self.fields["remember"].label = _("Keep me signed in on this device")
        for name in ("login", "password"):
            self.fields[name].widget.attrs.pop("placeholder", None)


class PasswordChangeForm(allauth.ChangePasswordForm):  # type: ignore[misc]
    """The present password and, twice, the new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Present password")
        self.fields["oldpassword"].help_text = ""
        _name_new_password(self)

    def clean_password1(self) -> str:
        """Refuse the present password as the new one: a temporary password is changed for good."""
        password: str = self.cleaned_data["password1"]
        if self.user.check_password(password):
            raise forms.ValidationError(_("Choose another password than the present one."))
        return password


class PasswordSetForm(allauth.SetPasswordForm):  # type: ignore[misc]
    """The first password of somebody who has none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_new_password(self)


class MailedPasswordForm(allauth.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, set through a mailed link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_new_password(self)

    def save(self) -> None:
        """Set it; the link has shown that mail to the contact address arrives."""
        with transaction.atomic():
            super().save()
            services.verify_address(actor=Actor(user=self.user, tenant=None), now=clock.now(), user=self.user)


class ForgottenPasswordForm(forms.Form):
    """Who asks for a link to set a new password. It never tells whether there is such a person."""

    email = forms.CharField(
        label=_("Sign-in name or contact address"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )

    def save(self, request: HttpRequest) -> str:
        """Mail a link to everybody who goes by this name."""
        name: str = self.cleaned_data["email"]
        with transaction.atomic():
            for user in services.people_behind(name):
                services.send_set_password_mail(user=user, now=clock.now(), kind="account-forgotten-password")
        return name


class ReauthenticateForm(allauth.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)


class ProfileForm(PortalModelForm):
    """A person's own particulars."""

    fieldsets = (Fieldset("", (("first_name", "last_name"), "email", "time_zone")),)
    autofill = {"first_name": "given-name", "last_name": "family-name", "email": "email"}
    time_zone = forms.ChoiceField(
        label=_("Time zone"), required=False, help_text=_("Times are shown in this zone."), choices=time_zones
    )

    class Meta:
        model = User
        fields = ("first_name", "last_name", "email", "time_zone")
        help_texts = {"email": _("Mail is sent here. You go on signing in with your sign-in name.")}


def _name_new_password(form: forms.Form) -> None:
    """Word the two fields of a new password in one way everywhere."""
    form.fields["password1"].label = _("New password")
    form.fields["password2"].label = _("New password, once more")
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
