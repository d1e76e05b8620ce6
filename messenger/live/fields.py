"""Reads the data of a window's request field by field; invalid data always raises Malformed, never anything else."""

from typing import Any

from messenger.errors import Malformed

ID_MAX = 2**63 - 1
TEXT_LIMIT_CHARS = 100_000


class Fields:
    """The JSON object that came with a socket event."""

    def __init__(self, data: Any) -> None:
        if not isinstance(data, dict):
            raise Malformed
        self.data = data

    def number(self, name: str) -> int:
        """An integer from 0 to ID_MAX."""
        value = self.data.get(name)
        if type(value) is not int or not 0 <= value <= ID_MAX:
            raise Malformed(field=name)
        return value

    def optional_number(self, name: str) -> int | None:
        """Like `number`, but None if it is missing."""
        return None if self.data.get(name) is None else self.number(name)

    def text(self, name: str) -> str:
        """A string of at most TEXT_LIMIT_CHARS."""
        value = self.data.get(name)
        if not isinstance(value, str) or len(value) > TEXT_LIMIT_CHARS:
            raise Malformed(field=name)
        return value

    def optional_text(self, name: str) -> str | None:
        """Like `text`, but None if it is missing."""
        return None if self.data.get(name) is None else self.text(name)

    def truth(self, name: str) -> bool:
        """True or false."""
        value = self.data.get(name)
        if not isinstance(value, bool):
            raise Malformed(field=name)
        return value

    def numbers(self, name: str, limit: int) -> list[int]:
        """A list of at most `limit` integers."""
        value = self.data.get(name, [])
        if not isinstance(value, list) or len(value) > limit:
            raise Malformed(field=name)
        return [Fields({name: one}).number(name) for one in value]

    def pairs(self, name: str, limit: int) -> list[tuple[str, Any]]:
        """A list of at most `limit` pairs of a string and any value."""
        value = self.data.get(name)
        if not isinstance(value, list) or len(value) > limit:
            raise Malformed(field=name)
        if not all(isinstance(one, list) and len(one) == 2 and isinstance(one[0], str) for one in value):
            raise Malformed(field=name)
        return [(word, fact) for word, fact in value]
