"""Malicious archives: refused in one sentence, with nothing left of them, in little memory."""

import gzip
import io
import json
import tarfile
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from messenger.backup import backups
from messenger.backup.errors import BackupTooNew
from messenger.settings import Settings
from tests.archives import Member, file, link, packed, refused

MEMORY_LIMIT_BYTES = 100_000_000
BLOCK = tarfile.BLOCKSIZE


def stated(**fields: Any) -> dict[str, Any]:
    return {'format': 1, 'version': '1', 'files': 0, 'bytes': 0} | fields


MANIFESTS = {
    'no JSON': b'{',
    'nothing': b'',
    'a list': b'[]',
    'a number': b'7',
    'null': b'null',
    'infinite bytes': b'{"format": 1, "version": "1", "files": 0, "bytes": Infinity}',
    'infinite files': b'{"format": 1, "version": "1", "files": 1e999, "bytes": 0}',
    'no number': b'{"format": NaN, "version": "1", "files": 0, "bytes": 0}',
    'half a byte': json.dumps(stated(bytes=0.5)).encode(),
    'true': json.dumps(stated(files=True)).encode(),
    'negative': json.dumps(stated(bytes=-1)).encode(),
    'digits without end': b'{"format": 1, "version": "1", "files": 0, "bytes": ' + b'9' * 9_000 + b'}',
    'a version that is none': json.dumps(stated(version={'x': 1})).encode(),
    '4,000 levels of lists': b'[' * 4_000 + b']' * 4_000,
    '200,000 levels of lists': b'[' * 200_000 + b']' * 200_000,
    '200,000 levels of objects': b'{"a":' * 200_000 + b'1' + b'}' * 200_000,
    'levels in a field': b'{"format": 1, "version": ' + b'[' * 1_500 + b']' * 1_500 + b', "files": 0, "bytes": 0}',
    'large': json.dumps(stated(version='x' * 2_000_000)).encode(),
    'not UTF-8': b'{"format": 1, "version": "\xff\xfe", "files": 0, "bytes": 0}',
}


@pytest.mark.parametrize('kind', MANIFESTS)
def test_a_hostile_manifest_is_refused_in_one_sentence(kind: str, empty: Settings, tmp_path: Path) -> None:
    refused(packed(tmp_path / 'a.tar.gz', manifest=MANIFESTS[kind]), empty)


def test_the_version_in_a_newer_archive_cannot_write_escape_codes_to_the_terminal(
    empty: Settings, tmp_path: Path
) -> None:
    manifest = {'format': 9, 'version': '2\n\x1b[2Jforged\u202e'}
    refused(packed(tmp_path / 'a.tar.gz', manifest=manifest), empty, BackupTooNew)


NAMES = {
    '1,200 folders': '/'.join(['a'] * 1_200) + '/x',
    'long': 'uploads/' + 'x' * 5_000,
    'above': 'uploads/../../outside',
    'absolute': '/tmp/outside-of-a-restore',
    'absolute for Windows': 'C:\\outside',
    'a stream of Windows': 'secret:hidden',
    'a device of Windows': 'uploads/ab/NUL ',
    'backslashes': 'uploads\\..\\..\\outside',
    'double slash': 'uploads//ab',
    'a dot': './messenger.db',
    'hidden': 'uploads/ab/.hidden',
    'a new line': 'uploads/a\nb',
    'an escape': 'uploads/\x1b[2J',
    'turned around': 'uploads/\u202egnp.exe',
    'another alphabet': 'uploads/аb',
    'composed': 'avatars/1/\u00e9.webp',
    'decomposed': 'avatars/1/e\u0301.webp',
    'full width': 'avatars/1/ａ.webp',
    'lone surrogate': 'uploads/\udcff',
    'a space': 'uploads/a b',
    'empty': '',
    'a second manifest': 'backup.json',
    'a journal': 'messenger.db-journal',
    'a log': 'messenger.db-wal',
}


@pytest.mark.parametrize('kind', NAMES)
@pytest.mark.parametrize('form', [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
def test_an_odd_name_is_refused(kind: str, form: int, empty: Settings, tmp_path: Path) -> None:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode='w:gz', format=form) as archive:
        for info, data in (
            file(backups.MANIFEST, json.dumps(stated(files=1, bytes=1)).encode()),
            file(NAMES[kind], b'x'),
        ):
            archive.addfile(info, io.BytesIO(data))
    (tmp_path / 'a.tar.gz').write_bytes(content.getvalue())
    refused(tmp_path / 'a.tar.gz', empty)
    assert [path.name for path in tmp_path.iterdir() if path.name not in ('a.tar.gz', 'empty', 'data')] == []


STORED = 'ab' + '0' * 30
ENTRIES: dict[str, list[Member]] = {
    'a name twice': [file('messenger.db', b'x'), file('messenger.db', b'y')],
    'an upload twice': [file(f'uploads/ab/{STORED}', b'x'), file(f'uploads/ab/{STORED}', b'y')],
    'an upload as a folder': [file(f'uploads/ab/{STORED}', b'x'), file(f'uploads/ab/{STORED}/x', b'y')],
    'a folder': [link('uploads', '', tarfile.DIRTYPE)],
    'a symbolic link': [link('messenger.db', '/etc/passwd', tarfile.SYMTYPE)],
    'a hard link': [link('messenger.db', '/etc/passwd', tarfile.LNKTYPE)],
    'a character device': [link('messenger.db', '', tarfile.CHRTYPE)],
    'a block device': [link('messenger.db', '', tarfile.BLKTYPE)],
    'a pipe': [link('messenger.db', '', tarfile.FIFOTYPE)],
    'a sparse file': [link('messenger.db', '', tarfile.GNUTYPE_SPARSE)],
    'a contiguous file': [link('messenger.db', '', tarfile.CONTTYPE)],
    'another volume': [link('messenger.db', '', b'M')],
    'an unknown type': [link('messenger.db', '', b'Z')],
}


@pytest.mark.parametrize('kind', ENTRIES)
def test_an_entry_that_is_not_a_plain_file_is_refused(kind: str, empty: Settings, tmp_path: Path) -> None:
    refused(packed(tmp_path / 'a.tar.gz', *ENTRIES[kind]), empty)


def _header(kind: bytes, size: int, name: str = 'x') -> bytes:
    info = tarfile.TarInfo(name)
    info.type, info.size = kind, size
    return info.tobuf(tarfile.USTAR_FORMAT)


def _block(content: bytes) -> bytes:
    return content + b'\0' * (-len(content) % BLOCK)


MANIFEST = json.dumps(stated(files=1, bytes=0)).encode()
BEGUN = _header(tarfile.REGTYPE, len(MANIFEST), backups.MANIFEST) + _block(MANIFEST)
EMPTY_FILE = _header(tarfile.REGTYPE, 0, 'messenger.db')
SPARSE = b'22 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n'
STREAMS: dict[str, Callable[[], bytes]] = {  # made when needed: some are large
    '100,000 long names': lambda: BEGUN + (_header(b'L', 2) + _block(b'x\0')) * 100_000 + EMPTY_FILE,
    '100,000 headers of PAX': lambda: BEGUN + (_header(b'x', 12) + _block(b'12 mtime=1.0')) * 100_000 + EMPTY_FILE,
    '100,000 global headers': lambda: BEGUN + (_header(b'g', 9) + _block(b'9 path=x\n')) * 100_000 + EMPTY_FILE,
    'a header of a gigabyte': lambda: BEGUN + _header(b'x', 2**30) + b'\0' * 2**20,
    'a long name of a gigabyte': lambda: BEGUN + _header(b'L', 2**30) + b'x' * 2**20,
    'a sparse map without end': lambda: BEGUN + _header(b'S', 0) + b'\1' * 2**20,
    'a sparse file of PAX': lambda: BEGUN + _header(b'x', len(SPARSE)) + _block(SPARSE) + EMPTY_FILE,
    'a size in a header of PAX': lambda: BEGUN + _header(b'x', 18) + _block(b'18 size=-99999999\n') + EMPTY_FILE,
    'a checksum that is wrong': lambda: BEGUN + EMPTY_FILE[:-1] + b'x',
    'an end that is none': lambda: BEGUN + EMPTY_FILE + b'\0' * 2 * BLOCK + b'garbage'.ljust(BLOCK, b'x'),
    'zeros without end': lambda: BEGUN + EMPTY_FILE + b'\0' * 20_000_000,
    'a hundred megabytes more than declared': lambda: (
        BEGUN + _header(tarfile.REGTYPE, 10**8, 'messenger.db') + b'\0' * 10**8
    ),
    'no end': lambda: BEGUN + EMPTY_FILE,
    'a negative size': lambda: BEGUN + EMPTY_FILE[:124] + b'\xff' * 12 + EMPTY_FILE[136:],
}


@pytest.mark.parametrize('kind', STREAMS)
def test_a_hostile_stream_is_refused_in_little_memory(kind: str, empty: Settings, tmp_path: Path) -> None:
    (tmp_path / 'a.tar.gz').write_bytes(gzip.compress(STREAMS[kind](), 1))
    tracemalloc.start()
    try:
        refused(tmp_path / 'a.tar.gz', empty)
        assert tracemalloc.get_traced_memory()[1] < MEMORY_LIMIT_BYTES
    finally:
        tracemalloc.stop()


def test_garbage_after_an_archive_is_refused(empty: Settings, tmp_path: Path) -> None:
    packed(tmp_path / 'a.tar.gz', file('messenger.db'))
    whole = (tmp_path / 'a.tar.gz').read_bytes()
    for garbage in (b'garbage', gzip.compress(b'garbage'), whole):
        (tmp_path / 'a.tar.gz').write_bytes(whole + garbage)
        refused(tmp_path / 'a.tar.gz', empty)


def test_a_bomb_is_stopped_when_it_exceeds_its_declared_size(empty: Settings, tmp_path: Path) -> None:
    bomb = file('messenger.db', b'\0' * 50_000_000)
    refused(packed(tmp_path / 'a.tar.gz', bomb, manifest={'bytes': 1_000}), empty)
