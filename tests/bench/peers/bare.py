"""What Python allows: uvicorn and a loop that writes each message to every websocket. Nothing is stored or checked."""

import sys

import uvicorn

sends = set()


async def app(scope, receive, send):
    """Serve one socket, or a page that shows that the server is running."""
    if scope['type'] == 'http':
        await send({'type': 'http.response.start', 'status': 200})
        await send({'type': 'http.response.body', 'body': b'ok'})
    if scope['type'] != 'websocket':
        return
    await receive()
    await send({'type': 'websocket.accept'})
    sends.add(send)
    try:
        while (message := await receive())['type'] == 'websocket.receive':
            for send_to in list(sends):
                await send_to({'type': 'websocket.send', 'text': message['text']})
    finally:
        sends.discard(send)


if __name__ == '__main__':
    uvicorn.run(
        app,
        port=int(sys.argv[1]),
        log_level='warning',
        lifespan='off',
        ws='websockets-sansio',
        ws_per_message_deflate=False,
    )
