"""The tasks that NiceGUI starts for event handlers: they are linked to their event, counted, and charged."""

import asyncio
from collections.abc import Awaitable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from nicegui import background_tasks

from messenger import costs


@dataclass
class Handling:
    """The event being handled, with the tasks of its handlers."""

    tasks: set[asyncio.Task[Any]] = field(default_factory=set)


handling: ContextVar[Handling | None] = ContextVar('handling', default=None)


class HandlerTasks:
    """The handlers of each person that have not ended."""

    def __init__(self) -> None:
        self._tasks: dict[int, set[asyncio.Task[Any]]] = {}

    def keep(self, user_id: int, tasks: set[asyncio.Task[Any]]) -> None:
        """Count the tasks for a person until they are done."""
        running = self._tasks.setdefault(user_id, set())
        running.update(tasks)

        def forget(task: asyncio.Task[Any]) -> None:
            running.discard(task)
            if not running and self._tasks.get(user_id) is running:
                del self._tasks[user_id]

        for task in tasks:
            task.add_done_callback(forget)

    def running_count(self, user_id: int) -> int:
        """The number of a person's handlers that have not ended."""
        return len(self._tasks.get(user_id, ()))


def charge_tasks() -> None:
    """From now on, charge NiceGUI's tasks to the person they are for, and link handlers' tasks to their event."""
    create = background_tasks.create

    def create_counted(awaitable: Awaitable[Any], **options: Any) -> asyncio.Task[Any]:
        account, event = costs.payer.get(), handling.get()
        if account is None or not asyncio.iscoroutine(awaitable):
            return create(awaitable, **options)

        async def run_counted() -> Any:
            return await costs.Counted(account, awaitable)

        task = create(run_counted(), **options)
        task.add_done_callback(lambda _task: awaitable.close())  # it may have been cancelled before it started
        if event is not None and options.get('context') is not None:
            event.tasks.add(task)
        return task

    background_tasks.create = create_counted  # type: ignore[assignment] # NiceGUI looks it up in the module
