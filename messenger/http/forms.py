"""Reads the fields of a plain form, with limits, and accepts odd input without errors."""

from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

BODY_LIMIT_BYTES = 64_000
FIELDS_LIMIT = 50
FIELD_LIMIT_CHARS = 2_000


async def fields(request: Request) -> dict[str, str]:
    """Return the fields by name; the last value of a name wins. Empty if it is no form. Raises HTTPException 413."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_LIMIT_BYTES:
            raise HTTPException(413)
    if not request.headers.get('content-type', '').startswith('application/x-www-form-urlencoded'):
        return {}
    try:
        pairs = parse_qsl(body.decode('utf-8', 'replace'), keep_blank_values=True, max_num_fields=FIELDS_LIMIT)
    except ValueError:
        return {}
    return {name: value[:FIELD_LIMIT_CHARS].replace('\x00', '') for name, value in pairs}


def local_target(target: str) -> str:
    """Return `target` if it is an address on this site, else `/` (OWASP Unvalidated Redirects Cheat Sheet)."""
    plain = target.startswith('/') and not target.startswith(('//', '/\\'))
    if not plain or any(char <= ' ' or char in '\\\x7f' for char in target):
        return '/'
    return target
