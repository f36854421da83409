"""Who acts for a partner."""

from uuid import UUID

from foundation.organisations.models import Membership
from foundation.users.models import User
from relationships.partners.roles import GLOBAL_ADMIN


def global_admins(tenant_id: UUID) -> list[User]:
    """Return the active Global admins of a tenant, by name."""
    members = Membership.objects.filter(
        tenant=tenant_id, ended_at=None, user__is_active=True, roles__contains=[GLOBAL_ADMIN]
    )
    people = [each.user for each in members.select_related("user")]
    return sorted(people, key=lambda user: user.display_name.casefold())


def is_of_the_company(person: User, tenant_id: UUID) -> bool:
    """Say whether somebody can still act for a company."""
    return person.is_active and person.memberships.filter(tenant=tenant_id, ended_at=None).exists()


def names_of(people: list[User]) -> str:
    """Return the people's names in one line."""
    return ", ".join(user.display_name for user in people)
