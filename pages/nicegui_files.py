"""Serves NiceGUI's own files: compresses each once, in a thread, and refuses missing ones without asking NiceGUI."""

import asyncio
import gzip
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from nicegui import __version__, core
from nicegui import nicegui as routes
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from pages.socket import nicegui_internals

MOUNTED_AT = '/_nicegui'
PACKED_MAX_BYTES = 16_000_000  # all files that come with NiceGUI are half of it
SMALLEST_BYTES, PIECE_BYTES = 500, 60_000  # a piece is less than uvicorn writes before it waits for the client
GZIP_LEVEL = 6
# Accept one name per file: other spellings (`a/./b`, `a//b`) would be compressed again
_PATH = re.compile(rf'{MOUNTED_AT}/{re.escape(__version__)}/(\w+)/((?:[\w@+-][\w.@+-]*/)*[\w@+-][\w.@+-]*)', re.ASCII)
LONGEST_PATH = 300
IN_FOLDERS = ('resources', 'esm')


@dataclass(frozen=True)
class Packed:
    """A compressed file, for clients that accept gzip."""

    body: bytes
    etag: str


class NiceguiFiles:
    """ASGI app that replaces NiceGUI's routes for files."""

    def __init__(self) -> None:
        self.packing: dict[str, asyncio.Task[Packed]] = {}
        self.packed_bytes = 0
        self.one_at_a_time = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a file, compressed if the browser accepts that, or with a short 404."""
        if scope['type'] != 'http':
            await send({'type': 'websocket.close', 'code': 4404})
            return
        file = _find(scope['path']) if scope['method'] == 'GET' else None
        if file is None:
            await PlainTextResponse('', 404)(scope, receive, send)
            return
        file.headers['cache-control'] = core.app.config.cache_control_directives
        request = Request(scope)
        if (file.media_type or '').startswith('text/'):
            file.headers['vary'] = 'accept-encoding'
            if 'gzip' in request.headers.get('accept-encoding', ''):
                packed = await self._pack_once(scope['path'], file)
                if packed is not None:
                    await _send(packed, file, request, send)
                    return
        await file(scope, receive, send)

    async def _pack_once(self, path: str, file: Response) -> Packed | None:
        """The compressed file, or None if it is too small or too much is cached already."""
        task = self.packing.get(path)
        if task is None:
            if self.packed_bytes >= PACKED_MAX_BYTES or _is_small(file):
                return None
            task = self.packing[path] = asyncio.create_task(self._pack(path, file))
        return await asyncio.shield(task)  # other requests wait for the same task

    async def _pack(self, path: str, file: Response) -> Packed:
        try:
            async with self.one_at_a_time:
                packed = await asyncio.to_thread(_compress, file)
        except BaseException:
            del self.packing[path]
            raise
        self.packed_bytes += len(packed.body)
        return packed


def _find(path: str) -> Response | None:
    """The response of NiceGUI's route, with its file not read yet; None if there is no such file."""
    match = _PATH.fullmatch(path) if len(path) <= LONGEST_PATH else None
    if match is None:
        return None
    kind, name = match.groups()
    if kind == 'static':
        full, _ = routes.static_files.lookup_path(name)
        return FileResponse(full) if full and Path(full).is_file() else None
    key, _, file_name = name.partition('/')
    route = nicegui_internals.file_route(kind)
    try:
        return route(*((key, file_name) if kind in IN_FOLDERS else (name,))) if route else None
    except HTTPException:
        return None


def _is_small(file: Response) -> bool:
    size = Path(file.path).stat().st_size if isinstance(file, FileResponse) else len(file.body)
    return size < SMALLEST_BYTES


def _compress(file: Response) -> Packed:
    content = Path(file.path).read_bytes() if isinstance(file, FileResponse) else bytes(file.body)
    body = gzip.compress(content, GZIP_LEVEL, mtime=0)
    return Packed(body, f'"{hashlib.sha256(body).hexdigest()[:16]}"')


async def _send(packed: Packed, file: Response, request: Request, send: Send) -> None:
    """Send in pieces, so that the part that a slow client has not read yet is not copied."""
    headers = {name: file.headers[name] for name in ('content-type', 'cache-control', 'vary')}
    headers['etag'] = packed.etag
    if request.headers.get('if-none-match') == packed.etag:
        await Response(status_code=304, headers=headers)(request.scope, request.receive, send)
        return
    headers |= {'content-encoding': 'gzip', 'content-length': str(len(packed.body))}
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({'type': 'http.response.start', 'status': 200, 'headers': raw})
    for start in range(0, len(packed.body), PIECE_BYTES):
        end = start + PIECE_BYTES
        more = end < len(packed.body)
        await send({'type': 'http.response.body', 'body': packed.body[start:end], 'more_body': more})
