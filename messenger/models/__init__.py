"""One table a file: its fields, its queries, its invariants."""

from messenger.models.admin_entry import AdminEntry
from messenger.models.membership import Membership
from messenger.models.message import Message
from messenger.models.reset_link import ResetLink
from messenger.models.room import Room
from messenger.models.session import Session
from messenger.models.setting import Setting
from messenger.models.user import User

ALL = (User, Session, ResetLink, Room, Membership, Message, Setting, AdminEntry)

__all__ = ['ALL', 'AdminEntry', 'Membership', 'Message', 'ResetLink', 'Room', 'Session', 'Setting', 'User']
