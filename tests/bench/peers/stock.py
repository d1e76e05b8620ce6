"""The stock NiceGUI way: an Event that adds a `ui.chat_message` to every open page."""

import sys
from datetime import UTC, datetime

from nicegui import Event, app, ui

posted = Event()


@ui.page('/')
def page():
    """A page with the messages that arrive while it is open."""
    with ui.column().classes('w-full') as messages:
        ui.label('Chat')

    def show(text):
        with messages:
            ui.chat_message(text, name='Someone', stamp=f'{datetime.now(UTC):%X}')

    posted.subscribe(show)


@app.post('/say')
def say(text: str):
    """Send a message."""
    posted.emit(text)


if __name__ == '__main__':
    ui.run(port=int(sys.argv[1]), show=False, reload=False, uvicorn_logging_level='warning')
