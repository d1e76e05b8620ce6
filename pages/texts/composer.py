"""The texts of the composer."""

from messenger.i18n import _, forms


def texts() -> dict[str, str | dict[str, str]]:
    """The texts by key."""
    return _writing() | _formats() | _mentions() | _not_allowed()


def _writing() -> dict[str, str | dict[str, str]]:
    return {
        'message': _('Message'),
        'message_in': _('Message {room}'),
        'message_to': _('Message {nick}'),
        'send': _('Send'),
        'save': _('Save'),
        'cancel': _('Cancel'),
        'editing': _('You are editing your message.'),
        'replying': _('Replying to {nick}'),
        'emoji': _('Emoji'),
        'typing_one': _('{nick} is typing…'),
        'typing_two': _('{nick} and {other} are typing…'),
        'typing_several': _('Several people are typing…'),
        'too_long': forms(
            '{count} character too many. Shorten the text or split it into several messages.',
            '{count} characters too many. Shorten the text or split it into several messages.',
        ),
        'characters_left': forms('{count} character left', '{count} characters left'),
    }


def _formats() -> dict[str, str | dict[str, str]]:
    return {
        'formatting': _('Formatting'),
        'format_bold': _('Bold'),
        'format_italic': _('Italic'),
        'format_strike': _('Strikethrough'),
        'format_link': _('Link'),
        'format_code': _('Code'),
        'format_code_block': _('Code block'),
        'format_quote': _('Quote'),
        'format_list': _('List'),
    }


def _mentions() -> dict[str, str | dict[str, str]]:
    return {
        'mention': _('People to mention'),
        'not_here': _('not in this room'),
        'all': _('all'),
        'all_hint': _('everyone in this room'),
        'outsiders': _('Not in this room, so not notified: {people}'),
        'uncalled': _('Only owners can mention everyone here, so nobody was notified.'),
        'unmatched': _('“@{name}” mentions nobody. Send again to send it like this.'),
        'did_you_mean': _('Replace with @{nick}'),
        'add_them': _('Add to the room'),
        'leave_it': _('Dismiss'),
    }


def _not_allowed() -> dict[str, str | dict[str, str]]:
    return {
        'looking': _('You can read this room. Join it to write here.'),
        'join': _('Join {room}'),
        'has_blocked': _('You blocked {nick}. Neither of you can write here.'),
        'unblock': _('Unblock'),
    }
