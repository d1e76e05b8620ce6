"""Malicious schemas: only rows are restored, and only from tables that match our schema."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from messenger import markup
from messenger.backup import restores
from messenger.backup.backups import DATABASE
from messenger.backup.errors import FolderInUse
from messenger.database import engine
from messenger.models import Message, User
from messenger.settings import Settings
from tests.archives import changed, members, refused, rows

EVIL = '<img src=x onerror=alert(1)><script>alert(1)</script>'
OLD_SCHEMAS = sorted((Path(__file__).parents[1] / 'database' / 'old_schemas').glob('*.sql'))


def test_restored_sessions_and_links_are_not_valid(lively: Path, empty: Settings) -> None:
    restored = restores.restore(empty, lively)

    assert rows(empty, 'SELECT count(*) FROM session') == rows(empty, 'SELECT count(*) FROM reset_link') == [(0,)]
    (code,) = rows(empty, "SELECT value FROM setting WHERE name = 'invite_code'")[0]
    assert len(str(code)) >= 16
    assert restored == restores.Restored(admins=('anna',), left_out=0)


def test_restored_messages_keep_their_mentions(lively: Path, empty: Settings, tmp_path: Path) -> None:
    before = Settings(data_dir=tmp_path)
    before.database_path.write_bytes(members(lively)[DATABASE])
    restores.restore(empty, lively)

    for table in ('message', 'revision', 'mention', 'membership', 'room', 'attachment', 'user', 'reaction', 'pin'):
        assert rows(empty, f'SELECT * FROM "{table}"') == rows(before, f'SELECT * FROM "{table}"')
    assert rows(empty, 'SELECT count(*) FROM message WHERE html LIKE \'%data-user="2"%\'') == [(1,)]
    counts = 'SELECT name, seq FROM sqlite_sequence ORDER BY name'
    assert rows(empty, counts) == rows(before, counts)


def test_stored_html_is_rendered_again(lively: Path, empty: Settings) -> None:
    evil = f"UPDATE message SET html = '{EVIL}', html_version = 999; UPDATE revision SET html = '{EVIL}'"

    restores.restore(empty, changed(lively, evil))

    for table in ('message', 'revision'):
        assert rows(empty, f"SELECT count(*) FROM {table} WHERE html LIKE '%alert%'") == [(0,)]
    assert rows(empty, 'SELECT DISTINCT kind, html_version FROM message') == [('notice', 0), ('text', markup.VERSION)]
    assert rows(empty, "SELECT count(*) FROM message WHERE html LIKE '%Good day%'") == [(1,)]


SCHEMAS = {
    'a trigger': 'CREATE TRIGGER t AFTER INSERT ON message BEGIN UPDATE user SET is_admin = 1; END',
    'a trigger named like a table': 'CREATE TRIGGER "room" AFTER INSERT ON message BEGIN DELETE FROM user; END',
    'a view': 'CREATE VIEW v AS SELECT * FROM user',
    'a view for a table': 'ALTER TABLE draft RENAME TO d; CREATE VIEW draft AS SELECT * FROM d',
    'a table more': 'CREATE TABLE more (x)',
    'a table less': 'DROP TABLE pin',
    'a column more': 'ALTER TABLE pin ADD COLUMN x INTEGER',
    'a column of another type': 'ALTER TABLE draft DROP COLUMN body; ALTER TABLE draft ADD COLUMN body BLOB',
    'a generated column': 'ALTER TABLE draft DROP COLUMN body; '
    'ALTER TABLE draft ADD COLUMN body TEXT AS (hex(user_id))',
    'a hidden column': "ALTER TABLE draft ADD COLUMN x TEXT AS (printf('%.*c', 1000000000, 'x'))",
    'an index on an expression': "CREATE INDEX i ON pin (printf('%.*c', user_id, 'x'))",
    'an index with a condition': 'CREATE INDEX i ON pin (user_id) WHERE user_id > 1',
    'an index of another condition': 'DROP INDEX message_room_id_reply_seq; CREATE INDEX message_room_id_reply_seq '
    'ON message (room_id, reply_seq) WHERE reply_seq > 5',
    'no unique names': 'DROP INDEX user_nick_key',
    'a check': 'DROP TABLE pin; CREATE TABLE pin (id INTEGER NOT NULL PRIMARY KEY CHECK (randomblob(1000000000)), '
    'message_id INTEGER NOT NULL, room_id INTEGER NOT NULL, user_id INTEGER NOT NULL, pinned_at INTEGER NOT NULL)',
    'a virtual table more': 'CREATE VIRTUAL TABLE v USING fts5(x)',
    'another word index': 'DROP TABLE message_index; CREATE VIRTUAL TABLE message_index USING fts5(words, facts)',
    'a virtual table for a table': 'DROP TABLE draft; CREATE VIRTUAL TABLE draft USING fts5(user_id, room_id, body)',
    'a migration in between': "DELETE FROM schema_migration WHERE name LIKE '0002%'",
    'no migration': 'DELETE FROM schema_migration',
    'a migration that is no text': "UPDATE schema_migration SET name = x'00' WHERE id = 1",
    'a schema that is no SQL': "PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = 'x' WHERE name = 'pin'",
    'a table without SQL': "PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = NULL WHERE name = 'pin'",
    'a table at the page of another': 'PRAGMA writable_schema = 1; UPDATE sqlite_schema SET rootpage = '
    "(SELECT rootpage FROM sqlite_schema WHERE name = 'user') WHERE name = 'pin'",
    'a table at no page': "PRAGMA writable_schema = 1; UPDATE sqlite_schema SET rootpage = 99999 WHERE name = 'pin'",
    'a table twice': 'PRAGMA writable_schema = 1; '
    "INSERT INTO sqlite_schema SELECT type, 'pin', 'pin', rootpage, sql FROM sqlite_schema WHERE name = 'draft'",
    'numbers at their end': 'UPDATE sqlite_sequence SET seq = 9223372036854775807',
    'numbers that are none': "UPDATE sqlite_sequence SET seq = 'x'",
}


@pytest.mark.parametrize('kind', SCHEMAS)
def test_a_schema_that_is_not_ours_is_refused(kind: str, lively: Path, empty: Settings) -> None:
    refused(changed(lively, SCHEMAS[kind]), empty)


@contextmanager
def _opened(settings: Settings) -> Iterator[None]:
    engine.close_database()
    engine.open_database(settings)
    yield
    engine.close_database()


@pytest.mark.parametrize('dump', OLD_SCHEMAS, ids=lambda path: str(path.stem))
async def test_an_archive_of_an_older_version_is_restored_and_migrated(
    dump: Path, lively: Path, empty: Settings
) -> None:
    def replace(database: sqlite3.Connection) -> None:
        with closing(sqlite3.connect(':memory:')) as old:
            old.executescript(dump.read_text(encoding='utf-8'))
            old.backup(database)

    restores.restore(empty, changed(lively, replace))

    with _opened(empty):
        assert await engine.read(lambda: [user.nick for user in User.select().order_by(User.id)]) == ['Анна', 'Bob']
        assert await engine.read(lambda: Message.select().count()) == 4


def test_every_column_has_a_rule(lively: Path, empty: Settings) -> None:
    restores.restore(empty, lively)
    declared = rows(
        empty,
        'SELECT DISTINCT upper(c.type) FROM sqlite_schema AS t, pragma_table_info(t.name) AS c '
        "WHERE t.type = 'table' AND t.name NOT LIKE 'message_index%' AND t.name NOT LIKE 'sqlite_%'",
    )
    kinds = {str(kind).partition('(')[0] for (kind,) in declared}
    assert kinds == {'INTEGER', 'VARCHAR', 'TEXT', 'DATETIME', 'BLOB'}  # the last two are in tables that are not copied


def test_damaged_pages_are_refused(lively: Path, empty: Settings) -> None:
    def damage(database: sqlite3.Connection) -> None:
        (path,) = (row[2] for row in database.execute('PRAGMA database_list'))
        (page,) = database.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'message'").fetchone()
        with Path(path).open('rb+') as file:
            file.seek((page - 1) * 4096)
            file.write(b'\x05\0\0\0\x02\0\0\0\0' + page.to_bytes(4, 'big') * 400)  # a page that is its own child

    refused(changed(lively, damage), empty)


def test_a_restore_that_cannot_be_finished_leaves_the_folder_empty(
    lively: Path, empty: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = Path.replace

    def fail_for_the_database(path: Path, target: Path) -> Path:
        if target == empty.database_path:
            raise OSError(28, 'No space left on device')
        return replace(path, target)

    monkeypatch.setattr(Path, 'replace', fail_for_the_database)
    with pytest.raises(OSError, match='No space'):
        restores.restore(empty, lively)
    assert list(empty.data_dir.iterdir()) == []


def test_a_journal_left_beside_another_database_is_not_replayed(lively: Path, empty: Settings, tmp_path: Path) -> None:
    apart = Settings(data_dir=empty.data_dir, database_url=f'sqlite:///{tmp_path}/chat.db')
    (tmp_path / 'chat.db-wal').write_bytes(b'x')

    with pytest.raises(FolderInUse):
        restores.restore(apart, lively)
