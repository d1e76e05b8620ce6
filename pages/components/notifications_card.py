"""The section "Notifications" of the profile: level, sound, do not disturb, and a test."""

from nicegui import ui
from nicegui.events import GenericEventArguments

from messenger import notifications
from messenger.i18n import _
from messenger.models import User
from messenger.people import preferences, profiles
from pages.components.client_call import client_handler
from pages.components.level_dialog import levels
from pages.components.markup import tag
from pages.components.notification_test import links
from pages.components.pause_choice import PauseChoice, quiet_texts
from pages.components.refusals import show_errors
from pages.components.view import View

# another window of the same person may change the settings, too
HEARD = '(event) => event.detail?.includes("OwnSettingsChanged") && emit()'


def notifications_card(user: User) -> None:
    """Build the section; changes apply at once, in all windows."""
    with tag('section', classes='card', id='notifications'):
        tag('h2', _('Notifications'))
        tag('div', _('Notify me about'), classes='label')
        level = ui.radio(levels(), value=user.level)
        level.props.update({'aria-label': _('Notify me about'), 'role': 'radiogroup'})
        hint = _(
            'Direct messages count as mentions. You can '
            'choose a different level for a room under “Notifications” in its menu.'
        )
        tag('p', hint, classes='soft')
        sound = ui.checkbox(_('Play a sound'), value=user.plays_sound)
        pause = PauseChoice(quiet_texts(), user.quiet_until, lambda until: preferences.keep_quiet(user.id, until))
        _test(user.id)

    async def choose_level() -> None:
        if level.value == user.level:
            return
        user.level = level.value
        with show_errors():
            await preferences.settle(user.id, level=level.value)

    async def choose_sound() -> None:
        if sound.value == user.plays_sound:
            return
        user.plays_sound = sound.value
        with show_errors():
            await preferences.settle(user.id, plays_sound=sound.value)

    async def follow() -> None:
        stored = await profiles.get_own(user.id)
        # set before it is shown, so that a change made in another window is not saved again here
        user.level, user.plays_sound = stored.level, stored.plays_sound
        level.value, sound.value = stored.level, stored.plays_sound
        pause.show(stored.quiet_until)

    level.on_value_change(choose_level)
    sound.on_value_change(choose_sound)
    pause.props['data-live'] = ''
    pause.on('stale', follow, js_handler=HEARD)


def _test(user_id: int) -> None:
    button = tag('button', _('Test my notifications'), classes='button quiet alone after-line', type='button')
    view = View('chain.html', links=[])

    async def show_result(event: GenericEventArguments) -> None:
        result = event.args if isinstance(event.args, dict) else {}
        with show_errors():
            user = await profiles.get_own(user_id)
            is_quiet = notifications.is_muted(user.quiet_until)
            view.refresh(links=links(result, is_quiet=is_quiet, plays_sound=user.plays_sound, level=user.level))

    button.on('click', show_result, js_handler=client_handler('messenger.alerts.test().then(emit)'))
