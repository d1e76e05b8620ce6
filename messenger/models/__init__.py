"""One table per file: its fields, queries and invariants."""

from messenger.models.admin_entry import AdminEntry
from messenger.models.attachment import Attachment
from messenger.models.draft import Draft
from messenger.models.file_words import FileWords
from messenger.models.membership import Membership
from messenger.models.mention import Mention
from messenger.models.message import Message
from messenger.models.person_block import PersonBlock
from messenger.models.pin import Pin
from messenger.models.reaction import Reaction
from messenger.models.reset_link import ResetLink
from messenger.models.revision import Revision
from messenger.models.room import Room
from messenger.models.session import Session
from messenger.models.setting import Setting
from messenger.models.user import User

ALL = (
    *(User, Session, ResetLink, Room, Membership, Message, Setting, AdminEntry),
    *(Reaction, Mention, Revision, Pin, Draft, Attachment, PersonBlock, FileWords),
)

__all__ = [
    'ALL',
    'AdminEntry',
    'Attachment',
    'Draft',
    'FileWords',
    'Membership',
    'Mention',
    'Message',
    'PersonBlock',
    'Pin',
    'Reaction',
    'ResetLink',
    'Revision',
    'Room',
    'Session',
    'Setting',
    'User',
]
