"""The Python side of the chat element."""

from functools import cache
from typing import Any

from nicegui import ui

from messenger import i18n
from messenger.files.attachments import PER_MESSAGE
from messenger.i18n import _, forms
from messenger.models.message import BODY_LIMIT_CHARS
from pages.chat.file_words import file_words


class Chat(ui.element, component='chat.js'):
    """Shows a room, and without a page load any other room chosen in the sidebar.

    Elements placed inside appear as tools in the room's heading. Emits `join` (room id) when a non-member joins,
    `unblock` (user id) to unblock somebody, `revisions` (message id) to see earlier versions of a message, `reactors`
    (message id) to see who reacted, `details` (room id) to see the members, `add` (room id, user ids) to add people
    who were mentioned.
    """

    def __init__(self, *, me: dict[str, Any], room_id: int, site: str, message: int | None = None) -> None:
        super().__init__()
        words = _words(i18n.language.get())
        self.props.update(me=me, first=room_id, around=message, site=site, limit=BODY_LIMIT_CHARS, **words)
        self.props['filesMax'] = PER_MESSAGE


@cache
def _words(_language: str) -> dict[str, Any]:
    return {'texts': _texts(), 'notices': _notices(), 'fileTexts': file_words()}


def _texts() -> dict[str, str | dict[str, str]]:
    return {
        'messages': _('Messages'),
        'details': _('Show members'),
        'message': _('Message'),
        'message_in': _('Message {room}'),
        'message_to': _('Message {nick}'),
        'send': _('Send'),
        'save': _('Save'),
        'cancel': _('Cancel'),
        'editing': _('You are editing your message.'),
        'replying': _('Replying to {nick}'),
        'edited': _('edited'),
        'pinned': _('Pinned'),
        'undo': _('Undo'),
        'reactions': _('Reactions'),
        'seen_by': _('Seen by {people}'),
        'and_others': forms('{people} and {count} other', '{people} and {count} others'),
        'typing': {
            'one': _('{nick} is typing…'),
            'two': _('{nick} and {other} are typing…'),
            'several': _('Several people are typing…'),
        },
        'online': _('online'),
        'away': _('away'),
        'last_seen': _('Last seen'),
        'message_actions': _('Message actions'),
        'emoji': _('Emoji'),
        'react': _('React'),
        'reply': _('Reply'),
        'edit': _('Edit'),
        'delete': _('Delete'),
        'copy_link': _('Copy link'),
        'pin': _('Pin'),
        'unpin': _('Unpin'),
        'mark_unread': _('Mark as unread'),
        'link_copied': _('Link copied.'),
        'copy_text': _('Copy text'),
        'copied': _('Copied.'),
        'mention': _('People to mention'),
        'formatting': _('Formatting'),
        'formats': _formats(),
        'not_here': _('not in this room'),
        'all': _('all'),
        'all_hint': _('everyone in this room'),
        'outsiders': _('Not in this room, so not notified: {people}'),
        'uncalled': _('Only owners can mention everyone here, so nobody was notified.'),
        'unmatched': _('“@{name}” mentions nobody. Send again to send it like this.'),
        'did_you_mean': _('Replace with @{nick}'),
        'add_them': _('Add to the room'),
        'leave_it': _('Dismiss'),
        'new': _('New'),
        'new_messages': forms('{count} new message ↓', '{count} new messages ↓'),
        'newest': _('Newest ↓'),
        'notes': _('Notes to self'),
        'group_of_two': _('{nick} (group)'),
        'alone': _('Only you are left'),
        'start_alone': _('Everyone else has left this conversation. You can still read it.'),
        'sending': _('Sending…'),
        'kept': _('Kept, will be sent'),
        'failed': _('Not sent: {reason}'),
        'try_again': _('Try again'),
        'copy': _('Copy'),
        'discard': _('Discard'),
        'deleted': _('This message was deleted.'),
        'someone': _('Someone'),
        'too_long': forms(
            '{count} character too many. Shorten the text or split it into several messages.',
            '{count} characters too many. Shorten the text or split it into several messages.',
        ),
        'left': forms('{count} character left', '{count} characters left'),
        'members': forms('{count} member', '{count} members'),
        'join': _('Join {room}'),
        'has_blocked': _('You blocked {nick}. Neither of you can write here.'),
        'unblock': _('Unblock'),
        'looking': _('You can read this room. Join it to write here.'),
        'start': _('This is the beginning of {room}.'),
        'start_direct': _('This is the beginning of your conversation with {nick}.'),
        'start_notes': _('Only you can read this. Keep links, lists and thoughts here.'),
        'start_hint': _('Say hello, or add people with “Edit room” in the menu above.'),
        'removed': _('You are no longer a member of “{room}”.'),
        'room_deleted': _('“{room}” was deleted.'),
        'gone': _('You no longer have access to this room.'),
        'you_left': _('You left “{room}”.'),
        'you_left_conversation': _('You left the conversation “{room}”.'),
    }


def _formats() -> dict[str, str]:
    return {
        'bold': _('Bold'),
        'italic': _('Italic'),
        'strike': _('Strikethrough'),
        'link': _('Link'),
        'code': _('Code'),
        'code_block': _('Code block'),
        'quote': _('Quote'),
        'list': _('List'),
    }


def _notices() -> dict[str, str]:
    return {
        'created': _('{actor} created the room'),
        'renamed': _('{actor} renamed the room from “{before}” to “{after}”'),
        'opened': _('{actor} opened the room to everyone'),
        'closed': _('{actor} closed the room to non-members'),
        'topic': _('{actor} set the topic: {after}'),
        'joined': _('{actor} joined'),
        'joined_as_admin': _('{actor} joined as an admin'),
        'left': _('{actor} left'),
        'left_conversation': _('{actor} left the conversation'),
        'added': _('{actor} added {people}'),
        'removed': _('{actor} removed {people}'),
        'made_owner': _('{actor} made {people} an owner'),
        'made_member': _('{people} is no longer an owner'),
        'restored': _('{actor} restored the room from the bin'),
    }
