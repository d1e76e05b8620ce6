"""Files in messages: uploads can be interrupted and resumed; only people who may read the message can download."""

from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec
from fastapi import APIRouter, Path, Query, Request
from msgspec import Struct
from starlette.responses import FileResponse, JSONResponse, Response

from messenger import addresses, ids
from messenger.errors import Refused
from messenger.files import attachments, media_types, text_views, upload_states, uploads
from messenger.http import error_pages
from messenger.models.attachment import AUDIO, PICTURE, VIDEO
from messenger.payloads import UploadState

router = APIRouter()

NAME_LIMIT_CHARS = 2_000
KEY_LIMIT_CHARS = 200
SHOWN = frozenset({PICTURE, AUDIO, VIDEO})  # the browser opens these by their address
WEBP = 'image/webp'
HEADERS = {
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=31536000, immutable',
    'vary': 'cookie',  # the next person using the same browser must not get it from the cache
}

View = Literal['', 'small', 'large', 'head', 'text']
Number = Annotated[int, Query(ge=0, le=ids.ID_MAX)]
Name = Annotated[str, Query(max_length=NAME_LIMIT_CHARS)]
FileId = Annotated[int, Path(ge=1, le=ids.ID_MAX)]
Seconds = Annotated[float, Query(ge=0, le=uploads.OUTCOME_WAIT_S)]
Key = Annotated[str, Path(max_length=KEY_LIMIT_CHARS)]
Keys = Annotated[str, Query(max_length=upload_states.KEYS_LIMIT * (KEY_LIMIT_CHARS + 1))]


class UploadStates(Struct, frozen=True, omit_defaults=True):
    """The states of several uploads by key; `next_in` as in UploadState."""

    files: dict[str, UploadState]
    next_in: float | None = None


def _json(answer: Struct, headers: Mapping[str, str] | None = None) -> Response:
    return Response(msgspec.json.encode(answer), media_type='application/json', headers=headers)


@router.get(addresses.FILES)
async def states(request: Request, keys: Keys = '', wait: Seconds = 0) -> Response:
    """Return the upload state of several of one's own files in one request; `keys` are separated by commas.

    The answer is {files, next_in?}: by key, what `announce` would answer, leaving out files that were never announced
    or were discarded. With `wait`, answer once one of them has been inspected, or after that many seconds.
    """
    user_id = request.state.user.id
    try:
        files = await upload_states.states(user_id, [key for key in keys.split(',') if key], wait_s=wait)
    except Refused as refusal:
        return error_pages.error_json(refusal)
    return _json(UploadStates(files, upload_states.pace(user_id)), headers={'cache-control': 'no-store'})


@router.post(addresses.FILES + '/{key}')
async def announce(request: Request, key: Key, room: Number, name: Name, size: Number) -> Response:
    """Begin an upload of `size` bytes under a key that the client chose, or return how far it has come.

    The answer is {offset}, or {file, sent} if the file is complete; {next_in} if the next file must wait that many
    seconds.
    """
    try:
        return _json(await uploads.announce(request.state.user.id, room, key, name, size))
    except Refused as refusal:
        return error_pages.error_json(refusal)


@router.patch(addresses.FILES + '/{key}')
async def append(request: Request, key: Key, offset: Number, wait: Seconds = uploads.OUTCOME_WAIT_S) -> Response:
    """Append the bytes in the body to the file, from `offset` on; the answer is like that of `announce`.

    If the connection breaks, the bytes received so far are kept. An {offset} equal to the file size means that the file
    is still being inspected after `wait` seconds: ask again with an empty body, or for several files with GET /files.
    """
    try:
        chunks = request.stream()
        return _json(await uploads.append(request.state.user.id, key, offset, chunks, wait_s=wait))
    except Refused as refusal:
        return error_pages.error_json(refusal)


@router.delete(addresses.FILES + '/{key}')
async def discard(request: Request, key: Key) -> Response:
    """Discard a file that has not been sent yet."""
    try:
        await uploads.discard(request.state.user.id, key)
    except Refused as refusal:
        return error_pages.error_json(refusal)
    return JSONResponse({})


@router.get(addresses.FILES + '/{file_id}/{name}')
async def show(request: Request, file_id: FileId, name: str, view: View = '') -> Response:  # noqa: ARG001 - for people
    """Return a file as it was sent, or a view of it.

    A picture has the copies `small` for the conversation and `large` for full view. A text file has the views `head`,
    its first lines, and `text`, as much as a page opens in place: {text, html, is_whole}, see text_views.

    Every request checks whether this person may have it. Only files whose content is a picture, sound or video are
    shown inline; everything else is a download. Range requests work (RFC 9110, 14).
    """
    if view in attachments.TEXT_VIEWS:
        text_view = await text_views.view(request.state.user.id, file_id, view)
        return _json(text_view, headers=HEADERS)
    file, path = await attachments.find(request.state.user.id, file_id, view)
    is_shown = file.kind in SHOWN
    return FileResponse(
        path,
        media_type=WEBP if view else file.media_type if is_shown else media_types.UNKNOWN,
        filename=f'{file.name}.webp' if view else file.name,
        content_disposition_type='inline' if is_shown else 'attachment',
        headers=HEADERS,
    )
