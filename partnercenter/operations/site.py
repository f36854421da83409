"""Django admin behind the portal's own sign-in."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _


class OperatorSite(admin.AdminSite):
    """Where operators look into anything and repair it; every touch is on record."""

    site_header = _("Partner Center operations")
    site_title = _("Partner Center operations")
    index_title = _("Operations")

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Use the portal's sign-in page; somebody signed in who is no operator is refused, not asked again."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or request.get_full_path())
