"""Avatars: the picture a person uploaded, or one drawn from their initials."""

import asyncio
import contextvars
import logging
import os
import re
import threading
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import IO, ParamSpec, TypeVar
from xml.sax.saxutils import escape

from messenger import access, addresses, process
from messenger.database.engine import after_commit, in_write, read, write
from messenger.errors import BadPicture, CostlyPicture, Malformed, NotFound, StorageUnavailable, TooLarge
from messenger.files import decoding, file_numbers, image_process, removed_files, workspace
from messenger.files.picture_sizes import Bounds
from messenger.i18n import _
from messenger.models import User
from messenger.people.announce import announce

logger = logging.getLogger(__name__)

P = ParamSpec('P')
T = TypeVar('T')

FIELD = 'avatar'
SIDE_PX = 300
LIMIT_MB = 10
LIMIT_BYTES = LIMIT_MB * 2**20
THREADS = 2
INITIALS = 2
COLOURS = (
    '#7a4fb5', '#bb5127', '#2b6cb0', '#4a770e', '#0f766e', '#b0467e',
    '#5661b3', '#8a6410', '#2f7d4f', '#a8483f', '#3f6f8f', '#7c5a4a',
)  # fmt: skip

threads = ThreadPoolExecutor(THREADS, 'avatar')


@dataclass(frozen=True)
class Crop:
    """A square in the upright picture, in pixels."""

    left: float
    top: float
    size: float


def folder() -> Path:
    """Where the pictures are stored, as `{folder}/{user id}/{name}`."""
    return process.settings.value.avatars_dir


async def replace(user: User, picture: Path | bytes | IO[bytes], crop: Crop | None = None) -> str:
    """Make `picture`, or the `crop` of it, the person's avatar; returns its address.

    It is scaled down to fit a square of SIDE_PX, never up. Raises BadPicture, TooLarge, Malformed (the crop is outside
    the picture), all with the field `avatar`, LimitReached and StorageUnavailable; the old avatar then stays.
    """
    content = await decoding.queue.run(user.id, lambda stop: _scale(picture, crop, stop))
    return await asyncio.shield(_store(user.id, content))


async def clear(user: User) -> str:
    """Go back to the drawn avatar; returns its address."""
    return await write(show, user.id, '')


async def find(user_id: int, name: str) -> bytes:
    """The content of this person's current picture, if it has this `name`. Raises NotFound."""
    user = await read(_person, user_id)
    if not name or name != user.avatar:
        raise NotFound
    try:
        return await asyncio.to_thread(_content_of, path_of(user_id, name))
    except OSError:
        raise NotFound from None


def files() -> list[Path]:
    """All files in the folder, including half-written ones. Blocks."""
    return [path for path in folder().glob('*/*') if path.is_file() and not path.is_symlink()]


def find_named(paths: list[Path]) -> set[Path]:
    """From a read: those of these paths that are somebody's current picture."""
    ours = {path for path in paths if path.is_relative_to(folder())}
    users = User.select(User.id, User.avatar).where(User.avatar.in_([path.name for path in ours]))
    return ours & {path_of(user.id, user.avatar) for user in users}


async def draw(user_id: int, name: str) -> tuple[str, bool]:
    """The drawn avatar as SVG, and whether `name` is its current name. Raises NotFound."""
    user = await read(_person, user_id)
    user.avatar = ''
    return initials_svg(user.nick, user.id), user.avatar_url == f'{addresses.AVATARS}/{user_id}/{name}'


def too_large() -> TooLarge:
    """The error for a file of more than LIMIT_BYTES."""
    return TooLarge(field=FIELD, limit=_('{number} MB').format(number=LIMIT_MB))


def initials_svg(nick: str, user_id: int) -> str:
    """Up to INITIALS letters of the nick on a calm colour derived from the id."""
    colour = COLOURS[user_id % len(COLOURS)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="{SIDE_PX}" height="{SIDE_PX}">'
        f'<rect width="100" height="100" fill="{colour}"/>'
        '<text x="50" y="50" dy=".35em" text-anchor="middle" font-family="system-ui, sans-serif" font-size="38" '
        f'font-weight="600" fill="#fff">{escape(_initials(nick))}</text></svg>'
    )


def _initials(nick: str) -> str:
    """The first letters of two words, or the first two letters of a single word, with their combining marks."""
    words = [letters for word in re.split(r'[ ._-]+', nick) if (letters := _letters(word))]
    if not words:
        return ''
    chosen = [word[0] for word in words[:INITIALS]] if len(words) > 1 else words[0][:INITIALS]
    return ''.join(letter.upper() if len(letter.upper()) == len(letter) else letter for letter in chosen)


def _letters(word: str) -> list[str]:
    letters: list[str] = []
    for char in word:
        if unicodedata.category(char)[0] == 'M':
            letters[-1:] = [''.join(letters[-1:]) + char]
        elif char.isalnum():
            letters.append(char)
    return letters


def _scale(picture: Path | bytes | IO[bytes], crop: Crop | None, stop: threading.Event) -> bytes:
    """The picture as it will be stored, made in a separate process (see messenger.files.image_worker)."""
    content = _content(picture)
    if len(content) > LIMIT_BYTES:
        raise too_large()
    try:
        return image_process.scale_to_fit(content, Bounds(SIDE_PX), astuple(crop) if crop else None, stop=stop).content
    except image_process.TooManyPixels as refusal:
        limit = _('{number} million pixels').format(number=refusal.limit_megapixels)
        raise TooLarge(field=FIELD, limit=limit) from None
    except image_process.CropOutside:
        raise Malformed(field=FIELD) from None
    except image_process.TooCostly:
        raise CostlyPicture(field=FIELD) from None
    except image_process.NotAPicture:
        raise BadPicture(field=FIELD) from None
    except image_process.NoDecoder as error:
        raise StorageUnavailable(field=FIELD) from error


def _content(picture: Path | bytes | IO[bytes]) -> bytes:
    """The whole picture, or one byte more than the limit."""
    if isinstance(picture, bytes):
        return picture
    if isinstance(picture, Path):
        with picture.open('rb') as file:
            return file.read(LIMIT_BYTES + 1)
    return picture.read(LIMIT_BYTES + 1)


async def _store(user_id: int, content: bytes) -> str:
    """Write the file, then the row; if the row cannot be written, move the file aside."""
    number = await write(file_numbers.take)
    await _in_thread(workspace.current().note_number, number)
    path = path_of(user_id, f'{file_numbers.name_for(number)}.webp')
    try:
        await _in_thread(_put, path, content)
        address = await write(show, user_id, path.name)
    except Exception:
        await _in_thread(removed_files.move_aside, [path], removed_files.DELETED)
        raise
    with suppress(StorageUnavailable):  # the picture is stored anyway
        await workspace.current().renew_stamp()
    return address


def _put(path: Path, content: bytes) -> None:
    """Write the file completely or not at all, and sync it to disk."""
    unfinished = path.with_suffix('.part')
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open('wb') as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        logger.exception('A picture cannot be saved')
        raise StorageUnavailable(field=FIELD) from error


@in_write
def show(user_id: int, name: str) -> str:
    """Store the name of the new picture, announce it, and discard the old file after commit."""
    user = access.user_for(user_id)
    before, user.avatar = user.avatar, name
    if before != name:
        user.save(only=[User.avatar])
        announce(user)
    if before:
        after_commit(_discard, user_id, before)
    return user.avatar_url


def _discard(user_id: int, name: str) -> None:
    """Only a picture uploaded since this start is certainly unused in every other copy of the database."""
    is_of_this_run = workspace.current().is_of_this_run(file_numbers.number_in(name))
    kind = removed_files.kind_for_discarded(user_id) if is_of_this_run else removed_files.DELETED
    threads.submit(removed_files.move_aside, [path_of(user_id, name)], kind)


def _content_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        removed_files.take_back(path)
        return path.read_bytes()


async def _in_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run `work` in one of THREADS threads, in the reader's language."""
    context = contextvars.copy_context()
    return await asyncio.get_running_loop().run_in_executor(threads, lambda: context.run(work, *args, **kwargs))


def path_of(user_id: int, name: str) -> Path:
    """The file of a picture in the data folder."""
    return folder() / str(user_id) / name


def _person(user_id: int) -> User:
    user: User | None = User.get_or_none(User.id == user_id)
    if user is None:
        raise NotFound
    return user
