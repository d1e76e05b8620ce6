"""What all tables share: the database, UTC times, foreign keys that never run a hidden query."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

from peewee import AutoField, BigIntegerField, ForeignKeyField, Model, ModelSelect

from messenger.database.engine import database

Row = TypeVar('Row', bound=Model)


class _Moment(BigIntegerField):
    """An aware datetime in UTC; stored as whole milliseconds since 1970."""

    def db_value(self, value: Any) -> Any:
        """Convert an aware datetime to milliseconds."""
        return milliseconds(value) if isinstance(value, datetime) else value

    def python_value(self, value: Any) -> Any:
        """Convert milliseconds to an aware datetime."""
        return None if value is None else datetime.fromtimestamp(value / 1000, UTC)


if TYPE_CHECKING:
    # Peewee's fields are generic for type checkers only: `row.created_at` is a datetime, or None if the column is null
    _Value = TypeVar('_Value')

    class UtcField(BigIntegerField[_Value]):
        """A `_Moment`."""

        @overload
        def __new__(cls, *, null: Literal[True], **options: Any) -> 'UtcField[datetime | None]': ...
        @overload
        def __new__(cls, *, null: Literal[False] = ..., **options: Any) -> 'UtcField[datetime]': ...
        def __new__(cls, **options: Any) -> Any:
            """Peewee makes the field."""

else:
    UtcField = _Moment


def now() -> datetime:
    """The current time in UTC, rounded down to the millisecond, as it is stored."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def milliseconds(moment: datetime | None) -> int | None:
    """Convert a datetime to milliseconds since 1970, as browsers count time."""
    return None if moment is None else round(moment.timestamp() * 1000)


@overload
def reference(model: type[Row], *, null: Literal[True], **options: Any) -> 'ForeignKeyField[Row | None]': ...
@overload
def reference(model: type[Row], *, null: Literal[False] = ..., **options: Any) -> 'ForeignKeyField[Row]': ...
def reference(model: type[Model], **options: Any) -> 'ForeignKeyField[Any]':
    """A foreign key; only an explicit join loads the row it refers to."""
    field: ForeignKeyField[Any] = ForeignKeyField(model, lazy_load=False, **options)
    return field


def tuples_of(query: 'ModelSelect[Any]') -> Iterable[Any]:
    """The rows of a query as tuples of its columns. (For Peewee's types, `query.tuples()` still returns objects.)"""
    rows: Iterable[Any] = query.tuples()
    return rows


class Table(Model):
    """Base of every table."""

    if TYPE_CHECKING:
        id: AutoField[int]  # made by Peewee, except in Setting

    class Meta:
        database = database
        legacy_table_names = False
        only_save_dirty = True
