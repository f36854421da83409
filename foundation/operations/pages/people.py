"""People and groups, for operators."""

from datetime import datetime
from typing import Any, cast

from allauth.account import admin as of_allauth
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth import admin as of_django
from django.contrib.auth.models import Group
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foundation.accounts.services import update_profile
from foundation.operations import services
from foundation.operations.operation import Operation, ReasonForm
from foundation.operations.records import RecordAdmin
from foundation.organisations.actor import Actor
from foundation.users.models import User

PARTICULARS = frozenset({"first_name", "last_name", "email", "time_zone"})
RIGHTS = ("is_staff", "is_superuser", "groups", "user_permissions")
"""What makes somebody an operator: given by superusers only, or else staff would raise themselves."""


def deactivate(*, actor: Actor, now: datetime, record: User, reason: str) -> None:
    """Keep the person from signing in."""
    services.deactivate_user(actor=actor, now=now, user=record, reason=reason)


def reactivate(*, actor: Actor, now: datetime, record: User, reason: str) -> None:
    """Let the person sign in again."""
    services.reactivate_user(actor=actor, now=now, user=record, reason=reason)


def send_password_link(*, actor: Actor, now: datetime, record: User) -> None:
    """Mail the person a link to set a password."""
    services.send_password_link(actor=actor, now=now, user=record)


@admin.register(User)
class UserAdmin(RecordAdmin):
    """People who sign in."""

    list_display = ("username", "first_name", "last_name", "email", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser", "must_change_password")
    search_fields = ("username__icontains", "email__icontains", "first_name__icontains", "last_name__icontains")
    search_help_text = _("Sign-in name, contact address, name, or a whole id.")
    ordering = ("username",)
    editable = (*sorted(PARTICULARS), *RIGHTS)
    fields = (
        "id",
        "username",
        "first_name",
        "last_name",
        "email",
        "email_verified_at",
        "time_zone",
        "is_active",
        "must_change_password",
        "date_joined",
        "last_login",
        "is_staff",
        "is_superuser",
        "groups",
        "user_permissions",
    )
    operations = (
        Operation(
            "deactivate",
            _("Deactivate"),
            _("They are signed out and cannot sign in; everything they did stays."),
            deactivate,
            ReasonForm,
            lambda record: record.is_active,
        ),
        Operation(
            "reactivate",
            _("Reactivate"),
            _("They can sign in again with the password they had."),
            reactivate,
            ReasonForm,
            lambda record: not record.is_active,
        ),
        Operation(
            "send-password-link",
            _("Send a link to set a password"),
            _("The link goes to their contact address."),
            send_password_link,
            offered=lambda record: bool(record.email) and record.is_active,
        ),
    )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Superusers are changed by superusers only: with their address one could take their password."""
        above = obj is not None and obj.is_superuser and not cast(User, request.user).is_superuser
        return not above and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Rights, too, for who is no superuser."""
        rights = () if cast(User, request.user).is_superuser else RIGHTS
        return [*super().get_readonly_fields(request, obj), *rights]

    def write(self, actor: Actor, now: datetime, record: Model, columns: list[str]) -> None:
        """Particulars go through the service, which tells the old contact address."""
        user, rest = cast(User, record), [name for name in columns if name not in PARTICULARS]
        if PARTICULARS & set(columns):
            particulars: dict[str, Any] = {name: getattr(user, name) for name in PARTICULARS}
            update_profile(actor=actor, now=now, user=user, **particulars)
        if rest:
            super().write(actor, now, record, rest)


THEIRS = {of_django: Group, of_allauth: EmailAddress}
"""What the pages of other makers show. They delete and write no audit; addresses are no records of ours."""

admin.site.unregister(list(THEIRS.values()))


@admin.register(Group)
class GroupAdmin(RecordAdmin):
    """Groups of permissions for staff who are not superusers."""

    list_display = ("name",)
    search_fields = ("name__icontains",)
    ordering = ("name",)
    editable = ("name", "permissions")
    id_fields = ()
    filter_horizontal = ("permissions",)
