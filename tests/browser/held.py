"""A connection to the server that holds back the answers to one kind of request until the test releases them."""

import asyncio
import json
import re
from collections.abc import Callable
from typing import Any

from playwright.async_api import Page, WebSocketRoute

QUESTION = re.compile(r'42(\d+)(\[.*)', re.DOTALL)
ANSWER = re.compile(r'43(\d+)(\[.*)', re.DOTALL)


class HeldAnswers:
    """Holds the answers to `event` from `hold` to `release`; `edit` may change them on their way.

    Call `on` before the page is opened, to sit between the page and the server.
    """

    def __init__(self, event: str, edit: Callable[[Any], None] = lambda _answer: None) -> None:
        self.event = event
        self.edit = edit
        self.holding = False
        self.asked = asyncio.Event()
        self.questions: list[Any] = []
        self._numbers: set[str] = set()
        self._held: set[str] = set()
        self._waiting: list[tuple[WebSocketRoute, str]] = []

    async def on(self, page: Page) -> 'HeldAnswers':
        """Sit between this page and the server."""
        await page.route_web_socket(re.compile('_nicegui_ws'), self._connect)
        return self

    def hold(self) -> None:
        """Hold the answers to all requests from now on."""
        self.holding = True
        self.asked.clear()
        self.questions.clear()

    def release(self) -> None:
        """Let the answers through in order."""
        self.holding = False
        self._held.clear()
        for socket, frame in self._waiting:
            socket.send(frame)
        self._waiting.clear()

    def hold_no_more(self) -> None:
        """Let the answers to later requests through, but keep those already held."""
        self.holding = False

    def _connect(self, socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def on_question(frame: str | bytes) -> None:
            question = QUESTION.fullmatch(str(frame))
            if question:
                name, *data = json.loads(question[2])
                if name == self.event:
                    self._numbers.add(question[1])
                    if self.holding:
                        self._held.add(question[1])
                    self.questions.extend(data)
                    self.asked.set()
            server.send(frame)

        def on_answer(frame: str | bytes) -> None:
            match = ANSWER.fullmatch(str(frame))
            if match is None or match[1] not in self._numbers:
                socket.send(frame)
                return
            self._numbers.remove(match[1])
            answer = json.loads(match[2])
            self.edit(answer[0].get('ok'))
            changed = f'43{match[1]}{json.dumps(answer)}'
            if match[1] in self._held:
                self._waiting.append((socket, changed))
            else:
                socket.send(changed)

        socket.on_message(on_question)
        server.on_message(on_answer)
