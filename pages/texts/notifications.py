"""The texts about browser notifications: the offer to turn them on, and the test."""

from messenger.i18n import _


def texts() -> dict[str, str | dict[str, str]]:
    """The texts by key."""
    return {
        'offer': _('Get notified about new messages?'),
        'offer_yes': _('Turn on notifications'),
        'offer_no': _('Not now'),
        'offer_done': _('Notifications are on.'),
        'offer_denied': _('Notifications are still off. See “Notifications” in your profile for how to allow them.'),
        'test_title': _('It works'),
        'test_text': _('This is what a notification looks like.'),
    }
