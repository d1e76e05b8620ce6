"""Give each person a notification level for all rooms; a room overrides it only by choice, which nobody had yet."""


def up(migrator, db):  # type: ignore[no-untyped-def] # noqa: ARG001 - the signature peewee calls
    """Add the column, and let every membership inherit its person's level."""
    db.execute_sql("ALTER TABLE user ADD COLUMN level VARCHAR(10) NOT NULL DEFAULT 'everything'")
    db.execute_sql("UPDATE membership SET level = '' WHERE level = 'everything'")
