"""Refuses a websocket at the handshake, with a status that says why."""

from starlette.types import Receive, Scope, Send

CODES = 4000  # RFC 6455, 7.4.2: for private use; if no status can be sent, the close code says why


async def refuse(scope: Scope, receive: Receive, send: Send, status: int) -> None:
    """Answer the handshake with a status and close the connection."""
    await receive()
    if 'websocket.http.response' in scope.get('extensions', {}):
        await send({'type': 'websocket.http.response.start', 'status': status, 'headers': [(b'content-length', b'0')]})
        await send({'type': 'websocket.http.response.body', 'body': b'', 'more_body': False})
    else:
        await send({'type': 'websocket.close', 'code': CODES + status})
