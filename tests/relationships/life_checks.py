"""What must hold of a provider's requests at every moment, whatever has happened to them."""

from datetime import datetime

from foundation.audit.models import AuditEvent
from foundation.mail.models import OutgoingMail
from foundation.mail.tokens import token_for
from relationships.claims.models import RecipientClaim
from relationships.partnerships.models import Partnership
from relationships.requests.links import KIND, REMINDER_KIND, follow
from relationships.requests.models import PartnershipRequest

OPEN = ("draft", "sent")
ENDS = ("accepted", "declined", "withdrawn", "expired")


def state_at(request: PartnershipRequest, now: datetime) -> str:
    """Return the state as it is to be seen, worked out apart from the model's own way."""
    return "expired" if request.state in OPEN and now >= request.expires_at else request.state


def check_all(rows: list[PartnershipRequest], now: datetime) -> None:
    """Check everything, on one reading of the rows."""
    an_address_has_at_most_one_open_request(rows, now)
    accepted_means_one_partnership(rows)
    mails_wait_for_open_requests_only(rows)
    the_history_has_each_step_once(rows)
    who_is_let_in_is_named(rows)
    for each in rows:
        state_and_times_agree(each)
        one_link_is_in_force(each)


def an_address_has_at_most_one_open_request(rows: list[PartnershipRequest], now: datetime) -> None:
    """One question at a time."""
    addresses = [each.recipient_address for each in rows if state_at(each, now) in OPEN]
    assert len(addresses) == len({*addresses})


def state_and_times_agree(request: PartnershipRequest) -> None:
    """A state is not only a word."""
    closed, sent, seen = request.closed_at, request.sent_at, request.viewed_at
    assert (closed is None) == (request.state in OPEN)
    assert sent is None or request.state != "draft"
    assert sent is not None or request.state != "sent"
    assert all(moment is None or request.created_at <= moment for moment in (sent, seen, closed))
    if closed is None:
        return
    assert seen is None or seen <= closed
    assert closed == request.expires_at if request.state == "expired" else closed < request.expires_at


def accepted_means_one_partnership(rows: list[PartnershipRequest]) -> None:
    """Each partnership comes of one accepted request, and each accepted request gave one."""
    accepted = {each.partnership_id: each.recipient_partner_id for each in rows if each.state == "accepted"}
    ties = list(Partnership.objects.values_list("pk", "reseller", "ended_at"))
    assert accepted == {key: reseller for key, reseller, _ended in ties}
    working = [reseller for _key, reseller, ended in ties if ended is None]
    assert len(working) == len({*working})


def one_link_is_in_force(request: PartnershipRequest) -> None:
    """The link of the present version, and no other."""
    present, next_one = (
        follow(token_for(KIND, request.pk, version)) for version in (request.link_version, request.link_version + 1)
    )
    assert present
    assert present.is_current
    assert next_one
    assert not next_one.is_current


def mails_wait_for_open_requests_only(rows: list[PartnershipRequest]) -> None:
    """Nobody gets a link that is dead already, and nobody gets two."""
    kinds = (KIND, REMINDER_KIND, "claim-allowed")
    waiting = list(OutgoingMail.objects.filter(kind__in=kinds, state__in=OutgoingMail.OPEN))
    links = {(mail.link_args["request"], mail.link_args["version"]) for mail in waiting}
    assert links <= {(str(each.pk), each.link_version) for each in rows if each.state in OPEN}
    about = [mail.about_id for mail in waiting if mail.kind == KIND]
    assert len(about) == len({*about})
    addresses = {str(each.pk): each.recipient_address for each in rows}
    assert all(mail.to_address == addresses[mail.about_id] for mail in waiting if mail.kind != "claim-allowed")


def the_history_has_each_step_once(rows: list[PartnershipRequest]) -> None:
    """One draft, at most one first sending and one look per recipient, and the one end that there was."""
    events = AuditEvent.objects.filter(subject_type=PartnershipRequest._meta.label)
    told: dict[str, list[str]] = {}
    for key, verb in events.values_list("subject_id", "verb"):
        told.setdefault(key, []).append(verb.removeprefix("partnership_request."))
    for each in rows:
        verbs = told[str(each.pk)]
        assert verbs.count("drafted") == 1
        assert verbs.count("sent") == (each.sent_at is not None)
        assert (each.viewed_at is not None) <= verbs.count("viewed") <= 1 + verbs.count("readdressed")
        assert each.link_version == 1 + verbs.count("resent") + verbs.count("readdressed")
        assert [verb for verb in verbs if verb in ENDS] == ([each.state] if each.state in ENDS else [])


def who_is_let_in_is_named(rows: list[PartnershipRequest]) -> None:
    """The recipient of an open request is known only where the provider has allowed one."""
    allowed = set(RecipientClaim.objects.filter(allowed=True).values_list("request", "company"))
    let_in = {(each.pk, each.recipient_partner_id) for each in rows if each.state in OPEN and each.recipient_partner}
    assert let_in <= allowed
