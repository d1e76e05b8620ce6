"""The texts of notices (somebody joined, renamed the room, …), by the `action` of `append_notice`."""

from messenger.i18n import _, forms


def texts() -> dict[str, str | dict[str, str]]:
    """The texts by key."""
    return {
        'notice_created': _('{actor} created the room'),
        'notice_renamed': _('{actor} renamed the room from “{before}” to “{after}”'),
        'notice_opened': _('{actor} opened the room to everyone'),
        'notice_closed': _('{actor} closed the room to non-members'),
        'notice_topic': _('{actor} set the topic: {after}'),
        'notice_joined': _('{actor} joined'),
        'notice_joined_as_admin': _('{actor} joined as an admin'),
        'notice_left': _('{actor} left'),
        'notice_left_conversation': _('{actor} left the conversation'),
        'notice_added': _('{actor} added {people}'),
        'notice_removed': _('{actor} removed {people}'),
        'notice_made_owner': _('{actor} made {people} an owner'),
        'notice_made_member': _('{people} is no longer an owner'),
        'notice_restored': _('{actor} restored the room from the bin'),
        'and_others': forms('{people} and {count} other', '{people} and {count} others'),
    }
