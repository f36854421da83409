"""The link in the mail of an approval: back to the request that brought the applicant, else to the sign-in page."""

from django.urls import reverse

from foundation.mail.links import Args, Link, absolute, register_link
from relationships.requests import links as request_links
from relationships.requests.models import PartnershipRequest

KIND = "enrolment-approved"
"""The outbox's name for this kind of link."""


def register() -> None:
    """Make the link known to the outbox."""
    register_link(KIND, make_link)


def link_back_to(request: PartnershipRequest) -> Link:
    """Return how the outbox is to make the link of an applicant who came by this request."""
    return Link(KIND, request_links.link_of(request).args)


def make_link(args: Args) -> str:
    """Return the request's URL, or that of the sign-in page when the request can no longer be answered by its link.

    It is never dead: the approval reaches the applicant whatever has become of the request meanwhile.
    """
    return request_links.make_link(args) or sign_in_url()


def sign_in_url() -> str:
    """Return the whole URL of the sign-in page."""
    return absolute(reverse("account_login"))
