"""Names for the devices people are signed in on, read from what their browsers say of themselves."""

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
    """A few words for a User-Agent: `Firefox, Linux`."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), '')
    system = next((name for mark, name in SYSTEMS if mark in user_agent), '')
    return ', '.join(_(part) for part in (browser, system) if part) or user_agent[:40] or _('Unknown device')
