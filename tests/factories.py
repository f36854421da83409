"""Small factories: each makes the least that the database accepts. `UserFactory.create(...)` gives a user."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password
from factory.declarations import LazyAttribute, Sequence as Numbered, SubFactory
from factory.django import DjangoModelFactory

from foundation.organisations.models import Membership, Organisation, Tenant
from foundation.places.models import Country
from foundation.users.models import User

PASSWORD = "correct-horse-battery"
"""The password of every made user."""

hashed = cache(make_password)
"""Hashes a password once: hashing is slow on purpose."""


def numbered(text: str) -> Any:
    """Put the number of the object made into `text`, which holds `{}`."""
    return Numbered(text.format)  # type: ignore[no-untyped-call]  # factory_boy declares no types here


def worked_out(give: Callable[[Any], Any]) -> Any:
    """Work a value out of the others."""
    return LazyAttribute(give)  # type: ignore[no-untyped-call]


def made_by(factory: type[DjangoModelFactory[Any]], **given: Any) -> Any:
    """Make a value with another factory."""
    return SubFactory(factory, **given)  # type: ignore[no-untyped-call]


class CountryFactory(DjangoModelFactory[Country]):
    """Germany, unless told otherwise."""

    class Meta:
        model = Country
        django_get_or_create = ("code",)

    code = "DE"
    name = worked_out(lambda country: {"DE": "Germany"}.get(country.code, f"Country {country.code}"))


class UserFactory(DjangoModelFactory[User]):
    """A person who can sign in with PASSWORD."""

    class Meta:
        model = User

    username = numbered("person{}@company.example")
    email = worked_out(lambda user: user.username)
    first_name = "Robin"
    last_name = numbered("Example {}")
    password = PASSWORD

    @classmethod
    def _create(cls, model_class: type[User], *_args: Any, **kwargs: Any) -> User:
        user = model_class(**kwargs)
        user.password = hashed(user.password)
        user.save(force_insert=True)
        return user


class OrganisationFactory(DjangoModelFactory[Organisation]):
    """A company."""

    class Meta:
        model = Organisation

    name = numbered("Company {}")


class TenantFactory(DjangoModelFactory[Tenant]):
    """A company's account."""

    class Meta:
        model = Tenant

    organisation = made_by(OrganisationFactory)
    name = numbered("Company {}")
    primary_domain = numbered("company{}.example")
    country = made_by(CountryFactory)


class MembershipFactory(DjangoModelFactory[Membership]):
    """A person's place in a tenant."""

    class Meta:
        model = Membership

    user = made_by(UserFactory)
    tenant = made_by(TenantFactory)
    roles = worked_out(lambda _membership: ["global_admin"])
