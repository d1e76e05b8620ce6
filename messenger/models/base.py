"""What all tables share: the database, UTC times, foreign keys that never query by surprise."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from peewee import BigIntegerField, ForeignKeyField, Model

from messenger.database.engine import database


class UtcField(BigIntegerField):
    """A moment, aware and in UTC; stored as whole milliseconds since 1970."""

    if TYPE_CHECKING:  # what Peewee's field accessor does, which has no types

        def __get__(self, row: Any, table: Any = None) -> Any: ...

        def __set__(self, row: Any, moment: datetime | None) -> None: ...

    def db_value(self, value: Any) -> Any:
        """An aware datetime becomes milliseconds."""
        return milliseconds(value) if isinstance(value, datetime) else value

    def python_value(self, value: Any) -> Any:
        """Milliseconds become an aware datetime."""
        return None if value is None else datetime.fromtimestamp(value / 1000, UTC)


def now() -> datetime:
    """The present moment in UTC, to the millisecond, as it is stored."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def milliseconds(moment: datetime | None) -> int | None:
    """A moment as browsers count it: milliseconds since 1970."""
    return None if moment is None else round(moment.timestamp() * 1000)


def reference(model: Any, **options: Any) -> ForeignKeyField:
    """A foreign key; the row behind it is loaded only by a join that says so."""
    return ForeignKeyField(model, lazy_load=False, **options)


class Table(Model):
    """Base of every table."""

    class Meta:
        database = database
        legacy_table_names = False
        only_save_dirty = True
