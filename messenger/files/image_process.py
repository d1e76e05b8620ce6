"""Runs messenger.files.image_worker in a separate process and reports the outcome."""

import logging
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from typing import IO

from messenger.files import image_worker
from messenger.files.picture_sizes import Bounds, Crop

logger = logging.getLogger(__name__)

WALL_LIMIT_S = 120  # the process limits its own processor time; this is for hanging processes and for Windows
STOP_LOOK_S = 0.1
OUT_OF_TIME = -getattr(signal, 'SIGXCPU', 0)  # not on Windows


class NotAPicture(Exception):
    """The file cannot be decoded."""


class TooCostly(NotAPicture):
    """The picture takes far longer than others of its size."""


class TooManyPixels(Exception):
    """The picture has this width and height in pixels, more than the limit for its format, in megapixels."""

    def __init__(self, width: int, height: int, limit_megapixels: int) -> None:
        super().__init__(width, height, limit_megapixels)
        self.width, self.height, self.limit_megapixels = width, height, limit_megapixels


class CropOutside(Exception):
    """The crop is not inside the picture."""


class NoDecoder(Exception):
    """The process cannot be started; a later attempt may work."""


class Stopped(NoDecoder):
    """The caller has stopped the process."""


@dataclass(frozen=True)
class Decoded:
    """A picture as webp without metadata, and the size of the upright original in pixels."""

    content: bytes
    width: int
    height: int


def scale_to_fit(
    picture: bytes | IO[bytes], bounds: Bounds, crop: Crop | None = None, *, stop: threading.Event | None = None
) -> Decoded:
    """The picture scaled down to these bounds, see image_worker.scale_to_fit; blocks, so call it from a thread.

    `picture` is its content, or a file open at its beginning; once `stop` is set, the process ends within STOP_LOOK_S.
    Raises NotAPicture, TooCostly, TooManyPixels, CropOutside, NoDecoder and Stopped.
    """
    command = [sys.executable, '-I', image_worker.__file__, *(str(number) for number in (*bounds, *(crop or ())))]
    try:
        done = _run(command, picture, stop or threading.Event())
    except OSError as error:
        logger.exception('The picture decoder cannot be started')
        raise NoDecoder from error
    if done.returncode == 0 and done.stdout:
        width, height = done.stderr.split()[-2:]
        return Decoded(done.stdout, int(width), int(height))
    raise _outcome(done)


def _run(command: list[str], picture: bytes | IO[bytes], stop: threading.Event) -> 'subprocess.CompletedProcess[bytes]':
    if isinstance(picture, bytes):
        # as a file, because `communicate` called again after a timeout never sends the rest of its input
        with tempfile.TemporaryFile() as file:
            file.write(picture)
            file.seek(0)
            return _run(command, file, stop)
    deadline = time.monotonic() + WALL_LIMIT_S
    process = subprocess.Popen(command, stdin=picture, stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # noqa: S603 - our own
    with process:
        while True:
            try:
                out, errors = process.communicate(timeout=STOP_LOOK_S)
            except subprocess.TimeoutExpired:
                if stop.is_set():
                    process.kill()
                    raise Stopped from None
                if time.monotonic() > deadline:
                    process.kill()
                    logger.warning('Decoding a picture was stopped after %d s', WALL_LIMIT_S)
                    raise TooCostly from None
            else:
                return subprocess.CompletedProcess(command, process.returncode, out, errors)


def _outcome(done: 'subprocess.CompletedProcess[bytes]') -> Exception:
    if done.returncode == image_worker.TOO_MANY_PIXELS:
        return TooManyPixels(*map(int, done.stderr.split()[-3:]))
    if done.returncode == image_worker.CROP_OUTSIDE:
        return CropOutside()
    if done.returncode in (image_worker.TOO_COSTLY, OUT_OF_TIME):
        return TooCostly()
    if done.returncode != image_worker.NOT_A_PICTURE:
        logger.warning(
            'The picture decoder exited with %d: %s', done.returncode, done.stderr.decode(errors='replace')[-500:]
        )
    return NotAPicture()
