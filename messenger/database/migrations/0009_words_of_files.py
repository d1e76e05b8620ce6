"""The words of text files, for the search index; the running server reads those of existing messages."""


def up(migrator, db):  # type: ignore[no-untyped-def] # noqa: ARG001 - the signature peewee calls
    """Create the table, with a row for each file of a message that may be text."""
    db.execute_sql(
        'CREATE TABLE file_words ('
        'attachment_id INTEGER NOT NULL PRIMARY KEY, words BLOB, chars INTEGER NOT NULL, '
        'FOREIGN KEY (attachment_id) REFERENCES attachment (id) ON DELETE CASCADE)'
    )
    db.execute_sql('CREATE INDEX file_words_waiting ON file_words (attachment_id) WHERE words IS NULL')
    db.execute_sql(
        'INSERT INTO file_words (attachment_id, chars) SELECT id, 0 FROM attachment '
        "WHERE kind IN ('text', 'file') AND media_type IN ('text/plain', 'application/octet-stream') "
        'AND message_id IS NOT NULL'
    )
