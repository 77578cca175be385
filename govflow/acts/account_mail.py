"""What a message about somebody's account says. Its link is made when it is sent: no secret waits in the outbox."""

from zoneinfo import ZoneInfo

from govflow.acts.accounts import INVITATION, RESET, contact_now, link_now
from govflow.acts.house import House
from govflow.acts.telling import who_answers
from govflow.acts.tries import TOLD
from govflow.domain.sentences import clock_time
from govflow.notices.composing import AccountTelling, Envelope, Message, compose_account_mail
from govflow.record.outbox import Waiting

PAGES = {INVITATION: "set-password", RESET: "set-password"}  # where the link of each kind leads


def account_mail(house: House, message: Waiting, base_url: str, reference: str) -> Message | None:
    """Return a message about an account, None for whoever may not get in (any more).

    A link in it is made now; links sent earlier are over.
    """
    now = house.clock.now()
    with house.store.view(message.alliance) as view:
        alliance, answers = view.alliance(), who_answers(view, now)
    if message.kind == TOLD:
        whose = contact_now(house, message.alliance, message.person)
        if whose is None:
            return None
        telling = AccountTelling(message.kind, *whose, alliance.title, "", "", alliance.illustrative)
        return compose_account_mail(telling, Envelope(reference, now, answers))
    link = link_now(house, message.alliance, message.person, message.kind)
    if link is None:
        return None
    telling = AccountTelling(
        kind=message.kind,
        name=link.name,
        contact=link.email,
        alliance=alliance.title,
        link=f"{base_url}/{PAGES[message.kind]}/{link.token}",
        until=clock_time(link.expires_at, ZoneInfo(alliance.zone)),
        illustrative=alliance.illustrative,
    )
    return compose_account_mail(telling, Envelope(reference, now, answers))
