"""The script of the demo: by room name, or by the people in a direct conversation, its lines in order.

A line is (username, text) or (username, text, days): that many days (or parts of a day) pass before it; without `days`
it follows within minutes. All conversations start at the same time, so that they fit together.
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
