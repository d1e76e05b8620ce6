"""The page of one's own profile: name, picture, password, devices, appearance."""

from functools import partial
from typing import Any

from nicegui import ui
from nicegui.events import GenericEventArguments
from starlette.requests import Request

from messenger import addresses, i18n
from messenger.accounts import accounts, sessions
from messenger.database.engine import read
from messenger.i18n import _
from messenger.models import Session, User
from messenger.name_rules import ABOUT_LIMIT_CHARS, NAME_LIMIT_CHARS
from messenger.people import preferences, profiles
from pages.components import devices
from pages.components.blocklist_card import blocklist_card
from pages.components.client_call import client_handler
from pages.components.markup import head, tag
from pages.components.notifications_card import notifications_card
from pages.components.refusals import confirm, show_errors
from pages.components.user_menu import SET_THEME, theme_labels
from pages.components.view import View, id_in
from pages.layout import page_layout, viewer_of

# does not follow the link, which would add an entry to the browser's history
GO_TO_CARD = """(event) => {
  event.preventDefault();
  const link = event.target.closest("a");
  if (link) document.querySelector(link.hash).scrollIntoView({ block: "start", behavior: "smooth" });
}"""
STAY = '(event) => event.preventDefault()'


@ui.page(addresses.PROFILE)
async def profile_page(request: Request) -> None:
    """Show the forms for a person's own settings."""
    session: Session = request.state.session
    user = await profiles.get_own(viewer_of(request).id)
    devices_now = await read(sessions.of_person, user.id)
    async with page_layout(request, _('Profile'), nav='profile', scripts=('forms.js',)):
        head(_('Profile'), _('You log in as {username}.').format(username=user.username))
        with tag('div', classes='page settings'):
            _contents()
            with tag('div', classes='cards-page'):
                _profile(user)
                _password(session)
                _sessions(session, devices_now)
                notifications_card(user)
                _privacy(user)
                await blocklist_card(user.id)
                _look(user)


def _contents() -> None:
    """Links to the cards, where there is room beside them."""
    cards = {
        'own-profile': _('Profile'),
        'password': _('Password'),
        'sessions': _('Where you are signed in'),
        'notifications': _('Notifications'),
        'privacy': _('Privacy'),
        'blocked': _('Blocked people'),
        'language': _('Language'),
        'appearance': _('Appearance'),
    }
    contents = View('contents.html', tag='nav', cards=cards).classes('contents-list')
    contents.props['aria-label'] = _('On this page')
    contents.on('click', js_handler=GO_TO_CARD)


def _card(title: str, card_id: str) -> ui.element:
    section = tag('section', classes='card', id=card_id)
    with section:
        tag('h2', title)
    return section


def _profile(user: User) -> None:
    with tag('form', classes='card', id='own-profile', aria_label=_('Profile'), novalidate=True).on(
        'submit', js_handler=STAY
    ):
        with tag('div', classes='avatar-row'):
            image = tag('img', classes='avatar large', src=user.avatar_url, width=96, height=96)
            image.props['alt'] = _('Avatar of {nick}').format(nick=user.nick)
            with tag('div', classes='grow'):
                View('avatar_field.html')
                remove = tag('button', _('Remove picture'), classes='button plain small', type='button')
                remove.set_visibility(bool(user.avatar))
        nick = ui.input(_('Nickname'), value=user.nick).classes('wide')
        nick.props(f'outlined maxlength={2 * NAME_LIMIT_CHARS} autocomplete=nickname')
        about = ui.textarea(_('About'), value=user.about).classes('wide')
        about.props(f'outlined autogrow counter maxlength={ABOUT_LIMIT_CHARS}')
        with tag('div', classes='button-row'):
            button = tag('button', _('Save'), classes='button', type='submit')

    shown = [(user.nick, user.about)]

    async def show() -> None:
        stored = await profiles.get_own(user.id)
        user.avatar = stored.avatar
        image.props.update(src=stored.avatar_url, alt=_('Avatar of {nick}').format(nick=stored.nick))
        image.update()
        remove.set_visibility(bool(stored.avatar))

    async def save(event: GenericEventArguments) -> None:
        if event.args is not True:  # the picture was refused, which is said beside it: everything or nothing is saved
            return
        user.nick, user.about = nick.value or '', about.value or ''
        with show_errors({'nick': nick, 'about': about}) as refusals:
            stored = await profiles.save(user, shown=shown[0])
            nick.value, about.value = shown[0] = (stored.nick, stored.about)
        await show()
        if not refusals:
            confirm(_('Saved.'))

    button.on('click', save, js_handler=client_handler('messenger.avatarForm.save().then(emit)'))
    remove.on('click', show, js_handler=client_handler('messenger.avatarForm.remove().then(emit)'))


def _password(session: Session) -> None:
    with tag('form', classes='card', id='password', aria_label=_('Password')).on('submit', js_handler=STAY) as form:
        tag('h2', _('Password'))
        tag('p', _('Changing your password ends your sessions on all other devices.'), classes='soft')
        fields = {
            'current': _secret(_('Current password'), 'current-password'),
            'password': _secret(_('New password'), 'new-password'),
            'repeat': _secret(_('Repeat new password'), 'new-password'),
        }
        with tag('div', classes='button-row'):
            tag('button', _('Change password'), classes='button', type='submit')

    async def change() -> None:
        values = [field.value or '' for field in fields.values()]
        with show_errors(fields) as refusals:
            await accounts.change_password(session, *values)
        if not refusals:
            for field in fields.values():
                field.value = ''
            confirm(_('Your password has been changed. Your other devices have been signed out.'))

    form.on('submit', change)


def _secret(label: str, autocomplete: str) -> ui.input:
    field = ui.input(label, password=True).props('outlined').classes('wide')
    field.props['autocomplete'] = autocomplete
    return field


def _sessions(session: Session, now: list[Session]) -> None:
    with _card(_('Where you are signed in'), 'sessions'):
        view = View('sessions.html', sessions=now, own=session.id, device=devices.name)

    async def act(data: dict[str, str]) -> None:
        with show_errors():
            if data.get('action') == 'end_others':
                await sessions.sign_out_elsewhere(session.user.id, but=session.id)
            elif session_id := id_in(data, 'session'):
                await sessions.sign_out(session.user.id, session_id)
        view.refresh(sessions=await read(sessions.of_person, session.user.id))

    view.on_action(act)


def _privacy(user: User) -> None:
    with _card(_('Privacy'), 'privacy'):
        hint = _('Others see how far you have read, and you see how far they have. Turning this off applies both ways.')
        tag('p', hint, classes='soft')
        shared = ui.checkbox(_('Read receipts'), value=not user.hides_receipts)

        async def choose() -> None:
            with show_errors():
                await preferences.hide_receipts(user.id, hidden=not shared.value)
                confirm(_('Saved.'))

        shared.on_value_change(choose)
        hint = _(
            'Others see when you are online or typing, and you see when they are. Turning this off applies both ways.'
        )
        tag('p', hint, classes='soft')
        present = ui.checkbox(_('Show when I am online'), value=not user.hides_presence)

        async def choose_presence() -> None:
            with show_errors():
                await preferences.hide_presence(user.id, hidden=not present.value)
                confirm(_('Saved.'))

        present.on_value_change(choose_presence)


def _look(user: User) -> None:
    with _card(_('Language'), 'language'):
        View('language.html', languages=i18n.LANGUAGES, current=user.language)
    with _card(_('Appearance'), 'appearance'):
        tag('p', _('Saved on this device only.'), classes='soft')
        with tag('div', classes='segments', role='group', aria_label=_('Theme')) as choice:
            for theme, label in theme_labels().items():
                chosen: Any = partial(ui.run_javascript, SET_THEME[theme])
                tag('button', label, type='button', data_theme_choice=theme).on('click', chosen)
        choice.on('vnode-mounted', js_handler=client_handler('messenger.showTheme()'))
