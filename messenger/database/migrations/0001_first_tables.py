"""The first tables; frozen copies, independent of today's models."""

from peewee import BigIntegerField, BooleanField, CharField, ForeignKeyField, IntegerField, Model, TextField
from playhouse.sqlite_ext import AutoIncrementField


class User(Model):
    username = CharField(32)
    username_key = CharField(64, unique=True)
    nick = CharField(32)
    nick_key = CharField(64, unique=True)
    about = TextField()
    avatar = CharField(40)
    password_hash = TextField()
    is_admin = BooleanField()
    created_at = BigIntegerField()
    last_seen_at = BigIntegerField(null=True)
    last_room_id = IntegerField(null=True)
    blocked_at = BigIntegerField(null=True)


class Session(Model):
    user = ForeignKeyField(User, on_delete='CASCADE')
    token_hash = CharField(64, unique=True)
    created_at = BigIntegerField()
    last_used_at = BigIntegerField()
    expires_at = BigIntegerField(index=True)
    address = CharField(64)
    device = CharField(200)


class ResetLink(Model):
    user = ForeignKeyField(User, on_delete='CASCADE')
    token_hash = CharField(64, unique=True)
    made_by = ForeignKeyField(User, on_delete='CASCADE', backref='made_links')
    created_at = BigIntegerField()
    expires_at = BigIntegerField()
    used_at = BigIntegerField(null=True)


class Room(Model):
    id = AutoIncrementField()  # a room's id is never reused, even after the bin is emptied
    kind = CharField(8)
    name = CharField(80)
    name_key = CharField(160, null=True, unique=True)
    topic = CharField(200)
    direct_key = CharField(null=True, unique=True)
    owners_only = BooleanField()
    last_seq = IntegerField()
    revision = IntegerField()
    created_by = ForeignKeyField(User, null=True, on_delete='SET NULL')
    created_at = BigIntegerField()
    last_message_at = BigIntegerField(null=True)
    deleted_at = BigIntegerField(null=True, index=True)
    deleted_by = ForeignKeyField(User, null=True, on_delete='SET NULL', backref='deleted_rooms')


class Membership(Model):
    room = ForeignKeyField(Room, on_delete='CASCADE', index=False)
    user = ForeignKeyField(User, on_delete='CASCADE')
    role = CharField(8)
    level = CharField(10)
    last_read_seq = IntegerField()
    joined_at = BigIntegerField()

    class Meta:
        indexes = ((('room', 'user'), True),)


class Message(Model):
    room = ForeignKeyField(Room, on_delete='CASCADE', index=False)
    seq = IntegerField()
    revision = IntegerField()
    author = ForeignKeyField(User, on_delete='CASCADE', index=False)
    key = CharField(64)
    kind = CharField(8)
    body = TextField()
    html = TextField()
    html_version = IntegerField()
    created_at = BigIntegerField()
    deleted_at = BigIntegerField(null=True)

    class Meta:
        indexes = ((('room', 'seq'), True), (('author', 'key'), True), (('room', 'revision'), False))


class Setting(Model):
    name = CharField(40, primary_key=True)
    value = TextField()


class AdminEntry(Model):
    admin = ForeignKeyField(User, null=True, on_delete='SET NULL')
    action = CharField(40)
    target = CharField(200)
    details = TextField()
    at = BigIntegerField(index=True)


TABLES = (User, Session, ResetLink, Room, Membership, Message, Setting, AdminEntry)


def up(migrator, db):  # type: ignore[no-untyped-def] # noqa: ARG001 - the signature peewee calls
    """Create every table."""
    for table in TABLES:
        table._meta.legacy_table_names = False
        table._meta.table_name = table._meta.make_table_name()
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES)
