"""Who says what where: the name of a room, or the people of a direct conversation, and its lines in order.

A line is (username, text) or (username, text, days): so many days, or parts of one, pass before it; without them it
follows within minutes. All conversations count from the same moment, so that they fit each other.
"""

from messenger.demo import (
    talk_announcements,
    talk_common_1,
    talk_common_2,
    talk_design,
    talk_directs,
    talk_hiring,
    talk_releases,
)

Line = tuple[str, str] | tuple[str, str, float]

SCRIPT: dict[str | tuple[str, ...], tuple[Line, ...]] = {
    'Announcements': talk_announcements.LINES,
    'Дизайн / Design': talk_design.LINES,
    'Releases': talk_releases.LINES,
    'Общий': talk_common_1.LINES + talk_common_2.LINES,
    'Hiring': talk_hiring.LINES,
    **talk_directs.LINES,
}
