"""Asks the word index which messages match an expression."""

from messenger.database.engine import database

_MATCHING = 'SELECT rowid FROM message_index WHERE message_index MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?'


def matching(match: str, before: int, limit: int) -> list[int]:
    """The newest messages before an id that the index finds for `match`, in FTS5 syntax."""
    return [row[0] for row in database.execute_sql(_MATCHING, (match, before, limit)).fetchall()]
