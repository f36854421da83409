"""The relationships floor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RelationshipsConfig(AppConfig):
    """Partners and partnerships."""

    name = "relationships"
    verbose_name = _("Partners and partnerships")

    def ready(self) -> None:
        """Make everything known."""
        from relationships import registry

        registry.register()
