"""Django admin, as the operators' site."""

from django.contrib.admin.apps import AdminConfig


class OperationsConfig(AdminConfig):
    """Django admin behind the portal's own sign-in."""

    default_site = "partnercenter.operations.site.OperatorSite"
