"""Random tokens; only their hash is stored."""

import hashlib
import secrets

TOKEN_BYTES = 32


def make() -> str:
    """A new token, 43 characters that may stand in an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(token: str) -> str:
    """What is stored of a token: its SHA-256, in hex."""
    return hashlib.sha256(token.encode('utf-8', 'replace')).hexdigest()
