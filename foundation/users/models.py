"""People who sign in."""

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person. `username` is the sign-in name: a mail address or, for a customer's admin, `admin@prefix.suffix`.

    `email` is the contact address that receives mail; it may be empty and is no identity.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(_("sign-in name"), max_length=254, unique=True)
    email = models.EmailField(_("contact address"), max_length=254, blank=True)
    email_verified_at = models.DateTimeField(
        _("contact address verified"),
        null=True,
        blank=True,
        help_text=_("When the person last used a link that was mailed to this address."),
    )
    must_change_password = models.BooleanField(
        _("must change the password"), default=False, help_text=_("Asked for at the next page the person opens.")
    )
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)

    class Meta(AbstractUser.Meta):
        verbose_name = _("user")  # type: ignore[assignment]  # the base has plain texts
        verbose_name_plural = _("users")  # type: ignore[assignment]
        constraints = [
            # In upper case, because that is how the ORM compares without regard to case: sign-in uses this index.
            models.UniqueConstraint(Upper("username"), name="user_username_once_whatever_the_case"),
        ]
        indexes = [models.Index(Upper("email"), name="user_by_email")]

    def __str__(self) -> str:
        return self.username

    @property
    def display_name(self) -> str:
        """Full name, else the sign-in name."""
        return self.get_full_name() or self.username
