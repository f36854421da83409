"""The roof's app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Home page, health and management commands."""

    name = "partnercenter"

    def ready(self) -> None:
        """Bind the Celery app, so that web processes wake the same workers, and fill the menu."""
        from partnercenter import (
            celery as _celery,  # noqa: F401  importing it makes it the current app
            menu,
        )

        menu.register()
