"""Reads the environment and .env into one frozen Settings object."""

import ipaddress
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

SECRET_MIN_CHARS = 32
TOKEN_MIN_CHARS = 16
WELL_KNOWN_SECRETS = ('secret', 'changeme', 'change-me', 'django-insecure', 'your-secret-key', 'password')


class SettingError(Exception):
    """A setting is invalid; the text names it and says what to do."""


@dataclass(frozen=True)
class Settings:
    """All settings of the program; `.env.example` explains each."""

    data_dir: Path = Path('data')
    database_url: str = ''
    secret_key: str = field(default='', repr=False)
    host: str = '127.0.0.1'
    port: int = 8080
    public_url: str = ''
    allowed_hosts: tuple[str, ...] = ()
    trusted_proxies: tuple[str, ...] = ()
    rate_limits: bool = True
    address_tries: int = 20
    upload_limit_mb: int = 25
    session_days: int = 30
    bin_days: int = 30
    metrics_token: str = field(default='', repr=False)
    log_level: str = 'INFO'

    @property
    def database_path(self) -> Path:
        """The SQLite file: the one from DATABASE_URL, else `messenger.db` in the data folder."""
        if self.database_url:
            return Path(self.database_url.removeprefix('sqlite:///'))
        return self.data_dir / 'messenger.db'

    @property
    def avatars_dir(self) -> Path:
        """The folder for people's avatars."""
        return self.data_dir / 'avatars'

    @property
    def uploads_dir(self) -> Path:
        """The folder for the files that people send."""
        return self.data_dir / 'uploads'

    @property
    def removed_dir(self) -> Path:
        """The folder that keeps removed files for some days."""
        return self.data_dir / 'removed'

    @property
    def listens_locally(self) -> bool:
        """Whether only this machine can reach the server."""
        return is_loopback(self.host)

    @property
    def local_url(self) -> str:
        """The address of the server on this machine, `http://host:port`."""
        host = {'0.0.0.0': '127.0.0.1', '::': '::1'}.get(self.host, self.host)  # noqa: S104 - only compared
        return f'http://[{host}]:{self.port}' if ':' in host else f'http://{host}:{self.port}'

    @property
    def public_host(self) -> str:
        """The host of PUBLIC_URL as browsers send it, in lower case; empty if PUBLIC_URL is not set."""
        return _ascii_host(urlsplit(self.public_url).hostname or '')

    @property
    def origins(self) -> frozenset[str]:
        """Origins (`scheme://host[:port]`) that are allowed because of PUBLIC_URL, besides a request's own host."""
        if not self.public_url:
            return frozenset()
        parts = urlsplit(self.public_url.lower())
        host = parts.netloc.removesuffix({'http': ':80', 'https': ':443'}[parts.scheme])
        return frozenset({f'{parts.scheme}://{host}'})


def is_loopback(host: str) -> bool:
    """Whether `host` is a loopback name or address, reachable only from this machine."""
    if host == 'localhost':
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def load(overrides: Mapping[str, str] | None = None, *, env_file: Path = Path('.env')) -> Settings:
    """Read `.env`, the environment and `overrides`; later ones win. Create the data folder and the secret.

    Raises SettingError with one sentence that names the setting and the fix.
    """
    values = {name: value for name, value in dotenv_values(env_file).items() if value is not None}
    values |= {name: value for name, value in os.environ.items() if value}
    values |= overrides or {}
    data_dir = _data_dir(values.get('DATA_DIR', 'data'))
    return Settings(
        data_dir=data_dir,
        database_url=_database_url(values.get('DATABASE_URL', '')),
        secret_key=_secret(values.get('SECRET_KEY', ''), data_dir),
        host=values.get('HOST', '127.0.0.1'),
        port=_number(values, 'PORT', 8080, 1, 65_535),
        public_url=_public_url(values.get('PUBLIC_URL', '')),
        allowed_hosts=_allowed_hosts(values.get('ALLOWED_HOSTS', '')),
        trusted_proxies=_proxies(values.get('TRUSTED_PROXIES', '')),
        rate_limits=_switch(values, 'RATE_LIMITS', default=True),
        address_tries=_number(values, 'ADDRESS_TRIES', 20, 1, 100_000),
        upload_limit_mb=_number(values, 'UPLOAD_LIMIT_MB', 25, 1, 4_096),
        session_days=_number(values, 'SESSION_DAYS', 30, 1, 3_650),
        bin_days=_number(values, 'BIN_DAYS', 30, 1, 3_650),
        metrics_token=_token(values.get('METRICS_TOKEN', '')),
        log_level=_log_level(values.get('LOG_LEVEL', 'INFO')),
    )


def _data_dir(text: str) -> Path:
    path = Path(text).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = path / '.write-test'
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise SettingError(
            f'DATA_DIR: the folder {path} cannot be written ({error.strerror}); choose another.'
        ) from error
    return path


def _database_url(text: str) -> str:
    if text and not re.match(r'sqlite:///.+', text):
        raise SettingError(
            'DATABASE_URL must look like sqlite:///path/to/file.db (other databases are not supported yet); '
            'leave it empty to use messenger.db in the data folder.'
        )
    return text


def _secret(text: str, data_dir: Path) -> str:
    if text:
        lowered = text.lower()
        if len(text) < SECRET_MIN_CHARS or any(word in lowered for word in WELL_KNOWN_SECRETS):
            raise SettingError(
                f'SECRET_KEY is too short or too common; use {SECRET_MIN_CHARS} random characters or more '
                '(python -c "import secrets; print(secrets.token_urlsafe(48))"), or leave it empty to have one created.'
            )
        return text
    path = data_dir / 'secret'
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        stored_key = path.read_text().strip()
        if len(stored_key) < SECRET_MIN_CHARS:
            raise SettingError(
                f'SECRET_KEY: the key in {path} is damaged; delete that file to have a new one created.'
            ) from None
        return stored_key
    new_key = secrets.token_urlsafe(48)
    with os.fdopen(handle, 'w') as file:
        file.write(new_key + '\n')
    return new_key


def _number(values: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = values.get(name, str(default))
    if not re.fullmatch(r'\d{1,9}', text) or not low <= int(text) <= high:
        raise SettingError(f'{name} must be a whole number from {low} to {high}, not “{text}”.')
    return int(text)


def _switch(values: Mapping[str, str], name: str, *, default: bool) -> bool:
    text = values.get(name, 'on' if default else 'off').lower()
    if text not in ('on', 'off'):
        raise SettingError(f'{name} must be “on” or “off”, not “{text}”.')
    return text == 'on'


def _public_url(text: str) -> str:
    parts = urlsplit(text)
    if text and (parts.scheme not in ('http', 'https') or not parts.netloc or parts.path.strip('/')):
        raise SettingError(f'PUBLIC_URL must be like https://chat.example.org, without a path, not “{text}”.')
    return text.rstrip('/')


def _allowed_hosts(text: str) -> tuple[str, ...]:
    names = [_ascii_host(part.strip()) for part in text.split(',') if part.strip()]
    for name in names:
        if not re.fullmatch(r'[a-z0-9_-]+(\.[a-z0-9_-]+)*', name):
            raise SettingError(
                f'ALLOWED_HOSTS must be names like chat.example.org separated by commas, without ports, not “{name}”.'
            )
    return tuple(names)


def _ascii_host(name: str) -> str:
    """A host name as browsers send it: in lower case, with non-ASCII letters encoded (RFC 3490)."""
    try:
        return name.lower().encode('idna').decode()
    except UnicodeError:
        return name.lower()


def _proxies(text: str) -> tuple[str, ...]:
    networks = []
    for name in (part.strip() for part in text.split(',') if part.strip()):
        try:
            network = str(ipaddress.ip_network(name, strict=False))
            networks.append(network if '/' in name else name)
        except ValueError:
            raise SettingError(
                f'TRUSTED_PROXIES must be addresses or networks separated by commas, not “{name}”.'
            ) from None
    return tuple(networks)


def _token(text: str) -> str:
    if text and (len(text) < TOKEN_MIN_CHARS or not text.isascii()):
        raise SettingError(f'METRICS_TOKEN must have {TOKEN_MIN_CHARS} ASCII characters or more, or be empty.')
    return text


def _log_level(text: str) -> str:
    if text.upper() not in ('DEBUG', 'INFO', 'WARNING', 'ERROR'):
        raise SettingError(f'LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR, not “{text}”.')
    return text.upper()
