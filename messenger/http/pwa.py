"""What makes the product installable: its manifest, its service worker, and the offline page."""

import hashlib
import json
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import Response

from messenger import addresses
from messenger.http import page_head, static, templating
from messenger.i18n import _
from messenger.site import settings as site_settings

router = APIRouter()

WORKER = 'worker.js'


@router.get('/manifest.webmanifest')
async def manifest() -> Response:
    """Return name, icons and colours of the installed app (W3C Web Application Manifest)."""
    name = site_settings.current().name
    fields = {
        'name': name,
        'short_name': name[:12],
        'id': '/',
        'start_url': '/',
        'scope': '/',
        'display': 'standalone',
        'background_color': page_head.LIGHT,
        'theme_color': page_head.LIGHT,
        'icons': [
            {'src': static.url('icon.svg'), 'type': 'image/svg+xml', 'sizes': 'any'},
            {'src': static.url('icon-192.png'), 'type': 'image/png', 'sizes': '192x192'},
            {'src': static.url('icon-512.png'), 'type': 'image/png', 'sizes': '512x512'},
            {'src': static.url('icon-maskable.png'), 'type': 'image/png', 'sizes': '512x512', 'purpose': 'maskable'},
        ],
        'shortcuts': [{'name': _('Search'), 'url': addresses.SEARCH}, {'name': _('Users'), 'url': addresses.USERS}],
    }
    body = json.dumps(fields, ensure_ascii=False)
    return Response(body, media_type='application/manifest+json', headers={'cache-control': 'no-cache'})


@router.get('/sw.js')
async def worker() -> Response:
    """Return the service worker; its content changes when it or our stylesheet changes."""
    script = static.content(WORKER).decode().replace('{version}', _version())
    return Response(script, media_type=static.TYPES['.js'], headers={'cache-control': 'no-cache'})


@router.get(addresses.OFFLINE)
async def offline(request: Request) -> Response:
    """Show the offline page: it keeps trying to connect, and reloads by itself."""
    return templating.render('offline.html', address=str(request.url.path))


def _version() -> str:
    cached = static.url('style.css') + Path(WORKER).name + static.content(WORKER).decode()
    return hashlib.sha256(cached.encode()).hexdigest()[:12]
