"""Who may invite whom, give which roles and remove whom; and when an invitation can be accepted (dossier 1.2)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foundation.rules import Params, rule

MOST_OPEN = 100
"""Open invitations that one company may have at a time."""

MOST_MAILS = 5
"""Mails of invitations that one company sends to one address in a week."""


@dataclass(frozen=True)
class Giving:
    """Somebody about to give or take roles. `rank` is of the highest role touched, which is called `role`."""

    role: str
    rank: int
    own_rank: int


@dataclass(frozen=True)
class Inviting:
    """An address about to be invited. `open_since` is the ISO date of its open invitation, or empty.

    `open_count` counts the company's open invitations and those cancelled within a day of being made.
    """

    address: str
    company: str
    is_member: bool
    open_since: str
    open_count: int


@dataclass(frozen=True)
class Mailing:
    """An address about to get the mail of an invitation. `mails` went there lately: of this company's, in a week."""

    address: str
    company: str
    mails: int


@dataclass(frozen=True)
class Changing:
    """A colleague about to get other roles or be removed. `has_left` says that the membership has ended meanwhile."""

    person: str
    company: str
    is_oneself: bool
    is_last_global_admin: bool
    stays_global_admin: bool
    has_left: bool = False


@dataclass(frozen=True)
class Invitation:
    """An invitation as the holder of its link finds it. `state` is open, used, cancelled or expired.

    `visitor` is the sign-in name of who has opened it, or empty; `is_for_visitor` whether the invitation is theirs,
    `is_member` whether they belong to the company already.
    """

    company: str
    address: str
    state: str
    is_current: bool
    visitor: str = ""
    is_for_visitor: bool = True
    is_member: bool = False


@rule(
    "team-rank",
    statement=_("Nobody gives or takes a role above the own ones."),
    source="dossier, user roles",
    refusal=_("The role {role} is above yours."),
    remedy=_("Ask a Global admin of your company to do this."),
)
def is_within_own_rank(facts: Giving) -> Params | None:
    """Refuse to touch a higher role."""
    return None if facts.rank <= facts.own_rank else {"role": facts.role}


@rule(
    "team-member-already",
    statement=_("Nobody is invited who is a member already."),
    source="decision of the portal",
    refusal=_("{address} belongs to {company} already."),
    remedy=_("Find the person in the list and change the roles there."),
)
def is_not_a_member(facts: Inviting) -> Params | None:
    """Refuse to invite a member."""
    return {"address": facts.address, "company": facts.company} if facts.is_member else None


@rule(
    "team-invited-already",
    statement=_("There is at most one open invitation to an address."),
    source="decision of the portal",
    refusal=_("{address} was invited on {day} and has not answered yet."),
    remedy=_("Send that invitation again, or cancel it first."),
)
def is_not_invited_yet(facts: Inviting) -> Params | None:
    """Refuse a second open invitation."""
    return {"address": facts.address, "day": facts.open_since} if facts.open_since else None


@rule(
    "team-too-many-invited",
    statement=_("A company has at most a hundred open invitations; one cancelled on its first day counts that day."),
    source="decision of the portal",
    refusal=_("{company} has made {count} invitations that nobody has accepted."),
    remedy=_("Cancel those that nobody answers, and invite again tomorrow."),
)
def has_room_for_invitations(facts: Inviting) -> Params | None:
    """Refuse to flood people with mails."""
    return {"count": facts.open_count, "company": facts.company} if facts.open_count >= MOST_OPEN else None


@rule(
    "team-mailed-often",
    statement=_("A company mails at most five invitations to one address in a week."),
    source="decision of the portal",
    refusal=_("{company} has mailed {count} invitations to {address} within a week."),
    remedy=_("Ask the person to look into the folder for junk mail, or try again in a few days."),
)
def is_not_mailed_too_often(facts: Mailing) -> Params | None:
    """Refuse to flood one person with mails."""
    if facts.mails < MOST_MAILS:
        return None
    return {"count": facts.mails, "company": facts.company, "address": facts.address}


INVITING_RULES = (is_not_a_member, is_not_invited_yet, has_room_for_invitations)
"""What must hold before an address is invited, the rank of the roles aside."""


@rule(
    "team-oneself",
    statement=_("Nobody changes or ends the own membership."),
    source="decision of the portal",
    refusal=_("You cannot change your own roles or remove yourself."),
    remedy=_("Ask another Global admin or User management admin of {company}."),
)
def is_somebody_else(facts: Changing) -> Params | None:
    """Refuse to change oneself: nobody climbs, nobody locks the door behind."""
    return {"company": facts.company} if facts.is_oneself else None


@rule(
    "team-last-global-admin",
    statement=_("A company always has a Global admin."),
    source="decision of the portal; dossier, user roles",
    refusal=_("{person} is the last Global admin of {company}."),
    remedy=_("Make somebody else Global admin first."),
)
def leaves_a_global_admin(facts: Changing) -> Params | None:
    """Refuse to take the last Global admin away."""
    if not facts.is_last_global_admin or facts.stays_global_admin:
        return None
    return {"person": facts.person, "company": facts.company}


@rule(
    "team-left",
    statement=_("Roles are set of who belongs to the company."),
    source="decision of the portal",
    refusal=_("{person} does not belong to {company} any more: a colleague has removed them in this very moment."),
    remedy=_("Go back to the team. Invite {person} again if that was a mistake."),
)
def is_still_there(facts: Changing) -> Params | None:
    """Refuse to change what has ended."""
    return {"person": facts.person, "company": facts.company} if facts.has_left else None


CHANGING_RULES = (is_still_there, is_somebody_else, leaves_a_global_admin)
"""What must hold before a colleague's roles are changed or the membership ends, the rank aside."""


@rule(
    "invitation-used",
    statement=_("An invitation is used once."),
    source="decision of the portal",
    refusal=_("This invitation to {company} has been accepted already."),
    remedy=_("Sign in as {address}."),
)
def is_not_used(facts: Invitation) -> Params | None:
    """Refuse a second use."""
    return {"company": facts.company, "address": facts.address} if facts.state == "used" else None


@rule(
    "invitation-cancelled",
    statement=_("A cancelled invitation cannot be accepted."),
    source="decision of the portal",
    refusal=_("{company} has cancelled this invitation."),
    remedy=_("Ask {company} for a new one if you still want to join."),
)
def is_not_cancelled(facts: Invitation) -> Params | None:
    """Refuse what has been taken back."""
    return {"company": facts.company} if facts.state == "cancelled" else None


@rule(
    "invitation-expired",
    statement=_("An invitation that has expired cannot be accepted."),
    source="decision of the portal",
    refusal=_("This invitation to {company} has expired."),
    remedy=_("Ask {company} to send it again; it takes them a moment."),
)
def is_not_expired(facts: Invitation) -> Params | None:
    """Refuse what is past its time."""
    return {"company": facts.company} if facts.state == "expired" else None


@rule(
    "invitation-replaced",
    statement=_("Only the link in the latest mail of an invitation works."),
    source="decision of the portal",
    refusal=_("This invitation has been sent again; the older link does not work any more."),
    remedy=_("Use the link in the latest mail from {company}."),
)
def is_the_latest_link(facts: Invitation) -> Params | None:
    """Refuse the link of an older mail."""
    return None if facts.is_current else {"company": facts.company}


@rule(
    "invitation-for-you",
    statement=_("An invitation is for the person whose address it was sent to."),
    source="decision of the portal",
    refusal=_("This invitation is for {address}; you are signed in as {visitor}."),
    remedy=_("Sign out and open the link again, or ask {company} to invite {visitor}."),
)
def is_for_the_visitor(facts: Invitation) -> Params | None:
    """Refuse somebody else's account."""
    if facts.is_for_visitor:
        return None
    return {"address": facts.address, "visitor": facts.visitor, "company": facts.company}


@rule(
    "invitation-member-already",
    statement=_("Who belongs to the company already needs no further invitation: one membership each."),
    source="decision of the portal",
    refusal=_("You belong to {company} already, as {visitor}."),
    remedy=_("Go to the Dashboard. Who manages the team of {company} changes your roles there."),
)
def is_no_member_yet(facts: Invitation) -> Params | None:
    """Refuse a second membership of one person, invited at two addresses."""
    return {"company": facts.company, "visitor": facts.visitor} if facts.is_member else None


VISITOR_RULES = (is_for_the_visitor, is_no_member_yet)
"""What must hold of who is signed in and follows the link, asked one after the other."""

INVITATION_RULES = (is_not_used, is_not_cancelled, is_not_expired, is_the_latest_link)
"""What the link of an invitation must satisfy, whoever follows it."""
