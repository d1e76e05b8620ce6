"""Who has blocked whom; a frozen copy, independent of today's models."""

from peewee import BigIntegerField, CharField, ForeignKeyField, Model


class User(Model):
    pass


class PersonBlock(Model):
    blocker = ForeignKeyField(User, on_delete='CASCADE', index=False)
    blocked = ForeignKeyField(User, on_delete='CASCADE')
    direct_key = CharField(index=True)
    created_at = BigIntegerField()

    class Meta:
        legacy_table_names = False
        indexes = ((('blocker', 'blocked'), True),)


def up(migrator, db):  # type: ignore[no-untyped-def] # noqa: ARG001 - the signature peewee calls
    """Create the table."""
    with db.bind_ctx([PersonBlock]):
        db.create_tables([PersonBlock])
