"""Count the lines of text files; files from before stay plain ones, until the running server has read them."""


def up(migrator, db):  # type: ignore[no-untyped-def] # noqa: ARG001 - the signature peewee calls
    """Add the column."""
    db.execute_sql('ALTER TABLE attachment ADD COLUMN lines INTEGER NOT NULL DEFAULT 0')
