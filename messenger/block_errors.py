"""What is refused because one person has blocked another."""

from messenger.errors import Refused
from messenger.texts import N_


class ConversationClosed(Refused):
    """The other one of a conversation of two has blocked the person; they are not told more than this."""

    code = 'conversation_closed'
    sentence = N_('You can no longer send messages in this conversation.')


class YouBlocked(Refused):
    """Fact: `people`, the nicks of those whom the person has blocked themselves."""

    code = 'you_blocked'
    sentence = N_('You blocked {people}. Unblock them to write to them.')


class CannotStart(Refused):
    """Fact: `people`, nicks."""

    code = 'cannot_start'
    sentence = N_('You cannot start a conversation with {people}.')


class CannotAdd(Refused):
    """Fact: `people`, nicks."""

    code = 'cannot_add'
    sentence = N_('You cannot add {people}.')


class TooManyBlocked(Refused):
    """Fact: `limit`, how many."""

    code = 'too_many_blocked'
    sentence = N_('You can block at most {limit} people. Unblock someone first.')
