"""Static files with addresses that change with their content, so that browsers may cache them for a year."""

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import Response

from messenger.errors import NotFound
from messenger.http import stylesheet
from messenger.process import Current

STYLE = 'style.css'
KEPT = 'public, max-age=31536000, immutable'
ASKED_AGAIN = 'no-cache'
TYPES = {
    '.css': 'text/css; charset=utf-8',
    '.js': 'text/javascript; charset=utf-8',
    '.json': 'application/json',
    '.svg': 'image/svg+xml',
    '.png': 'image/png',
    '.wav': 'audio/wav',
    '.webmanifest': 'application/manifest+json',
}

router = APIRouter()


@dataclass(frozen=True)
class File:
    """A static file as it was when the server started."""

    content: bytes
    packed: bytes
    mark: str
    media_type: str


files: Current[dict[str, File]] = Current()  # by name


def load(folder: Path) -> None:
    """Read the static files, including third-party ones in `vendor/`.

    The files of `../styles` are joined into one stylesheet.
    """
    files.set({})
    for path in (*folder.iterdir(), *(folder / 'vendor').glob('*')):
        if path.is_file() and path.suffix in TYPES:
            add(path.name, path.read_bytes())
    add(STYLE, stylesheet.join_styles(folder.parent / 'styles' / 'main.css'))


def add(name: str, content: bytes) -> None:
    """Serve this content, too, as a static file with this name."""
    mark = hashlib.sha256(content).hexdigest()[:12]
    media_type = TYPES[Path(name).suffix]
    packed = b'' if media_type.startswith('image/png') else gzip.compress(content, mtime=0)
    files.value[name] = File(content, packed, mark, media_type)


def url(name: str) -> str:
    """The address of a static file, with a hash of its content."""
    return f'/static/{name}?v={files.value[name].mark}'


def content(name: str) -> bytes:
    """The content of a static file as it was when the server started."""
    return files.value[name].content


@router.get('/static/{name}')
async def static_file(request: Request, name: str, v: str = '') -> Response:
    """Return a static file; browsers may cache it for a year if the address has its hash."""
    file = files.value.get(name)
    if file is None:
        raise NotFound
    headers = {'cache-control': KEPT if v == file.mark else ASKED_AGAIN, 'etag': f'"{file.mark}"'}
    if request.headers.get('if-none-match') == headers['etag']:
        return Response(status_code=304, headers=headers)
    if file.packed and 'gzip' in request.headers.get('accept-encoding', ''):
        packed = headers | {'content-encoding': 'gzip', 'vary': 'accept-encoding'}
        return Response(file.packed, media_type=file.media_type, headers=packed)
    return Response(file.content, media_type=file.media_type, headers=headers)


@router.get('/favicon.ico')
async def favicon(request: Request) -> Response:
    """Return the icon to clients that ask for it by its old name."""
    return await static_file(request, 'icon.svg')
