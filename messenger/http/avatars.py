"""Avatars: logged-in people can see them; each person can replace and remove their own."""

from collections.abc import AsyncGenerator
from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response

from messenger import addresses, ids, rate_limits
from messenger.errors import BadPicture, Malformed, Refused
from messenger.http import error_pages
from messenger.people import avatars

router = APIRouter()

ENVELOPE_BYTES = 64_000
BODY_LIMIT_BYTES = avatars.LIMIT_BYTES + ENVELOPE_BYTES
FIELD_LIMIT_BYTES = 100
FIELDS_LIMIT = 10
CROP = ('left', 'top', 'size')

KEPT = 'private, max-age=31536000, immutable'
ASKED_AGAIN = 'private, no-cache'
HEADERS = {
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
}

UserId = Annotated[int, Path(ge=1, le=ids.ID_MAX)]


@router.get(addresses.AVATARS + '/{user_id}/{name}')
async def show(user_id: UserId, name: str) -> Response:
    """Show a picture by its current name, or the generated avatar for any name that ends in `.svg`."""
    if name.endswith('.svg'):
        drawn, is_present = await avatars.draw(user_id, name)
        cached = KEPT if is_present else ASKED_AGAIN
        return Response(drawn, media_type='image/svg+xml', headers=HEADERS | {'cache-control': cached})
    content = await avatars.find(user_id, name)
    return Response(content, media_type='image/webp', headers=HEADERS | {'cache-control': KEPT})


@router.post(addresses.AVATARS)
async def replace(request: Request) -> Response:
    """Use the picture in the field `avatar` from now on, or only its square `left`, `top`, `size` (pixels)."""
    user = request.state.user
    try:
        rate_limits.take('avatar', user.id)
        form = await _form(request)
        try:
            return JSONResponse({'avatar': await avatars.replace(user, _picture(form).file, _crop(form))})
        finally:
            await form.close()
    except Refused as refusal:
        refusal.field = avatars.FIELD
        return error_pages.error_json(refusal)


@router.delete(addresses.AVATARS)
async def clear(request: Request) -> Response:
    """Go back to the generated avatar."""
    user = request.state.user
    try:
        rate_limits.take('avatar', user.id)
        return JSONResponse({'avatar': await avatars.clear(user)})
    except Refused as refusal:
        refusal.field = avatars.FIELD
        return error_pages.error_json(refusal)


async def _form(request: Request) -> FormData:
    """Read the form; a large file goes to disk. Raises TooLarge (even before all has arrived) and Malformed."""
    declared = request.headers.get('content-length', '')
    if declared.isdecimal() and int(declared[:20]) > BODY_LIMIT_BYTES:
        raise avatars.too_large()
    if not request.headers.get('content-type', '').lower().startswith('multipart/form-data'):
        raise Malformed(field=avatars.FIELD)
    try:
        return await _Parser(request).parse()
    except (MultiPartException, ClientDisconnect):
        raise Malformed(field=avatars.FIELD) from None


class _Parser(MultiPartParser):
    """Counts the body as it arrives; a form without its last boundary is invalid."""

    def __init__(self, request: Request) -> None:
        super().__init__(
            request.headers,
            self._read_counted(request),
            max_files=1,
            max_fields=FIELDS_LIMIT,
            max_part_size=FIELD_LIMIT_BYTES,
        )
        self._is_whole = False

    def on_end(self) -> None:
        """Note that the last boundary has arrived."""
        self._is_whole = True

    async def _read_counted(self, request: Request) -> AsyncGenerator[bytes, None]:
        total = 0
        async for chunk in request.stream():
            total += len(chunk)
            if total > BODY_LIMIT_BYTES:
                raise avatars.too_large()
            yield chunk
        if not self._is_whole:
            raise MultiPartException('The form ended too early.')


def _picture(form: FormData) -> UploadFile:
    file = form.get(avatars.FIELD)
    if not isinstance(file, UploadFile):
        raise BadPicture(field=avatars.FIELD)
    return file


def _crop(form: FormData) -> avatars.Crop | None:
    values = [form.get(name) for name in CROP]
    if not any(values):
        return None
    try:
        return avatars.Crop(*(float(str(number)) for number in values))
    except ValueError:
        raise Malformed(field=avatars.FIELD) from None
