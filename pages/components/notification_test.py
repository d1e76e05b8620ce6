"""The test of one's notifications: what the browser found at each link of the chain, in words."""

from typing import Any

from messenger.i18n import _
from messenger.models.user import EVERYTHING, NOTHING

FINE, MISSING, UNKNOWN = 'fine', 'missing', 'unknown'

Link = tuple[str, str, str]


def links(found: dict[str, Any], *, is_quiet: bool, plays_sound: bool, level: str = EVERYTHING) -> list[Link]:
    """State, name and hint of each link, in order; `found` is what `messenger.alerts.test` gave."""
    permission = found.get('permission')
    is_secure, is_supported = permission != 'insecure', permission not in ('insecure', 'unsupported')
    return [
        _link(is_secure, _('Secure connection'), _insecure()),
        _link(is_supported, _('Support by the browser'), _unsupported(), tried=is_secure),
        _link(permission == 'granted', _('Permission'), _forbidden(permission), tried=is_supported),
        _link(found.get('front') == 'here', _('One window speaks for all'), _no_front()),
        _link(not is_quiet, _('Do not disturb is off'), _('It is on: you are told nothing. Switch it off above.')),
        _link(level != NOTHING, _('There is something to tell'), _('You chose “Nothing”. Choose more above.')),
        _sound(found.get('sound'), plays_sound=plays_sound),
        _link(found.get('shown') == 'shown', _('A notification was shown'), _hidden(), tried=permission == 'granted'),
    ]


def _link(is_fine: bool, name: str, hint: str, *, tried: bool = True) -> Link:
    if not tried:
        return UNKNOWN, name, ''
    return (FINE, name, '') if is_fine else (MISSING, name, hint)


def _sound(sound: Any, *, plays_sound: bool) -> Link:
    name = _('Sound')
    if not plays_sound:
        return UNKNOWN, name, _('It is switched off above.')
    return _link(sound == 'heard', name, _('The browser plays nothing. Allow sound for this site, then try again.'))


def _insecure() -> str:
    return _(
        'Browsers show notifications only over https. This page came over plain http: open it by its https address, or '
        'ask whoever runs this server for one. Sound and the number in the title work all the same.'
    )


def _unsupported() -> str:
    return _('This browser cannot show notifications. Use a present Chrome, Firefox, Edge or Safari.')


def _forbidden(permission: Any) -> str:
    if permission == 'denied':
        return _('You have forbidden them. Click the sign left of the address and allow notifications for this site.')
    return _('The browser asked, and got no answer. Press the button again and choose “Allow”.')


def _no_front() -> str:
    return _('The browser keeps no data of this site, so several windows may tell you the same. Allow it to.')


def _hidden() -> str:
    return _('The browser took it, but the system did not show it. Look there whether notifications of it are allowed.')
