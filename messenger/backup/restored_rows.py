"""What rows of an archive may contain: nothing that our own code could not have stored or could not handle.

Values are taken as they are, or the archive is refused. There are three exceptions: free text is cleaned, HTML is
rendered again from the text, and unusable password hashes are dropped.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from messenger import markup, name_rules
from messenger.accounts import passwords
from messenger.demo import demos
from messenger.files import uploads
from messenger.i18n import LANGUAGES
from messenger.models import attachment, membership, message, room, user
from messenger.models.message_kinds import KINDS
from messenger.site import settings as site_settings

INTEGER_LIMIT = 2**53 - 1  # the largest exact integer in a browser
ID_LIMIT = 2**40
MOMENT_LIMIT_MS = 253_402_300_799_999  # the end of the year 9999
TEXT_LIMIT_CHARS = 100_000
SIDE_LIMIT_PX = 2**32  # as a header can state, of a picture that is not shown
SIZE_LIMIT_BYTES = 2**40
LENGTH_TOLERANCE = 4  # SQLite does not enforce lengths, but honest values do not exceed them by far
DROPPED_TABLES = frozenset({'session', 'reset_link', 'schema_migration', 'file_words'})

Row = dict[str, Any]
_TYPE = re.compile(r'([A-Z]+)(?:\((\d+)\))?')
_AVATAR = re.compile(r'(?:[\w-]{1,35}\.webp)?', re.ASCII)
_STORED = re.compile(r'[0-9a-f]{32}')
_KEY = re.compile('[!-~]{1,64}')
_UNSEEN = frozenset({'Cc', 'Cf', 'Cs', 'Zl', 'Zp'})


class Odd(Exception):
    """A value that no backup can contain."""


def check_row(table: str, types: Mapping[str, str], row: Row) -> Row | None:
    """A row of `table` ready to store, or None to skip it; `types`: declared types by column. Raises Odd."""
    for column, value in row.items():
        if value is not None:  # the table itself says whether it may be null
            _check_value(column, types[column], value)
    rule = _RULES.get(table)
    return rule(row) if rule else row


def _check_value(column: str, declared: str, value: Any) -> None:
    match = _TYPE.match(declared.upper())
    kind, length = (match[1], match[2]) if match else ('', None)
    if kind in ('VARCHAR', 'TEXT'):
        limit = int(length) * LENGTH_TOLERANCE if length else TEXT_LIMIT_CHARS
        if not isinstance(value, str) or len(value) > limit:
            raise Odd(column)
        return
    low, high = _range(column)
    if kind not in ('INTEGER', 'BIGINT', 'SMALLINT') or not isinstance(value, int) or not low <= value <= high:
        raise Odd(column)


def _range(column: str) -> tuple[int, int]:
    if column == 'id':
        return 1, ID_LIMIT
    if column.endswith('_id'):
        return 0, ID_LIMIT
    if column == 'at' or column.endswith(('_at', '_until')):
        return 0, MOMENT_LIMIT_MS
    return -INTEGER_LIMIT, INTEGER_LIMIT


def _must(*conditions: bool) -> None:
    if not all(conditions):
        raise Odd


def _is_line(text: str, limit: int) -> bool:
    """Whether a name is one visible line; the rules for new names may be stricter."""
    unseen = any(unicodedata.category(char) in _UNSEEN and char not in name_rules.JOINERS for char in text)
    return 1 <= len(text) <= limit and bool(text.strip()) and not unseen


def _user(row: Row) -> Row:
    _must(
        _is_line(row['username'], name_rules.NAME_LIMIT_CHARS),
        _is_line(row['nick'], name_rules.NAME_LIMIT_CHARS),
        bool(row['username_key']) and bool(row['nick_key']),
        bool(_AVATAR.fullmatch(row['avatar'])),
        row['is_admin'] in (0, 1),
        row.get('level', user.EVERYTHING) in (user.EVERYTHING, user.MENTIONS, user.NOTHING),
        all(row.get(flag, 0) in (0, 1) for flag in ('plays_sound', 'hides_presence', 'hides_receipts')),
    )
    if not passwords.is_usable(row['password_hash']):
        row['password_hash'] = ''
    if row.get('language', '') not in LANGUAGES:
        row |= {'language': ''} if 'language' in row else {}
    row['about'] = _without_invisible(row['about'])
    return row


def _without_invisible(text: str) -> str:
    return ''.join(char for char in text if char == '\n' or not name_rules.is_invisible(char))


def _room(row: Row) -> Row:
    is_direct = row['kind'] == room.DIRECT
    _must(
        row['kind'] in (room.OPEN, room.CLOSED, room.DIRECT),
        (is_direct and not row['name']) or _is_line(row['name'], name_rules.ROOM_NAME_LIMIT_CHARS),
        row['owners_only'] in (0, 1),
        row.get('everyone_may_call', 0) in (0, 1),
        row['direct_key'] is None or bool(re.fullmatch(r'(bin:\d+:)?\d+(,\d+)*', row['direct_key'])),
    )
    row['topic'] = _without_invisible(row['topic'])
    return row


def _membership(row: Row) -> Row:
    levels = (membership.INHERIT, user.EVERYTHING, user.MENTIONS, user.NOTHING)
    _must(row['role'] in (membership.OWNER, membership.MEMBER), row['level'] in levels)
    return row


def _message(row: Row) -> Row:
    _must(
        row['kind'] in KINDS,
        1 <= row['seq'] <= INTEGER_LIMIT // 2,
        1 <= row['revision'] <= INTEGER_LIMIT // 2,
        bool(_KEY.fullmatch(row['key'])),
    )
    is_rendered = KINDS[row['kind']].is_rendered
    row['html'] = _render(row['body'], row['html']) if is_rendered and row['body'] else ''
    row['html_version'] = markup.VERSION if is_rendered else 0
    return row


def _revision(row: Row) -> Row:
    row['html'] = _render(row['body'], row['html'])
    return row


def _render(body: str, html: str) -> str:
    _must(len(body) <= message.BODY_LIMIT_CHARS)
    return markup.render_anew(body, html)


def _attachment(row: Row) -> Row:
    viewable_kinds = (attachment.PICTURE, attachment.AUDIO, attachment.VIDEO, attachment.TEXT_FILE)
    _must(
        row['kind'] in (*viewable_kinds, attachment.OTHER, attachment.UNFINISHED),
        bool(_STORED.fullmatch(row['stored'])),
        bool(_KEY.fullmatch(row['key'])),
        0 <= row['width'] <= SIDE_LIMIT_PX,
        0 <= row['height'] <= SIDE_LIMIT_PX,
        0 <= row['size_bytes'] <= SIZE_LIMIT_BYTES,
        0 <= row.get('lines', 0) <= SIZE_LIMIT_BYTES,
    )
    row['name'] = uploads.tidy_name(row['name'])
    return row


def _reaction(row: Row) -> Row:
    _must(not row['emoji'].isspace(), bool(row['emoji']), not any(char in '<>&"\'' for char in row['emoji']))
    return row


def _setting(row: Row) -> Row | None:
    """Keep the admins' settings and the demo marker; the server works out its own entries again."""
    name, value = row['name'], row['value']
    if name == 'invite_code':
        return row | {'value': site_settings.new_invite_code()} if value else None
    allowed_names = {field.name for field in fields(site_settings.Site)} | {demos.MARKER}
    if name not in allowed_names:
        return None
    _must(
        len(value) <= site_settings.NAME_LIMIT_CHARS,
        name != 'sign_up' or value in (site_settings.ANYONE, site_settings.INVITE, site_settings.NOBODY),
        name != 'create_rooms' or value in (site_settings.EVERYONE, site_settings.ADMINS),
        name != 'name' or _is_line(value, site_settings.NAME_LIMIT_CHARS),
    )
    return row


_RULES: dict[str, Callable[[Row], Row | None]] = {
    'user': _user,
    'room': _room,
    'membership': _membership,
    'message': _message,
    'revision': _revision,
    'attachment': _attachment,
    'reaction': _reaction,
    'setting': _setting,
}
