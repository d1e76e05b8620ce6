"""The texts of a conversation: its header, its messages and their actions."""

from messenger.i18n import _, forms, pgettext
from messenger.rooms import titles


def texts() -> dict[str, str | dict[str, str]]:
    """The texts by key."""
    return _titles() | _room() | _messages() | _actions() | _losses()


def _titles() -> dict[str, str | dict[str, str]]:
    return {f'title_{form}': titles.text(form) for form in titles.TEXTS}


def _room() -> dict[str, str | dict[str, str]]:
    return {
        'messages': _('Messages'),
        'details': _('Show members'),
        'members': forms('{count} member', '{count} members'),
        'online': _('{count} online'),
        'last_seen': _('Last seen'),
        'just_now': _('just now'),
        'status_online': _('online'),
        'status_away': _('away'),
        'start': _('This is the beginning of {room}.'),
        'add_people': _('Add people'),
        'room_awaited': _('This room will be loaded when the connection is back.'),
        'start_direct': _('This is the beginning of your conversation with {nick}.'),
        'start_notes': _('Only you can read this. Keep links, lists and thoughts here.'),
        'start_alone': _('Everyone else has left this conversation. You can still read it.'),
        'new': _('New'),
        'new_messages': forms('{count} new message ↓', '{count} new messages ↓'),
        'newest': _('Newest ↓'),
    }


def _messages() -> dict[str, str | dict[str, str]]:
    return {
        'edited': _('edited'),
        'show_more': pgettext('message', 'Show more'),
        'pinned': _('Pinned'),
        'undo': _('Undo'),
        'reactions': _('Reactions'),
        'seen_by': _('Seen by {people}'),
        'someone': _('Someone'),
        'deleted': _('This message was deleted.'),
        'sending': _('Sending…'),
        'kept': _('Kept, will be sent'),
        'failed': _('Not sent: {reason}'),
        'try_again': _('Try again'),
        'copy': _('Copy'),
        'copied': _('Copied.'),
        'discard': _('Discard'),
        'copy_code': _('Copy code'),
        'code_copied': _('Code copied.'),
    }


def _actions() -> dict[str, str | dict[str, str]]:
    return {
        'message_actions': _('Message actions'),
        'action_react': _('React'),
        'action_reply': _('Reply'),
        'action_edit': _('Edit'),
        'action_delete': _('Delete'),
        'action_copy_link': _('Copy link'),
        'action_copy_text': _('Copy text'),
        'action_pin': _('Pin'),
        'action_unpin': _('Unpin'),
        'action_mark_unread': _('Mark as unread'),
        'link_copied': _('Link copied.'),
    }


def _losses() -> dict[str, str | dict[str, str]]:
    return {
        'lost_removed': _('You are no longer a member of “{room}”.'),
        'lost_deleted': _('“{room}” was deleted.'),
        'lost_left': _('You left “{room}”.'),
        'lost_left_conversation': _('You left the conversation “{room}”.'),
        'lost': _('You no longer have access to this room.'),
    }
