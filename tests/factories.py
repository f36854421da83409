"""Small factories: each makes the least that the database accepts."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from foundation.accounts.models import User
from foundation.organisations.models import Membership, Organisation, Tenant
from foundation.places.models import Country

PASSWORD = "correct-horse-battery"
"""The password of every made user."""


class CountryFactory(DjangoModelFactory[Country]):
    """Germany, unless told otherwise."""

    class Meta:
        model = Country
        django_get_or_create = ("code",)

    code = "DE"
    name = factory.LazyAttribute(lambda country: {"DE": "Germany"}.get(country.code, f"Country {country.code}"))


class UserFactory(DjangoModelFactory[User]):
    """A person who can sign in with PASSWORD."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}@company.example")
    email = factory.SelfAttribute("username")
    first_name = "Robin"
    last_name = factory.Sequence(lambda n: f"Example {n}")
    password = PASSWORD

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        user = model_class(**{**kwargs, "password": ""})
        user.set_password(kwargs["password"])
        user.save()
        return user


class OrganisationFactory(DjangoModelFactory[Organisation]):
    """A company."""

    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Company {n}")


class TenantFactory(DjangoModelFactory[Tenant]):
    """A company's account."""

    class Meta:
        model = Tenant

    organisation = factory.SubFactory(OrganisationFactory, name=factory.SelfAttribute("..name"))
    name = factory.Sequence(lambda n: f"Company {n}")
    primary_domain = factory.Sequence(lambda n: f"company{n}.example")
    country = factory.SubFactory(CountryFactory)


class MembershipFactory(DjangoModelFactory[Membership]):
    """A person's place in a tenant."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    tenant = factory.SubFactory(TenantFactory)
    roles = factory.LazyFunction(lambda: ["global_admin"])
