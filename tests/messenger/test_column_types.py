"""What mypy knows of a row: each column has the type of its values."""

from datetime import UTC, datetime
from typing import assert_type

from messenger.models import Message, User


def test_columns_have_the_types_of_their_values() -> None:
    user = User(id=1, nick='Anna', is_admin=True, created_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert assert_type(user.id, int) == 1
    assert assert_type(user.nick, str) == 'Anna'
    assert assert_type(user.is_admin, bool)
    assert assert_type(user.created_at, datetime).year == 2026
    assert assert_type(user.blocked_at, datetime | None) is None


def test_references_have_the_types_of_their_rows_and_ids() -> None:
    message = Message(author=7, reply_seq=None)
    assert assert_type(message.author_id, int) == 7
    assert assert_type(message.deleted_by_id, int | None) is None
    assert assert_type(message.reply_seq, int | None) is None
