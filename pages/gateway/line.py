"""uvicorn's websocket with one thing more: whoever holds the scope can hang up on a reader that does not read."""

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

ABORT_KEY = 'messenger.abort'


class Line(WebSocketsSansIOProtocol):
    """Its own ways to close wait until all that was written has been read, which may be never."""

    async def run_asgi(self) -> None:
        """Leave the transport's `abort` in the scope, then go on as ever."""
        self.scope[ABORT_KEY] = self.transport.abort  # type: ignore[literal-required] # a key of ours
        await super().run_asgi()
