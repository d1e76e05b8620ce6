"""The notification test: what the browser found for each requirement, as texts."""

from typing import Any

from messenger.i18n import _
from messenger.models.user import EVERYTHING, NOTHING

FINE, MISSING, UNKNOWN = 'fine', 'missing', 'unknown'

Link = tuple[str, str, str]


def links(result: dict[str, Any], *, is_quiet: bool, plays_sound: bool, level: str = EVERYTHING) -> list[Link]:
    """State, name and hint of each requirement, in order; `found` is the result of `messenger.alerts.test`."""
    permission = result.get('permission')
    is_secure, is_supported = permission != 'insecure', permission not in ('insecure', 'unsupported')
    return [
        _link(is_secure, _('Secure connection'), _explain_insecure()),
        _link(is_supported, _('Browser support'), _explain_unsupported(), tried=is_secure),
        _link(permission == 'granted', _('Permission'), _explain_forbidden(permission), tried=is_supported),
        _link(result.get('front') == 'here', _('Only one window notifies you'), _explain_no_front()),
        _link(
            not is_quiet,
            _('Do not disturb is off'),
            _('Do not disturb is on, so you get no notifications. Turn it off above.'),
        ),
        _link(level != NOTHING, _('“Nothing” is not chosen'), _('You chose “Nothing”. Choose more above.')),
        _sound(result.get('sound'), plays_sound=plays_sound),
        _link(
            result.get('shown') == 'shown', _('Notification shown'), _explain_hidden(), tried=permission == 'granted'
        ),
    ]


def _link(is_fine: bool, name: str, hint: str, *, tried: bool = True) -> Link:
    if not tried:
        return UNKNOWN, name, ''
    return (FINE, name, '') if is_fine else (MISSING, name, hint)


def _sound(sound: Any, *, plays_sound: bool) -> Link:
    name = _('Sound')
    if not plays_sound:
        return UNKNOWN, name, _('Sound is turned off above.')
    return _link(
        sound == 'heard', name, _('The browser does not play sound. Allow sound for this site, then try again.')
    )


def _explain_insecure() -> str:
    return _(
        'Browsers show notifications only on https pages, and this page uses http. Open its https address, or ask '
        'an admin for one. Sound and the unread count in the title still work.'
    )


def _explain_unsupported() -> str:
    return _('This browser cannot show notifications. Use a current version of Chrome, Firefox, Edge or Safari.')


def _explain_forbidden(permission: Any) -> str:
    if permission == 'denied':
        return _('You have blocked notifications. Click the icon left of the address bar and allow them for this site.')
    return _('The browser asked and got no answer. Click the button again and choose “Allow”.')


def _explain_no_front() -> str:
    return _(
        'The browser does not store data for this site, so several windows may notify you about the same '
        'message. Allow the site to store data.'
    )


def _explain_hidden() -> str:
    return _(
        'The browser sent it, but your system did not show it. '
        'Check the system settings for notifications from this browser.'
    )
