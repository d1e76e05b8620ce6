"""Never reuse the id of an attachment: its table keeps counting even after deletions."""

COLUMNS = 'id, user_id, key, room_id, message_id, name, kind, media_type, size_bytes, width, height, stored, created_at'


def up(migrator, db):  # type: ignore[no-untyped-def] # noqa: ARG001 - the signature peewee calls
    """Copy the table into one with AUTOINCREMENT; no other table refers to it."""
    db.execute_sql(
        'CREATE TABLE attachment_new ('
        'id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, '
        'user_id INTEGER NOT NULL, key VARCHAR(64) NOT NULL, room_id INTEGER NOT NULL, message_id INTEGER, '
        'name VARCHAR(200) NOT NULL, kind VARCHAR(8) NOT NULL, media_type VARCHAR(100) NOT NULL, '
        'size_bytes INTEGER NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL, stored VARCHAR(64) NOT NULL, '
        'created_at INTEGER NOT NULL, '
        'FOREIGN KEY (user_id) REFERENCES user (id) ON DELETE CASCADE, '
        'FOREIGN KEY (room_id) REFERENCES room (id) ON DELETE CASCADE, '
        'FOREIGN KEY (message_id) REFERENCES message (id) ON DELETE CASCADE)'
    )
    db.execute_sql(f'INSERT INTO attachment_new ({COLUMNS}) SELECT {COLUMNS} FROM attachment')  # noqa: S608 - constant
    db.execute_sql('DROP TABLE attachment')
    db.execute_sql('ALTER TABLE attachment_new RENAME TO attachment')
    for unique, columns in (('', ('room_id',)), ('', ('message_id',)), ('UNIQUE', ('stored',))):
        _index(db, unique, columns)
    _index(db, 'UNIQUE', ('user_id', 'key'))


def _index(db, unique, columns):  # type: ignore[no-untyped-def] # untyped, like the rest of a migration
    db.execute_sql(f'CREATE {unique} INDEX attachment_{"_".join(columns)} ON attachment ({", ".join(columns)})')
