"""The relationships floor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RelationshipsConfig(AppConfig):
    """Partners and partnerships."""

    name = "relationships"
    verbose_name = _("Partners and partnerships")

    def ready(self) -> None:
        """Declare permissions, rules, links, notices and menu items."""
        from relationships import menu, permissions, rules  # noqa: F401  importing the rules registers them
        from relationships.enrolment import links as enrolment
        from relationships.partners import notices as partners
        from relationships.requests import links, notices as requests

        permissions.register()
        links.register()
        enrolment.register()
        partners.register()
        requests.register()
        menu.register()
