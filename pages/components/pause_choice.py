"""A choice of how long to pause notifications: for a while, until tomorrow, until turned off."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from messenger import notifications
from messenger.i18n import _
from pages.components.refusals import show_errors
from pages.components.view import View


@dataclass(frozen=True)
class PauseTexts:
    """Texts: `label` names the choice, `hint` explains it; `until` (a time follows) and `lasting` say that it is on.

    `resume` is the button that ends it.
    """

    label: str
    until: str
    lasting: str
    resume: str
    hint: str = ''


class PauseChoice(View):
    """Shows the choice or, during a pause (`until`), the pause; `keep` stores the chosen end, or None to end it."""

    def __init__(
        self, texts: PauseTexts, until: datetime | None, keep: Callable[[datetime | None], Awaitable[None]]
    ) -> None:
        super().__init__('pause.html', until=None, texts=asdict(texts), spans=_spans(), for_ever=notifications.FOR_EVER)
        self.keep = keep
        self.classes('pause')
        self.show(until)
        self.on_action(self._act)

    def show(self, until: datetime | None) -> None:
        """Redraw with a new end of the pause, or None."""
        self.refresh(until=until if notifications.is_muted(until) else None)

    async def _act(self, data: dict[str, Any]) -> None:
        seconds = data.get('seconds', '')
        with show_errors():
            until = None
            if data.get('action') == 'pause':
                number = int(seconds) if seconds.isdecimal() and len(seconds) < 10 else 0
                until = notifications.end_of(data.get('span', ''), number)
            await self.keep(until)
            self.show(until)


def quiet_texts() -> PauseTexts:
    """The texts for a pause of all notifications."""
    return PauseTexts(_('Do not disturb'), _('On until'), _('On until you turn it off.'), _('Turn off'))


def _spans() -> dict[str, str]:
    return {
        notifications.HALF_HOUR: _('For 30 minutes'),
        notifications.HOUR: _('For 1 hour'),
        notifications.TOMORROW: _('Until tomorrow'),
        notifications.LASTING: _('Until I change it'),
    }
