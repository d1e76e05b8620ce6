"""Rows and files of an archive: only what our own code could have stored, and each file typed by its content."""

from pathlib import Path

import pytest

from messenger.accounts import passwords
from messenger.backup import restores
from messenger.files.thumbnails import LARGE
from messenger.settings import Settings
from tests.archives import WEBP, changed, members, refused, rows

PNG = b'\x89PNG\r\n\x1a\n' + b'\0' * 30

ROWS = {
    'a file outside': "UPDATE attachment SET stored = '../../../../etc/passwd'",
    'a file that is no name': "UPDATE attachment SET stored = 'AB' || substr(stored, 3)",
    'a picture outside': "UPDATE user SET avatar = '../../messenger.db'",
    'a picture of another kind': "UPDATE user SET avatar = 'p.svg'",
    'a moment beyond time': 'UPDATE message SET created_at = 9223372036854775807',
    'a moment before time': 'UPDATE user SET created_at = -1',
    'a moment in words': "UPDATE room SET created_at = 'now'",
    'a number with a point': 'UPDATE room SET last_seq = 1.5',
    'a number that browsers cannot count': 'UPDATE message SET seq = 9007199254740993 WHERE id = 1',
    'a number of a row beyond all': 'UPDATE user SET id = 9223372036854775807 WHERE id = 2',
    'bytes for text': "UPDATE message SET body = x'ff00'",
    'bytes for a nick': "UPDATE user SET nick = x'ff'",
    'text that is no text': "UPDATE message SET body = CAST(x'ff' AS TEXT)",
    'a number for text': 'PRAGMA writable_schema = 1; '
    "UPDATE sqlite_schema SET sql = replace(sql, '\"body\" TEXT', '\"body\" BLOB') WHERE name = 'draft'",
    'endless text': 'UPDATE user SET about = hex(zeroblob(100000))',
    'a long nick': 'UPDATE user SET nick = nick || hex(zeroblob(20))',
    'a nick of nothing': "UPDATE user SET nick = '' WHERE id = 2",
    'a nick that turns around': 'UPDATE user SET nick = nick || char(8238)',
    'a nick of two lines': "UPDATE user SET nick = nick || char(10) || 'x'",
    'a room without a name': "UPDATE room SET name = ''",
    'an unknown kind of room': "UPDATE room SET kind = 'secret'",
    'an unknown role': "UPDATE membership SET role = 'god'",
    'an unknown level': "UPDATE membership SET level = 'x'",
    'an unknown kind of message': "UPDATE message SET kind = 'html'",
    'an unknown kind of file': "UPDATE attachment SET kind = 'html'",
    'a flag that is none': 'UPDATE user SET is_admin = 2',
    'a message too long to render': 'UPDATE message SET body = hex(zeroblob(4001))',
    'a message of nobody': 'PRAGMA foreign_keys = 0; UPDATE message SET author_id = 77',
    'a room that counts again': 'UPDATE room SET last_seq = 0',
    'a room that changes again': 'UPDATE room SET revision = 0',
    'a reaction that is markup': "INSERT INTO reaction SELECT 1, id, 1, '<b>', 1 FROM message LIMIT 1",
    'a text of fewer lines than none': 'UPDATE attachment SET lines = -1',
    'a wide picture': 'UPDATE attachment SET width = 9007199254740991',
    'sign-up for whoever': "INSERT OR REPLACE INTO setting VALUES ('sign_up', 'x')",
    'a site without a name': "INSERT OR REPLACE INTO setting VALUES ('name', char(8238))",
}


@pytest.mark.parametrize('kind', ROWS)
def test_a_row_that_our_code_could_not_have_stored_is_refused(kind: str, lively: Path, empty: Settings) -> None:
    refused(changed(lively, ROWS[kind]), empty)


def test_the_servers_internal_settings_are_not_restored(lively: Path, empty: Settings) -> None:
    entries = ("('search_next', '-5')", "('search_version', '1')", "('html_version', '99')", "('workspace', 'x')")
    restores.restore(empty, changed(lively, f'INSERT OR REPLACE INTO setting VALUES {", ".join(entries)}'))

    assert rows(empty, "SELECT name FROM setting WHERE name <> 'invite_code'") == []


HASHES = [
    *('', 'x', '$argon2id$v=19$m=2147483648,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2g', '$2b$12$' + 'x' * 53),
    *('$argon2id$v=19$m=999999,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2g', '$argon2id$v=19$m=8,t=99,p=1$c2FsdHNhbHQ$aGFzaGhhc2g'),
    '$argon2id$v=19$m=8,t=1,p=9$c2FsdHNhbHQ$aGFzaGhhc2g',
    '$argon2id$v=19$m=8,t=0,p=1$c2FsdHNhbHQ$aGFzaGhhc2g',
]


@pytest.mark.parametrize('stored', HASHES)
async def test_a_password_hash_that_cannot_be_checked_lets_nobody_in(
    stored: str, lively: Path, empty: Settings
) -> None:
    restores.restore(empty, changed(lively, f"UPDATE user SET password_hash = '{stored}'"))

    assert rows(empty, 'SELECT DISTINCT password_hash FROM user') == [('',)]
    for password in ('', 'nobody', 'the password of no one', 'correct horse'):
        assert not await passwords.matches(password, stored)
        assert not await passwords.matches(password, '')


async def test_a_hash_that_only_looks_like_ours_is_not_an_error() -> None:
    assert not await passwords.matches('x', '$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$notahash')


FACTS = {
    'a page called a picture': ("kind = 'picture', media_type = 'text/html'", b'<script>alert(1)</script>'),
    'a page called a film': ("kind = 'video', media_type = 'text/html'", b'<script>alert(1)</script>'),
    'a drawing called a picture': ("kind = 'picture', media_type = 'image/svg+xml'", b'<svg onload="alert(1)"/>'),
    'a page called audio': ("kind = 'audio', media_type = 'audio/mpeg'", b'<script>alert(1)</script>'),
    'a picture without its copy': ("kind = 'picture', media_type = 'image/png'", PNG),
    'a picture called a film': ("kind = 'video', media_type = 'image/png'", PNG),
    'a picture called text': ("kind = 'text', media_type = 'text/plain'", PNG),
    'text that is gone': ("kind = 'text', media_type = 'text/plain'", None),
    'no file': ("kind = 'picture', media_type = 'image/png'", None),
    'a plain file of another type': ("kind = 'file', media_type = 'text/html'", b'<script>alert(1)</script>'),
}


@pytest.mark.parametrize('kind', FACTS)
def test_a_file_is_typed_by_its_content_whatever_its_row_says(kind: str, lively: Path, empty: Settings) -> None:
    columns, content = FACTS[kind]
    stored = _stored(lively)
    restores.restore(
        empty, changed(lively, f'UPDATE attachment SET {columns}', **{f'uploads/{stored[:2]}/{stored}': content})
    )

    assert rows(empty, 'SELECT kind, media_type FROM attachment') == [('file', 'application/octet-stream')]


def test_a_picture_that_is_too_large_to_show_still_says_so(lively: Path, empty: Settings) -> None:
    path = f'uploads/{_stored(lively)[:2]}/{_stored(lively)}'
    columns = "UPDATE attachment SET kind = 'file', media_type = 'image/png', width = 2147483647, height = 1"
    restores.restore(empty, changed(lively, columns, **{path: PNG}))

    query = 'SELECT kind, media_type, width, height FROM attachment'
    assert rows(empty, query) == [('file', 'image/png', 2_147_483_647, 1)]


def test_a_picture_with_a_thumbnail_stays_a_picture(lively: Path, empty: Settings) -> None:
    path = f'uploads/{_stored(lively)[:2]}/{_stored(lively)}'
    columns = "UPDATE attachment SET kind = 'picture', media_type = 'image/gif'"
    restores.restore(empty, changed(lively, columns, **{path: PNG, path + LARGE: WEBP}))

    assert rows(empty, 'SELECT kind, media_type FROM attachment') == [('picture', 'image/png')]


def test_a_text_file_stays_one_and_is_never_called_a_page(lively: Path, empty: Settings) -> None:
    path = f'uploads/{_stored(lively)[:2]}/{_stored(lively)}'
    columns = "UPDATE attachment SET kind = 'text', media_type = 'text/html', lines = 2"
    restores.restore(empty, changed(lively, columns, **{path: b'<script>alert(1)</script>'}))

    assert rows(empty, 'SELECT kind, media_type, lines FROM attachment') == [('text', 'text/plain', 2)]


def _stored(lively: Path) -> str:
    return next(name.split('/')[2] for name in members(lively) if name.startswith('uploads/'))


def test_files_without_a_row_are_left_out(lively: Path, empty: Settings) -> None:
    strangers = {'avatars/1/q.webp': WEBP, 'avatars/9/p.webp': WEBP, f'uploads/00/{"0" * 32}': b'x', 'notes.txt': b'x'}
    own = {'lock': b'1', 'messenger.db.lock': b'1', 'secret': b's' * 40}

    restored = restores.restore(empty, changed(lively, '', **strangers, **own))

    paths = sorted(path.relative_to(empty.data_dir).as_posix() for path in empty.data_dir.rglob('*') if path.is_file())
    assert paths == ['avatars/1/p.webp', 'messenger.db', f'uploads/{_stored(lively)[:2]}/{_stored(lively)}']
    assert restored.left_out == 1


def test_an_avatar_that_is_not_a_picture_is_left_out(lively: Path, empty: Settings) -> None:
    restores.restore(empty, changed(lively, '', **{'avatars/1/p.webp': b'<svg onload="alert(1)"/>'}))

    assert rows(empty, "SELECT count(*) FROM user WHERE avatar <> ''") == [(0,)]
    assert not (empty.avatars_dir / '1' / 'p.webp').exists()
