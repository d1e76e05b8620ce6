"""Random tokens; only their hash is stored."""

import hashlib
import secrets

TOKEN_BYTES = 32


def make() -> str:
    """A new token of 43 URL-safe characters."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(token: str) -> str:
    """The form in which a token is stored: its SHA-256 in hex."""
    return hashlib.sha256(token.encode('utf-8', 'replace')).hexdigest()
