"""The fields of windows' requests and their bounds; reading a request checks them all, or raises Malformed."""

from typing import Annotated, Any, TypeVar

from msgspec import Meta, Struct, ValidationError, convert

from messenger import ids
from messenger.errors import Malformed

TEXT_LIMIT_CHARS = 100_000

Number = Annotated[int, Meta(ge=0, le=ids.ID_MAX)]  # ids, seqs, revisions and times; floats and bools are refused
Text = Annotated[str, Meta(max_length=TEXT_LIMIT_CHARS)]


class Request(Struct, frozen=True):
    """Base class of all requests; a subclass names the fields, and those with a default may be missing."""


R = TypeVar('R', bound=Request)


def read(kind: type[R], data: Any) -> R:
    """Read a request from JSON `data`; other fields than its own are ignored. Raises Malformed."""
    try:
        return convert(data, kind)
    except ValidationError:
        raise Malformed from None
