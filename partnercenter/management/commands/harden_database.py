"""Take from the web's and the workers' database role what the audit forbids: to change, delete or empty it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from foundation.audit.models import AuditEvent

FORBIDDEN = ("UPDATE", "DELETE", "TRUNCATE")


class Command(BaseCommand):
    """Revoke UPDATE, DELETE and TRUNCATE on the audit from a role, and check that it has worked."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """From whom."""
        parser.add_argument("--role", default="", help="The role; without it, the one of DATABASE_URL.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Revoke, then ask PostgreSQL. Raises CommandError for a role that cannot be held back."""
        table = connection.ops.quote_name(AuditEvent._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            role = options["role"] or cursor.fetchone()[0]
            quoted = connection.ops.quote_name(role)
            cursor.execute(f"REVOKE {', '.join(FORBIDDEN)} ON {table} FROM PUBLIC, {quoted}")
            cursor.execute(
                "SELECT privilege FROM unnest(%s::text[]) AS privilege WHERE has_table_privilege(%s, %s, privilege)",
                [list(FORBIDDEN), role, table],
            )
            kept = [privilege for (privilege,) in cursor.fetchall()]
        if kept:
            raise CommandError(
                f"The role {role} still has {', '.join(kept)} on the audit: it is a superuser or inherits it. "
                "Let the portal use a role of its own."
            )
        self.stdout.write(f"The role {role} can add to the audit, and nothing else.")
