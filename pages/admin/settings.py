"""The admin page "Settings": the site's name, who may sign up, who may create rooms."""

from nicegui import ui
from starlette.requests import Request

from messenger import addresses
from messenger.admin import moderation
from messenger.i18n import _
from messenger.site import settings as site_settings
from pages.admin.shell import admin_frame
from pages.components.link import link_field
from pages.components.markup import tag
from pages.components.refusals import confirm, show_errors
from pages.layout import base_url, viewer_of

CHECK_S = 1.0


@ui.page(addresses.ADMIN_SETTINGS)
async def settings_page(request: Request) -> None:
    """Show the form for the site settings."""
    admin_id = viewer_of(request).id
    async with admin_frame(request, _('Settings')):
        with tag('section', classes='card'):
            _site_form(admin_id)
        with tag('section', classes='card'):
            _invite(admin_id, f'{base_url(request)}/register?invite=')


def _site_form(admin_id: int) -> None:
    site = site_settings.current()
    name = ui.input(_('Name of this messenger'), value=site.name).classes('wide')
    name.props(f'outlined maxlength={site_settings.NAME_LIMIT_CHARS}')
    sign_up = _choice(_('Who can sign up'), site.sign_up, doors())
    create = _choice(_('Who can create rooms'), site.create_rooms, makers())

    def choices() -> dict[str, str]:
        return {'name': name.value or '', 'sign_up': sign_up.value, 'create_rooms': create.value}

    shown = choices()

    async def save() -> None:
        # save only changed values: the others may have been changed elsewhere meanwhile
        changed = {choice: value for choice, value in choices().items() if value != shown[choice]}
        with show_errors({'name': name}) as refusals:
            site = await moderation.change_site(admin_id, **changed)
            name.value, sign_up.value, create.value = site.name, site.sign_up, site.create_rooms
            shown.update(choices())
        if not refusals:
            confirm(_('Saved.'))

    with tag('div', classes='button-row'):
        tag('button', _('Save'), classes='button', type='button').on('click', save)


def _invite(admin_id: int, address: str) -> None:
    tag('h2', _('Invite link'))
    tag('p', _('Anyone with this link can sign up while sign-up is by invite link.'), classes='soft')
    holder = tag('div')

    shown = [site_settings.current().invite_code]

    def show(code: str) -> None:
        shown[0] = code
        holder.clear()
        with holder:
            if code:
                link_field(address + code)
            else:
                tag('p', _('There is no link yet.'), classes='faint')

    async def renew() -> None:
        with show_errors() as refusals:
            site = await moderation.renew_invite(admin_id)
        if not refusals:
            show(site.invite_code)
            confirm(_('New link created. The old one no longer works.'))

    def show_newer() -> None:
        """Show a new link that another admin or another window has created."""
        if site_settings.current().invite_code != shown[0]:
            show(site_settings.current().invite_code)

    show(shown[0])
    ui.timer(CHECK_S, show_newer)
    with tag('div', classes='button-row'):
        tag('button', _('Create a new link'), classes='button quiet', type='button').on('click', renew)


def _choice(label: str, value: str, options: dict[str, str]) -> ui.radio:
    tag('div', label, classes='label')
    radio = ui.radio(options, value=value)
    radio.props.update({'aria-label': label, 'role': 'radiogroup'})
    return radio


def doors() -> dict[str, str]:
    """Who may sign up: the stored values and their labels."""
    return {
        site_settings.ANYONE: _('Anyone who can reach this page'),
        site_settings.INVITE: _('People with the invite link'),
        site_settings.NOBODY: _('Nobody'),
    }


def makers() -> dict[str, str]:
    """Who may create rooms: the stored values and their labels."""
    return {site_settings.EVERYONE: _('Everyone'), site_settings.ADMINS: _('Admins only')}
