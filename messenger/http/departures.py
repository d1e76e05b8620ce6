"""Clients that disconnect in the middle of a response: not our error, so there is nothing to log."""

import anyio
from starlette.requests import ClientDisconnect
from starlette.websockets import WebSocketDisconnect
from uvicorn.protocols.utils import ClientDisconnected

ALWAYS = (ClientDisconnect, ClientDisconnected, WebSocketDisconnect)
# these may also come from the server's own pipes and connections, where they are errors
ON_THE_LINE = (ConnectionError, anyio.EndOfStream, anyio.ClosedResourceError, anyio.BrokenResourceError)


def is_departure(error: BaseException, *, is_gone: bool) -> bool:
    """Whether `error` means that the client left; `is_gone`: the connection to the client has already failed."""
    if isinstance(error, BaseExceptionGroup):
        return all(is_departure(part, is_gone=is_gone) for part in error.exceptions)
    return isinstance(error, ALWAYS) or (is_gone and isinstance(error, ON_THE_LINE))
