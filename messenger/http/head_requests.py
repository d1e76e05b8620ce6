"""Answers HEAD like GET, but without the body (RFC 9110, 9.3.2), on every address."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Heads:
    """Middleware: passes HEAD on as GET and drops the body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; for HEAD, send only the start and the end of the response."""
        if scope['type'] != 'http' or scope['method'] != 'HEAD':
            await self.app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message['type'] == 'http.response.start':
                await send(message)
            elif not message.get('more_body', False):
                await send({'type': 'http.response.body', 'body': b''})

        await self.app({**scope, 'method': 'GET'}, receive, sending)
