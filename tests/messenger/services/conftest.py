"""What the tests of services share."""

from typing import Any

import pytest

from messenger import db


@pytest.fixture
def rows_read(database: None, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows each statement handed out."""
    counts: list[int] = []
    run = db.database.obj.execute_sql

    class Counting:
        def __init__(self, cursor: Any) -> None:
            self.cursor = cursor

        def fetchall(self) -> list[Any]:
            rows: list[Any] = self.cursor.fetchall()
            counts.append(len(rows))
            return rows

        def __getattr__(self, name: str) -> Any:
            return getattr(self.cursor, name)

    monkeypatch.setattr(db.database.obj, 'execute_sql', lambda *args, **options: Counting(run(*args, **options)))
    return counts
