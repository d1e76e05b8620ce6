"""Frames that wait: until the client has read earlier ones, or until an answer being prepared has been sent."""

from collections import Counter, deque

WINDOW_LIMIT_BYTES = 1_000_000
PERSON_LIMIT_BYTES = 4_000_000  # over all windows of one person


class Backlog:
    """What a window has not read yet: the waiting frames, and its bytes, which also count for its person.

    `waiting_bytes` are those of the waiting frames; `unwritten_bytes` include the frame that is being sent.
    """

    __slots__ = ('frames', 'of_people', 'unwritten_bytes', 'user_id', 'waiting_bytes')

    def __init__(self, user_id: int, of_people: Counter[int]) -> None:
        self.user_id = user_id
        self.of_people = of_people  # unwritten bytes by person
        self.frames: deque[str] = deque()
        self.waiting_bytes = 0
        self.unwritten_bytes = 0

    def add(self, frame: str) -> None:
        """Let a frame wait behind the others."""
        self.frames.append(frame)
        self.waiting_bytes += len(frame)
        self.count(len(frame))

    def take(self) -> str:
        """The next frame, which is sent now."""
        frame = self.frames.popleft()
        self.waiting_bytes -= len(frame)
        return frame

    def count(self, size: int) -> None:
        """Count `size` more unwritten bytes; fewer if it is negative."""
        self.unwritten_bytes += size
        self.of_people[self.user_id] += size
        if not self.of_people[self.user_id]:
            del self.of_people[self.user_id]

    def clear(self) -> None:
        """Forget everything: the socket is gone."""
        self.frames.clear()
        self.waiting_bytes = 0
        self.count(-self.unwritten_bytes)

    def excess(self) -> str:
        """Why this is too much, or an empty string."""
        if self.waiting_bytes > WINDOW_LIMIT_BYTES:
            return 'it reads too slowly'
        if self.of_people[self.user_id] > PERSON_LIMIT_BYTES:
            return 'the windows of this person read too slowly'
        return ''


class Held:
    """Events that wait while `answers` of a window are being prepared."""

    __slots__ = ('answers', 'frames', 'size')

    def __init__(self) -> None:
        self.answers = 0
        self.frames: list[str] = []
        self.size = 0

    def add(self, frame: str) -> None:
        """Hold back one more event."""
        self.frames.append(frame)
        self.size += len(frame)

    def take(self) -> list[str]:
        """All held events, which are sent now or never."""
        frames, self.frames, self.size = self.frames, [], 0
        return frames
