"""The life of requests as a machine that does anything in any order: what must hold, holds after every step."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

import hypothesis
import pytest
from django.db import transaction
from django.test import override_settings
from django.utils.timezone import localdate
from hypothesis import HealthCheck, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from foundation.audit.models import AuditEvent
from foundation.mail.tokens import token_for
from foundation.organisations.actor import Actor
from foundation.rules import Refusal, Refused
from relationships.answers import services as answers
from relationships.blocks.models import RequestBlock
from relationships.blocks.services import end_block
from relationships.claims.models import RecipientClaim
from relationships.claims.services import allow_claim, refuse_claim
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership
from relationships.partnerships.services import close_partnership
from relationships.request_templates.words import Words
from relationships.requests import changes, reminders, services
from relationships.requests.links import KIND, Followed, follow
from relationships.requests.models import PartnershipRequest
from relationships.requests.words import words_of
from tests.relationships.factories import NOW, PROVIDER, actor_of, make_partner
from tests.relationships.life_checks import ENDS, OPEN, check_all, state_at

pytestmark = pytest.mark.django_db
CHANGES = {"edited", "sent", "viewed", "resent", "reminded", "extended", "readdressed"}
EVERYTHING = {"drafted", *CHANGES, *ENDS, "claimed", "claim_allowed", "claim_refused"}
COMPANIES = ("contoso", "wingtip")
ADDRESSES = ("info@contoso.example", "info@wingtip.example", "somebody@elsewhere.example")
SEED = 3  # The same walks each time.
MOSTLY = st.sampled_from([True, True, True, False])
WHICH = st.integers(0, 9)


class Life(RuleBasedStateMachine):
    """One provider, two resellers, three addresses, and every verb there is."""

    provider: ClassVar[Partner]
    asking: ClassVar[Actor]
    partners: ClassVar[dict[str, Partner]]
    people: ClassVar[dict[str, Actor]]
    seen: ClassVar[set[str]]

    def __init__(self) -> None:
        """Begin in a database that is put back afterwards."""
        super().__init__()
        self.before = transaction.savepoint()
        self.now = NOW
        self.asked: list[UUID] = []
        self.ended: dict[UUID, tuple[Any, ...]] = {}

    def teardown(self) -> None:
        """Put the database back, and keep which steps there were."""
        verbs = AuditEvent.objects.values_list("verb", flat=True)
        Life.seen |= {verb.removeprefix("partnership_request.") for verb in verbs}
        transaction.savepoint_rollback(self.before)

    # What happens -----------------------------------------------------------------------------------------------

    @initialize()
    def first(self) -> None:
        """There is always something to do something with."""
        self.ask(ADDRESSES[0])

    @rule(address=st.sampled_from(ADDRESSES))
    def ask(self, address: str) -> None:
        """Draft a request: possible while none to that address is open, and nobody there is a partner or blocks."""
        made = self.attempt(
            lambda: services.create_request(
                actor=self.asking, now=self.now, company="Some Company", address=address, language="en"
            ),
            unless=self.against_asking(address),
        )
        if made:
            self.asked.append(made.pk)

    @rule(which=WHICH, words=st.sampled_from(["Please follow {link}", "The link is lost", "Again: {link}"]))
    def edit(self, which: int, words: str) -> None:
        """Edit the text: only of a draft."""
        request = self.pick(which)
        against = set() if self.state(request) == "draft" else {"request-draft"}
        self.attempt(lambda: services.save_words(**self.writing(request, words)), unless=against)

    @rule(which=WHICH)
    def send(self, which: int) -> None:
        """Send it by the portal: only a draft, and while the address may be asked."""
        request = self.pick(which)
        is_draft = self.state(request) == "draft"
        against = self.against_asking(request.recipient_address, request) if is_draft else {"request-draft"}
        self.attempt(lambda: services.send_request(**self.writing(request)), unless=against)

    @rule(which=WHICH)
    def finish(self, which: int) -> None:
        """Take it as sent by hand: while it is open, and nothing happens when it has been sent."""
        request = self.pick(which)
        against = set() if self.is_open(request) else {"request-open"}
        self.attempt(lambda: services.finish_by_hand(**self.writing(request)), unless=against)

    @rule(which=WHICH)
    def withdraw(self, which: int) -> None:
        """Take it back: while it is open."""
        request = self.pick(which)
        against = set() if self.is_open(request) else {"request-open"}
        self.attempt(
            lambda: services.withdraw_request(actor=self.asking, now=self.now, request=request), unless=against
        )

    @rule(which=WHICH)
    def resend(self, which: int) -> None:
        """Send it again, with a new link: once it has been sent, and while the address may be asked."""
        request = self.pick(which)
        against = self.against_repeating(request) or self.against_asking(request.recipient_address, request)
        self.attempt(lambda: changes.resend_request(**self.doing(request)), unless=against)

    @rule(which=WHICH)
    def remind(self, which: int) -> None:
        """Remind: of what the portal has sent, while the address may be asked."""
        request = self.pick(which)
        against = self.against_repeating(request)
        if not against and request.delivery != "portal":
            against = {"request-by-portal"}
        against = against or self.against_asking(request.recipient_address, request)
        self.attempt(lambda: reminders.remind(**self.doing(request)), unless=against)

    @rule(which=WHICH, days=st.integers(1, 100))
    def extend(self, which: int, days: int) -> None:
        """Put its end off: to a later day that is near enough."""
        request = self.pick(which)
        until, latest = localdate(self.now) + timedelta(days=days), localdate(self.now) + timedelta(days=90)
        fits = localdate(request.expires_at) < until <= latest
        against = set() if fits else {"request-end"}
        against = against if self.is_open(request) else {"request-open"}
        self.attempt(lambda: changes.extend_request(**self.doing(request), until=until), unless=against)

    @rule(which=WHICH, address=st.sampled_from(ADDRESSES))
    def readdress(self, which: int, address: str) -> None:
        """Give it another recipient, and a new link: while it is open, and if that address may be asked."""
        request = self.pick(which)
        against = self.against_asking(address, request) if self.is_open(request) else {"request-open"}
        new: dict[str, Any] = {"company": "Another Company", "address": address, "language": "en"}
        self.attempt(lambda: changes.change_recipient(**self.doing(request), **new), unless=against)

    @rule()
    def remind_by_itself(self) -> None:
        """Remind of what is over soon; a second round finds nothing."""
        reminders.remind_due(now=self.now)
        assert reminders.remind_due(now=self.now) == 0

    @rule(which=WHICH, was_asked=MOSTLY)
    def look(self, which: int, was_asked: bool) -> None:
        """Open the page: counted once, for the company asked, while the request is open."""
        request = self.pick(which)
        company = self.visitor(request, was_asked)
        counts = self.is_open(request) and self.is_asked(request, company) and request.viewed_at is None
        followed = Followed(request, True)
        assert answers.record_view(actor=self.people[company], now=self.now, followed=followed) == counts

    @rule(which=WHICH, company=st.sampled_from(COMPANIES))
    def accept_with_an_old_link(self, which: int, company: str) -> None:
        """Try with the link before the present one, if there was one: it never works."""
        request = self.pick(which)
        followed = follow(token_for(KIND, request.pk, request.link_version - 1))
        assert followed
        against = self.against_answering(request, company) - {"wrong-company"}
        if against != {"R16-partners"}:
            against |= {"R16-replaced"}
        self.attempt(
            lambda: answers.accept_request(actor=self.people[company], now=self.now, followed=followed, ticked=True),
            unless=against,
        )

    @rule(which=WHICH, was_asked=MOSTLY)
    def accept(self, which: int, was_asked: bool) -> None:
        """Accept it: the company asked, once."""
        request = self.pick(which)
        company = self.visitor(request, was_asked)
        self.attempt(
            lambda: answers.accept_request(**self.answering(request, company), ticked=True),
            unless=self.against_answering(request, company),
        )

    @rule(which=WHICH, was_asked=MOSTLY, block=st.booleans())
    def decline(self, which: int, was_asked: bool, block: bool) -> None:
        """Decline it: the company asked."""
        request = self.pick(which)
        company = self.visitor(request, was_asked)
        self.attempt(
            lambda: answers.decline_request(**self.answering(request, company), reason="No.", block=block),
            unless=self.against_answering(request, company),
        )

    @rule(which=WHICH, was_asked=MOSTLY)
    def claim(self, which: int, was_asked: bool) -> None:
        """Ask to be let in: a company that was not asked, once for a link."""
        request = self.pick(which)
        self.put_in(request, self.visitor(request, not was_asked))

    @rule(which=WHICH, again=st.booleans())
    def let_in(self, which: int, again: bool) -> None:
        """Allow a claim: while its request is open."""
        self.decide(self.pick(which), again, allow_claim)

    @rule(which=WHICH, again=st.booleans())
    def turn_down(self, which: int, again: bool) -> None:
        """Refuse a claim: while its request is open."""
        self.decide(self.pick(which), again, refuse_claim)

    @rule(company=st.sampled_from(COMPANIES))
    def part(self, company: str) -> None:
        """End the partnership, if there is one."""
        for tie in Partnership.objects.open().filter(reseller=self.partners[company]):
            close_partnership(actor=self.asking, now=self.now, partnership=tie, by=self.asking.name, reason="")

    @rule()
    def unblock(self) -> None:
        """Take every block back."""
        for block in RequestBlock.objects.in_force():
            end_block(actor=self.people["contoso"], now=self.now, block=block)

    @rule(days=st.sampled_from([1, 10, 40]))
    def wait(self, days: int) -> None:
        """Let time pass. The sweeper may be down meanwhile."""
        self.now += timedelta(days=days)

    @rule()
    def sweep(self) -> None:
        """Close what is over; a second round finds nothing."""
        overdue = sum(each.state in OPEN and each.expires_at <= self.now for each in self.all())
        assert services.expire_requests(now=self.now) == overdue
        assert services.expire_requests(now=self.now) == 0

    # What always holds ------------------------------------------------------------------------------------------

    @invariant()
    def everything_holds(self) -> None:
        """All of it, on one reading of the rows."""
        rows = self.all()
        check_all(rows, self.now)
        for each in rows:
            if each.state in ENDS:
                now = (each.state, each.closed_at, each.closed_by, each.reason, each.partnership_id, each.text)
                assert self.ended.setdefault(each.pk, now) == now, "an end is final"

    # How it is done ---------------------------------------------------------------------------------------------

    def attempt(self, do: Callable[[], Any], *, unless: set[str]) -> Any:
        """Do it: it is refused with one of these codes exactly when there are some, in words and with a remedy."""
        refusals: tuple[Refusal, ...] = ()
        made = None
        try:
            made = do()
        except Refused as refused:
            refusals = refused.refusals
        assert {each.code for each in refusals} == unless
        assert all(each.text and each.remedy for each in refusals)
        return made

    def put_in(self, request: PartnershipRequest, company: str) -> None:
        """Ask to be let in."""
        against = self.against_answering(request, company)
        asked = RecipientClaim.objects.filter(request=request, company=self.partners[company]).first()
        if against == {"wrong-company"}:
            is_moot = asked and not asked.decided_at and asked.link_version != request.link_version
            against = {"claim-decided" if asked.decided_at else "claim-once"} if asked and not is_moot else set()
        elif not against:
            against = {"claim-needless"}
        self.attempt(lambda: answers.claim_request(**self.answering(request, company)), unless=against)

    def decide(self, request: PartnershipRequest, again: bool, service: Callable[..., RecipientClaim]) -> None:
        """Decide about a claim, which is made first if need be: once, while its link and its request stand."""
        claims = RecipientClaim.objects.filter(request=request, decided_at__isnull=not again).order_by("pk")
        if not again and not claims.exists():
            self.put_in(request, self.visitor(request, was_asked=False))
        claim = claims.last()
        if claim is None:
            return
        against = {"claim-undecided"} if claim.decided_at else set()
        if claim.link_version != request.link_version:
            against |= {"claim-replaced"}
        if not against and not self.is_open(request):
            against = {"request-open"}
        self.attempt(lambda: service(actor=self.asking, now=self.now, claim=claim), unless=against)

    def against_asking(self, address: str, request: PartnershipRequest | None = None) -> set[str]:
        """Return which rules speak against asking this address, by a new request or by this one."""
        owner = self.owner_of(address)
        blocking = {each.reseller for each in RequestBlock.objects.in_force().select_related("reseller")}
        declined = PartnershipRequest.objects.filter(state="declined", recipient_address=address)
        others = [each for each in self.all() if each.recipient_address == address and each != request]
        against = {
            "asking-once": any(self.is_open(each) for each in others),
            "R16-partners": owner is not None and self.are_partners(owner),
            "asking-blocked": owner in blocking or any(each.recipient_partner in blocking for each in declined),
        }
        return {code for code, speaks in against.items() if speaks}

    def against_repeating(self, request: PartnershipRequest) -> set[str]:
        """Return which rule speaks against sending again, as far as the state goes."""
        if not self.is_open(request):
            return {"request-open"}
        return {"request-sent"} if request.state == "draft" else set()

    def against_answering(self, request: PartnershipRequest, company: str) -> set[str]:
        """Return which rule speaks against this company's answer."""
        if self.are_partners(self.partners[company]):
            return {"R16-partners"}
        if not self.is_open(request):
            return {"R16-used" if request.state == "accepted" else f"R16-{self.state(request)}"}
        return set() if self.is_asked(request, company) else {"wrong-company"}

    def visitor(self, request: PartnershipRequest, was_asked: bool) -> str:
        """Return a company that was asked, or one that was not; an address of nobody has none that was."""
        return next((each for each in COMPANIES if self.is_asked(request, each) == was_asked), COMPANIES[0])

    def is_asked(self, request: PartnershipRequest, company: str) -> bool:
        """Say whether the request is for this company: let in, or at the address's domain."""
        meant = request.recipient_partner or self.owner_of(request.recipient_address)
        return bool(meant == self.partners[company])

    def owner_of(self, address: str) -> Partner | None:
        """Return whose domain the address is at."""
        return self.partners.get(address.partition("@")[2].removesuffix(".example"))

    def are_partners(self, company: Partner) -> bool:
        """Say whether the provider works with this company."""
        return Partnership.objects.open().filter(reseller=company).exists()

    def is_open(self, request: PartnershipRequest) -> bool:
        """Say whether the request can be answered now."""
        return self.state(request) in OPEN

    def state(self, request: PartnershipRequest) -> str:
        """Return the state as it is to be seen now."""
        return state_at(request, self.now)

    def answering(self, request: PartnershipRequest, company: str) -> dict[str, Any]:
        """Return what every answer takes."""
        actor: Actor = self.people[company]
        moment: datetime = self.now
        return {"actor": actor, "now": moment, "followed": Followed(request, True)}

    def doing(self, request: PartnershipRequest) -> dict[str, Any]:
        """Return what every change of an open request takes."""
        return {"actor": self.asking, "now": self.now, "request": request, "version": request.version}

    def writing(self, request: PartnershipRequest, text: str | None = None) -> dict[str, Any]:
        """Return what every way of saving the words takes."""
        words = words_of(request) if text is None else Words(request.subject, text)
        return {**self.doing(request), "words": words}

    def pick(self, which: int) -> PartnershipRequest:
        """Return one of the requests as it stands: mostly one that is open, if there is one."""
        rows = sorted(self.all(), key=lambda each: self.asked.index(each.pk))
        still_open = [each for each in rows if self.is_open(each)]
        chosen = still_open if still_open and which % 10 < 8 else rows
        return chosen[which % len(chosen)]

    def all(self) -> list[PartnershipRequest]:
        """Return all requests as they stand."""
        return list(PartnershipRequest.objects.select_related("provider", "recipient_partner"))


@override_settings(PARTNERSHIP_REQUEST_MAILS=10_000)
def test_whatever_happens_in_whatever_order_a_request_has_one_life() -> None:
    """With room for any number of mails: how many may go to an address has tests of its own."""
    Life.provider = make_partner("Northlight Distribution", PROVIDER)
    Life.partners = {name: make_partner(name.title(), domain=f"{name}.example") for name in COMPANIES}
    Life.asking = actor_of(Life.provider)
    Life.people = {name: actor_of(partner) for name, partner in Life.partners.items()}
    Life.seen = set()
    hypothesis.seed(SEED)(Life)
    run_state_machine_as_test(
        Life,
        settings=hypothesis.settings(
            database=None,
            deadline=None,
            max_examples=15,
            stateful_step_count=40,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert len(EVERYTHING & Life.seen) > 10, "the machine has come nearly everywhere"
