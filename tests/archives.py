"""Archives as an attacker or a bad disk would make them."""

import io
import json
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from messenger.backup import backups, restores
from messenger.backup.errors import NotABackup
from messenger.settings import Settings

WEBP = b'RIFF\x1a\0\0\0WEBPVP8L'
Member = tuple[tarfile.TarInfo, bytes]


def packed(path: Path, *members: Member, manifest: dict[str, Any] | bytes | None = None) -> Path:
    """An archive of these files with a matching manifest, except where `manifest` overrides it."""
    stated = {'format': 1, 'version': '1', 'files': len(members), 'bytes': sum(len(data) for _, data in members)}
    first = manifest if isinstance(manifest, bytes) else json.dumps(stated | (manifest or {})).encode()
    with tarfile.open(path, 'w:gz') as archive:
        for info, data in [file(backups.MANIFEST, first), *members]:
            archive.addfile(info, io.BytesIO(data))
    return path


def file(name: str, data: bytes = b'') -> Member:
    """A regular file."""
    info = tarfile.TarInfo(name)
    info.size = len(data)
    return info, data


def link(name: str, target: str, kind: bytes) -> Member:
    """A link, device or pipe."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info, b''


def members(path: Path) -> dict[str, bytes]:
    """The files of an archive without its manifest."""
    with tarfile.open(path) as archive:
        streams = {info.name: archive.extractfile(info) for info in archive.getmembers()}
        return {name: content.read() for name, content in streams.items() if content and name != backups.MANIFEST}


def changed(backup: Path, change: str | Callable[[sqlite3.Connection], object], **files: bytes | None) -> Path:
    """A backup with a changed database: run SQL in it, or call a function; `files` are added, or left out (None)."""
    contents = members(backup)
    lying = backup.with_name('changed.db')
    lying.write_bytes(contents[backups.DATABASE])
    with closing(sqlite3.connect(lying, isolation_level=None)) as database:
        if isinstance(change, str):
            database.executescript(change)
        else:
            change(database)
    contents[backups.DATABASE] = lying.read_bytes()
    lying.unlink()
    for name, data in files.items():
        contents.pop(name, None)
        if data is not None:
            contents[name] = data
    return packed(backup.with_name('changed.tar.gz'), *(file(name, data) for name, data in contents.items()))


def refused(archive: Path, settings: Settings, error: type[Exception] = NotABackup) -> None:
    """Check that the archive is refused in one sentence of plain text, and the folder stays empty."""
    with pytest.raises(error) as caught:
        restores.restore(settings, archive)
    assert list(settings.data_dir.iterdir()) == []
    assert str(caught.value).isprintable()
    assert str(caught.value).endswith('.')


def rows(settings: Settings, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(settings.database_path)) as file:
        return file.execute(query).fetchall()
