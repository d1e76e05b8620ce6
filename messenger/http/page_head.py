"""The tags and the viewport that every page needs so that it can be installed."""

from messenger.http import static

# the page reaches the edges of a phone's screen (the style avoids notches); the keyboard makes the page shorter
VIEWPORT = 'width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content'
LIGHT, DARK = '#f6f5f1', '#1d1d1a'


def installable() -> str:
    """The tags for the head: manifest, icon and colours."""
    return (
        '<link rel="manifest" href="/manifest.webmanifest">'
        f'<link rel="apple-touch-icon" href="{static.url("icon-192.png")}">'
        f'<meta name="theme-color" content="{LIGHT}" media="(prefers-color-scheme: light)">'
        f'<meta name="theme-color" content="{DARK}" media="(prefers-color-scheme: dark)">'
    )
