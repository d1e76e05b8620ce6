"""Names for the devices that people are signed in on, taken from the User-Agent of their browsers."""

from messenger.i18n import N_, _

BROWSERS = (
    ('Edg/', 'Edge'),
    ('OPR/', 'Opera'),
    ('YaBrowser/', N_('Yandex Browser')),
    ('SamsungBrowser/', 'Samsung Internet'),
    ('Firefox/', 'Firefox'),
    ('QtWebEngine/', 'Messenger'),
    ('Chrome/', 'Chrome'),
    ('Safari/', 'Safari'),
)
SYSTEMS = (
    ('iPhone', 'iPhone'),
    ('iPad', 'iPad'),
    ('Android', 'Android'),
    ('Windows', 'Windows'),
    ('Mac OS X', 'macOS'),
    ('CrOS', 'ChromeOS'),
    ('Linux', 'Linux'),
)


def name(user_agent: str) -> str:
    """A short name for a User-Agent, such as `Firefox, Linux`."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), '')
    system = next((name for mark, name in SYSTEMS if mark in user_agent), '')
    return ', '.join(_(part) for part in (browser, system) if part) or user_agent[:40] or _('Unknown device')
