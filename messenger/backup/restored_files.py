"""The files of an archive: which names belong to a workspace, and what type each file's content has."""

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from messenger.backup.restored_database import NotOurs
from messenger.files import file_numbers, media_types, text_files
from messenger.files.thumbnails import LARGE, SMALL
from messenger.models.attachment import AUDIO, OTHER, PICTURE, TEXT_FILE, UNFINISHED, VIDEO

AVATAR = re.compile(r'avatars/([1-9]\d{0,12})/([\w-]{1,35}\.webp)', re.ASCII)
UPLOAD = re.compile(rf'uploads/([0-9a-f]{{2}})/(\1[0-9a-f]{{30}})(?:{re.escape(SMALL)}|{re.escape(LARGE)})?')
WEBP = 'image/webp'
AVATAR_LIMIT_BYTES = 2**20
BATCH = 500


def is_wanted(name: str) -> bool:
    """Whether an archive's entry is an avatar or a file of a message."""
    return AVATAR.fullmatch(name) is not None or UPLOAD.fullmatch(name) is not None


def settle(staged: Path, database: Path) -> None:
    """Remove files that no row names, and correct the type of each row's file.

    Raises OSError, sqlite3.Error, and NotOurs for a file with a number that the database has not assigned.
    """
    with closing(sqlite3.connect(database, isolation_level=None)) as rows:
        rows.execute('BEGIN')
        _settle_avatars(staged, rows)
        if rows.execute("SELECT 1 FROM sqlite_schema WHERE name = 'attachment'").fetchone():  # since migration 0002
            _settle_uploads(staged, rows)
            _check_numbers(staged, rows)
        rows.execute('COMMIT')


def _check_numbers(staged: Path, rows: sqlite3.Connection) -> None:
    """Refuse files with unassigned numbers: later starts would think that they belong to a newer database."""
    highest = 0
    if rows.execute("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'").fetchone():  # since migration 0006
        counted = rows.execute('SELECT seq FROM sqlite_sequence WHERE name = ?', (file_numbers.TABLE,)).fetchone()
        highest = counted[0] if counted else 0
    for top in ('avatars', 'uploads'):
        if any(file_numbers.number_in(path.name) > highest for path in _files(staged / top)):
            raise NotOurs


def _settle_avatars(staged: Path, rows: sqlite3.Connection) -> None:
    avatars = rows.execute("SELECT id, avatar FROM user WHERE avatar <> ''")
    avatar_names = {f'avatars/{number}/{name}' for number, name in avatars}
    present = set()
    for path in _files(staged / 'avatars'):
        name = path.relative_to(staged).as_posix()
        if name in avatar_names and _media_type(path) == WEBP and path.stat().st_size <= AVATAR_LIMIT_BYTES:
            present.add(name)
        else:
            path.unlink()
    for name in avatar_names - present:  # the generated avatar is shown instead
        rows.execute("UPDATE user SET avatar = '' WHERE id = ?", (int(name.split('/')[1]),))


def _settle_uploads(staged: Path, rows: sqlite3.Connection) -> None:
    ids_by_name = dict(rows.execute('SELECT stored, id FROM attachment'))
    for path in _files(staged / 'uploads'):
        if path.name.partition('.')[0] not in ids_by_name:
            path.unlink()
    ids = list(ids_by_name.values())
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        marks = ', '.join('?' * len(batch))
        query = f'SELECT id, stored, kind, media_type FROM attachment WHERE id IN ({marks})'  # noqa: S608 - question marks
        for attachment_id, stored, kind, stated in rows.execute(query, batch).fetchall():
            kind_and_type = _content(staged / 'uploads' / stored[:2] / stored, kind, stated)
            if kind_and_type != (kind, stated):
                rows.execute(
                    'UPDATE attachment SET kind = ?, media_type = ? WHERE id = ?', (*kind_and_type, attachment_id)
                )


def _content(path: Path, kind: str, stated: str) -> tuple[str, str]:
    """Kind and media type from the content; a file that the row calls plain or unfinished stays that.

    A plain file that is stated to be a picture, and begins like one, would cost too much to show.
    """
    if kind == UNFINISHED:
        return UNFINISHED, ''
    media_type = _media_type(path)
    general = media_type.partition('/')[0]
    if kind == PICTURE and general == 'image' and _media_type(path.with_name(path.name + LARGE)) == WEBP:
        return PICTURE, media_type
    if kind == TEXT_FILE and _is_text(path):
        return TEXT_FILE, media_types.PLAIN_TEXT
    if kind in (AUDIO, VIDEO) and kind == general:
        return kind, media_type
    is_costly = kind == OTHER and general == 'image' and media_type == stated
    return OTHER, media_type if is_costly else media_types.UNKNOWN


def _media_type(path: Path) -> str:
    try:
        with path.open('rb') as file:
            return media_types.media_type(file.read(media_types.HEAD_BYTES))
    except FileNotFoundError:
        return media_types.UNKNOWN


def _is_text(path: Path) -> bool:
    try:
        return text_files.lines_of(path) is not None
    except FileNotFoundError:
        return False


def _files(folder: Path) -> Iterator[Path]:
    for parent, _, names in os.walk(folder):
        yield from (Path(parent, name) for name in names)
