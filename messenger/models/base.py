"""What all tables share: the database, UTC times, foreign keys that never run a hidden query."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from peewee import BigIntegerField, ForeignKeyField, Model

from messenger.database.engine import database


class UtcField(BigIntegerField):
    """An aware datetime in UTC; stored as whole milliseconds since 1970."""

    if TYPE_CHECKING:  # the types of Peewee's field accessor, which has none

        def __get__(self, row: Any, table: Any = None) -> Any: ...

        def __set__(self, row: Any, moment: datetime | None) -> None: ...

    def db_value(self, value: Any) -> Any:
        """Convert an aware datetime to milliseconds."""
        return milliseconds(value) if isinstance(value, datetime) else value

    def python_value(self, value: Any) -> Any:
        """Convert milliseconds to an aware datetime."""
        return None if value is None else datetime.fromtimestamp(value / 1000, UTC)


def now() -> datetime:
    """The current time in UTC, rounded down to the millisecond, as it is stored."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def milliseconds(moment: datetime | None) -> int | None:
    """Convert a datetime to milliseconds since 1970, as browsers count time."""
    return None if moment is None else round(moment.timestamp() * 1000)


def reference(model: Any, **options: Any) -> ForeignKeyField:
    """A foreign key; only an explicit join loads the row it refers to."""
    return ForeignKeyField(model, lazy_load=False, **options)


class Table(Model):
    """Base of every table."""

    class Meta:
        database = database
        legacy_table_names = False
        only_save_dirty = True
