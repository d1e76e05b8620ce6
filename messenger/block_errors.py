"""Errors raised because one person has blocked another."""

from messenger.errors import Refused
from messenger.i18n import N_, _, ngettext


class AboutPeople(Refused):
    """Details: `people`, the nicks of the first few; `others`, the number of the rest."""

    def __init__(self, *, people: str, others: int = 0) -> None:
        super().__init__(people=people, others=others)
        self.people, self.others = people, others

    def __str__(self) -> str:
        people = self.people
        if self.others:
            counted = ngettext('{people} and {count} other', '{people} and {count} others', self.others)
            people = counted.format(people=people, count=self.others)
        return _(self.sentence).format(people=people)


class ConversationClosed(Refused):
    """The other person in a two-person conversation has blocked this one, who must not learn more than this."""

    code = 'conversation_closed'
    sentence = N_('You can no longer send messages in this conversation.')


class YouBlocked(AboutPeople):
    """This person has blocked `people`."""

    code = 'you_blocked'
    sentence = N_('You blocked {people}. Unblock them to write to them.')


class CannotStart(AboutPeople):
    """`people` have blocked this person."""

    code = 'cannot_start'
    sentence = N_('You cannot start a conversation with {people}.')


class CannotAdd(AboutPeople):
    """`people` have blocked this person."""

    code = 'cannot_add'
    sentence = N_('You cannot add {people}.')


class TooManyBlocked(Refused):
    """Fact: `limit`, a number of people."""

    code = 'too_many_blocked'
    sentence = N_('You can block at most {limit} people. Unblock someone first.')
