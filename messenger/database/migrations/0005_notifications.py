"""A person has a level for all rooms; a room has one of its own only where it was chosen, which nobody could yet."""


def up(migrator, db):  # type: ignore[no-untyped-def] # noqa: ARG001 - the signature peewee calls
    """Add the column, and let every room follow its people."""
    db.execute_sql("ALTER TABLE user ADD COLUMN level VARCHAR(10) NOT NULL DEFAULT 'everything'")
    db.execute_sql("UPDATE membership SET level = '' WHERE level = 'everything'")
