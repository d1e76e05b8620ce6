"""Runs messenger.pictures in a process of its own and says how it ended."""

import logging
import subprocess
import sys
from dataclasses import dataclass
from typing import IO

from messenger import pictures

logger = logging.getLogger(__name__)

LIMIT_MEGAPIXELS = 25


class NotAPicture(Exception):
    """Nothing that can be decoded, or nothing that can be decoded in time."""


class TooManyPixels(Exception):
    """More than LIMIT_MEGAPIXELS, whatever the file says of itself."""


class CropOutside(Exception):
    """The crop does not lie within the picture."""


class NoDecoder(Exception):
    """The process cannot be started; trying again later may work."""


@dataclass(frozen=True)
class Decoded:
    """A picture as bare webp, and the size in pixels, upright, of the one it was made of."""

    content: bytes
    width: int
    height: int


def fitted(picture: bytes | IO[bytes], side: int, crop: pictures.Crop | None = None, *, limit_s: float = 8) -> Decoded:
    """The picture fitted into a square of `side` pixels, see pictures.fitted; blocks, so call it from a thread.

    `picture` is its content, or a file that is open at its beginning. Raises NotAPicture, TooManyPixels, CropOutside
    and NoDecoder.
    """
    command = [sys.executable, '-I', pictures.__file__, str(side), str(LIMIT_MEGAPIXELS * 1_000_000)]
    command += [str(number) for number in crop or ()]
    try:
        done = _run(command, picture, limit_s)
    except subprocess.TimeoutExpired:
        logger.warning('A picture was given up after %s s', limit_s)
        raise NotAPicture from None
    except OSError as error:
        logger.exception('The process for pictures cannot be started')
        raise NoDecoder from error
    if done.returncode == 0 and done.stdout:
        width, height = done.stderr.split()[-2:]
        return Decoded(done.stdout, int(width), int(height))
    raise _outcome(done)


def _run(command: list[str], picture: bytes | IO[bytes], limit_s: float) -> 'subprocess.CompletedProcess[bytes]':
    if isinstance(picture, bytes):
        return subprocess.run(command, input=picture, capture_output=True, timeout=limit_s, check=False)  # noqa: S603 - our own
    return subprocess.run(command, stdin=picture, capture_output=True, timeout=limit_s, check=False)  # noqa: S603 - our own


def _outcome(done: 'subprocess.CompletedProcess[bytes]') -> Exception:
    if done.returncode == pictures.TOO_MANY_PIXELS:
        return TooManyPixels()
    if done.returncode == pictures.CROP_OUTSIDE:
        return CropOutside()
    if done.returncode != pictures.NOT_A_PICTURE:
        logger.warning('The process for pictures ended with %d: %s', done.returncode, done.stderr.decode()[-500:])
    return NotAPicture()
