"""What every request is answered with: the result of its handler, or a refusal."""

from typing import Any

from msgspec import Struct


class Done(Struct, frozen=True):
    """The request was done, and there is nothing else to answer."""


class Problem(Struct, frozen=True, omit_defaults=True):
    """Why a request was refused: a `code` for the program and a `text` for the person.

    `retry_after`: seconds to wait when a limit is reached. `id`: the reference of an unexpected error in the log.
    """

    code: str
    text: str
    retry_after: float | None = None
    id: str | None = None


class Result(Struct, frozen=True):
    """The request was done; `ok` is the answer of its handler."""

    ok: Any


class Refusal(Struct, frozen=True):
    """The request was refused and changed nothing."""

    error: Problem


Answer = Result | Refusal
