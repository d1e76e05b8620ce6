"""What a conversation needs beyond its messages; frozen copies, independent of today's models."""

from peewee import BigIntegerField, CharField, ForeignKeyField, IntegerField, Model, TextField


class User(Model):
    pass


class Room(Model):
    pass


class Message(Model):
    pass


class Reaction(Model):
    message = ForeignKeyField(Message, on_delete='CASCADE', index=False)
    user = ForeignKeyField(User, on_delete='CASCADE')
    emoji = CharField(32)
    created_at = BigIntegerField()

    class Meta:
        indexes = ((('message', 'user', 'emoji'), True),)


class Mention(Model):
    message = ForeignKeyField(Message, on_delete='CASCADE')
    room = ForeignKeyField(Room, on_delete='CASCADE', index=False)
    seq = IntegerField()
    user = ForeignKeyField(User, on_delete='CASCADE', null=True)

    class Meta:
        indexes = ((('room', 'seq', 'user'), False),)


class Revision(Model):
    message = ForeignKeyField(Message, on_delete='CASCADE')
    body = TextField()
    html = TextField()
    written_at = BigIntegerField()


class Pin(Model):
    message = ForeignKeyField(Message, on_delete='CASCADE', unique=True)
    room = ForeignKeyField(Room, on_delete='CASCADE')
    user = ForeignKeyField(User, on_delete='CASCADE')
    pinned_at = BigIntegerField()


class Draft(Model):
    user = ForeignKeyField(User, on_delete='CASCADE', index=False)
    room = ForeignKeyField(Room, on_delete='CASCADE')
    body = TextField()
    changed_at = BigIntegerField()

    class Meta:
        indexes = ((('user', 'room'), True),)


class Attachment(Model):
    user = ForeignKeyField(User, on_delete='CASCADE', index=False)
    key = CharField(64)
    room = ForeignKeyField(Room, on_delete='CASCADE')
    message = ForeignKeyField(Message, on_delete='CASCADE', null=True)
    name = CharField(200)
    kind = CharField(8)
    media_type = CharField(100)
    size_bytes = BigIntegerField()
    width = IntegerField()
    height = IntegerField()
    stored = CharField(64, unique=True)
    created_at = BigIntegerField()

    class Meta:
        indexes = ((('user', 'key'), True),)


TABLES = (Reaction, Mention, Revision, Pin, Draft, Attachment)

# Peewee's own add_column would rewrite every row to make a column NOT NULL
COLUMNS = (
    'message ADD COLUMN reply_seq INTEGER',
    'message ADD COLUMN edited_at INTEGER',
    'message ADD COLUMN deleted_by_id INTEGER REFERENCES "user" ("id") ON DELETE SET NULL',
    'membership ADD COLUMN muted_until INTEGER',
    'room ADD COLUMN everyone_may_call INTEGER NOT NULL DEFAULT 0',
    'user ADD COLUMN quiet_until INTEGER',
    'user ADD COLUMN plays_sound INTEGER NOT NULL DEFAULT 1',
    'user ADD COLUMN hides_presence INTEGER NOT NULL DEFAULT 0',
    'user ADD COLUMN hides_receipts INTEGER NOT NULL DEFAULT 0',
    "user ADD COLUMN language VARCHAR(8) NOT NULL DEFAULT ''",
)


def up(migrator, db):  # type: ignore[no-untyped-def] # noqa: ARG001 - the signature peewee calls
    """Create the new tables and add the new columns."""
    for table in (User, Room, Message, *TABLES):
        table._meta.legacy_table_names = False
        table._meta.table_name = table._meta.make_table_name()
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES)
    for column in COLUMNS:
        db.execute_sql(f'ALTER TABLE {column}')
    db.execute_sql('CREATE INDEX message_room_id_reply_seq ON message (room_id, reply_seq) WHERE reply_seq IS NOT NULL')
