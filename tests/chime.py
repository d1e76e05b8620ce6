"""Makes the notification sound: `python -m tests.chime`; two soft notes, four tenths of a second."""

import math
import struct
import wave
from pathlib import Path

PATH = Path(__file__).parent.parent / 'pages' / 'static' / 'chime.wav'
RATE_HZ, LENGTH_S, LOUDNESS = 16_000, 0.42, 0.32
NOTES = ((0.0, 659.26), (0.11, 987.77))  # starts at (seconds), pitch (hertz): an E and the B above it
ATTACK_S, FADE_S = 0.006, 0.09


def sample(moment: float) -> float:
    """The amplitude of all notes at a moment, from -1 to 1."""
    return sum(note(moment - start, pitch) for start, pitch in NOTES if moment >= start)


def note(age: float, pitch: float) -> float:
    """A struck note at this age in seconds: its pitch and a little of the octave, fading."""
    shape = min(1.0, age / ATTACK_S) * math.exp(-age / FADE_S)
    return shape * (math.sin(math.tau * pitch * age) + 0.25 * math.sin(2 * math.tau * pitch * age))


def main() -> None:
    """Write the file."""
    count = int(RATE_HZ * LENGTH_S)
    ending = [min(1.0, (count - index) / (0.03 * RATE_HZ)) for index in range(count)]
    levels = [LOUDNESS * ending[index] * sample(index / RATE_HZ) for index in range(count)]
    frames = b''.join(struct.pack('<h', round(32_767 * max(-1.0, min(1.0, level)))) for level in levels)
    with wave.open(str(PATH), 'wb') as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(frames)


if __name__ == '__main__':
    main()
