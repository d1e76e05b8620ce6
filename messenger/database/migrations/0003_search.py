"""The word index of messages: contentless, one row per message, words already stemmed (index/word_forms.py)."""


def up(migrator, db):  # type: ignore[no-untyped-def] # noqa: ARG001 - the signature peewee calls
    """Create the index; the running server adds existing messages."""
    db.execute_sql(
        "CREATE VIRTUAL TABLE message_index USING fts5(words, facts, content='', columnsize=0, prefix='2 3', "
        "tokenize='unicode61 remove_diacritics 0')"
    )
