"""The texts about unsent messages and files: at log-out, and for rooms that a person has lost."""

from messenger.i18n import _, forms


def texts() -> dict[str, str | dict[str, str]]:
    """The texts by key."""
    return {
        'log_out_title': _('Log out?'),
        'log_out_hint': _(
            'This browser has text or files that you have not sent. Keep them here until you log in again?'
        ),
        'log_out_lost': _('You have unsent text or files, and this browser cannot store them.'),
        'unsent_drafts': forms('{count} draft', '{count} drafts'),
        'unsent_messages': forms('{count} message or change not sent yet', '{count} messages or changes not sent yet'),
        'unsent_files': forms('{count} file not sent yet', '{count} files not sent yet'),
        'log_out_keep': _('Keep and log out'),
        'log_out_wipe': _('Delete and log out'),
        'log_out_unreached': _('The server cannot be reached. You are still logged in, and nothing was deleted.'),
        'log_out_left': _('Some drafts may still be on the server, because it could not be reached.'),
        'undelivered': _('Not sent: you no longer have access to this room'),
        'undelivered_room': _('Not sent: you left this room'),
        'undelivered_conversation': _('Not sent: you left this conversation'),
        'undelivered_files': _('Files: {names}. Choose them again to send them elsewhere.'),
    }
