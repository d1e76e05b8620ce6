"""Restores: a folder exactly as it was, or nothing at all; no archive can write outside its folder."""

import gzip
import sqlite3
import stat
import tarfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from messenger.backup import backups, restores, staging
from messenger.backup.errors import BackupTooNew, FolderInUse, NoRoom
from messenger.database.engine import write
from messenger.models import User
from messenger.settings import Settings
from tests.archives import WEBP, file, link, packed, refused
from tests.factories import make_user


@pytest.fixture
def elsewhere(tmp_path: Path) -> Settings:
    """Settings for a new messenger in an empty folder."""
    folder = tmp_path / 'elsewhere'
    folder.mkdir()
    return Settings(data_dir=folder)


@pytest.fixture
async def backup(settings: Settings, database: object, tmp_path: Path) -> Path:
    """A small backup: one person and a picture."""
    user = await make_user('anna')
    (settings.avatars_dir / str(user.id)).mkdir(parents=True)
    (settings.avatars_dir / str(user.id) / 'p.webp').write_bytes(WEBP)
    await write(lambda: User.update(avatar='p.webp').execute())
    backups.make(settings, tmp_path / 'backup.tar.gz')
    return tmp_path / 'backup.tar.gz'


def test_a_restored_folder_is_like_the_original(backup: Path, settings: Settings, elsewhere: Settings) -> None:
    (elsewhere.data_dir / 'secret').write_text('made on the way here')
    reports: list[tuple[int, int]] = []

    restores.restore(elsewhere, backup, lambda done, total: reports.append((done, total)))

    assert (elsewhere.data_dir / 'secret').read_text() == 'made on the way here'
    assert stat.S_IMODE(elsewhere.database_path.stat().st_mode) == 0o600
    assert (elsewhere.avatars_dir / '1' / 'p.webp').read_bytes() == WEBP
    assert sorted(path.name for path in elsewhere.data_dir.iterdir()) == ['avatars', 'messenger.db', 'secret']
    assert reports[-1][0] == reports[-1][1] > 0


@pytest.mark.parametrize('name', ['messenger.db', 'avatars/1/p.webp', 'anything'])
def test_a_used_folder_is_left_alone(name: str, backup: Path, elsewhere: Settings) -> None:
    (elsewhere.data_dir / name).parent.mkdir(parents=True, exist_ok=True)
    (elsewhere.data_dir / name).write_text('mine')

    with pytest.raises(FolderInUse, match='--data'):
        restores.restore(elsewhere, backup)

    assert [path for path in elsewhere.data_dir.rglob('*') if path.is_file()] == [elsewhere.data_dir / name]


def test_leftovers_of_an_interrupted_restore_do_not_block_the_next(backup: Path, elsewhere: Settings) -> None:
    left_over = elsewhere.data_dir / f'{staging.RESTORE_PREFIX}x'
    left_over.mkdir()
    (left_over / 'messenger.db').write_text('half')

    restores.restore(elsewhere, backup)

    assert not left_over.exists()


NAUGHTY = {
    'traversal': [file('../outside', b'x')],
    'deep traversal': [file('avatars/../../outside', b'x')],
    'absolute': [file('/tmp/outside-of-a-restore', b'x')],
    'symlink': [link('avatars', '/', tarfile.SYMTYPE)],
    'through a symlink': [link('a', '..', tarfile.SYMTYPE), file('a/outside', b'x')],
    'hard link': [link('secret', '/etc/passwd', tarfile.LNKTYPE)],
    'device': [link('avatars', '', tarfile.CHRTYPE)],
    'pipe': [link('avatars', '', tarfile.FIFOTYPE)],
    'hidden': [file('.ssh', b'x')],
    'journal': [file('messenger.db-wal', b'x')],
    'twice': [file('secret', b'x'), file('secret', b'y')],
    'file as folder': [file('secret', b'x'), file('secret/x', b'y')],
    'no name': [file('.', b'')],
    'nothing but a manifest': [],
    'no database': [file('secret', b'x' * 40)],
    'a database that is none': [file('messenger.db', b'x' * 4096)],
}


@pytest.mark.parametrize('kind', NAUGHTY)
def test_an_archive_that_our_backup_did_not_make_is_refused(kind: str, elsewhere: Settings, tmp_path: Path) -> None:
    refused(packed(tmp_path / 'naughty.tar.gz', *NAUGHTY[kind]), elsewhere)
    assert not (tmp_path / 'outside').exists()


@pytest.mark.parametrize('part', [0.02, 0.3, 0.6, 0.9, 0.999])
def test_half_an_archive_is_refused(part: float, backup: Path, elsewhere: Settings) -> None:
    whole = backup.read_bytes()
    backup.write_bytes(whole[: int(len(whole) * part)])

    refused(backup, elsewhere)


@pytest.mark.parametrize('at', [0, 200, -2000, -5])
def test_a_flipped_byte_is_noticed(at: int, backup: Path, elsewhere: Settings) -> None:
    damaged = bytearray(backup.read_bytes())
    damaged[at] ^= 0xFF
    backup.write_bytes(damaged)

    refused(backup, elsewhere)


@pytest.mark.parametrize(
    'content', [b'', b'not an archive', gzip.compress(b'', mtime=0), gzip.compress(b'\0' * 100_000)]
)
def test_a_file_that_is_not_an_archive_is_refused(content: bytes, elsewhere: Settings, tmp_path: Path) -> None:
    (tmp_path / 'other').write_bytes(content)
    refused(tmp_path / 'other', elsewhere)


@pytest.mark.parametrize('manifest', [{'format': 'x'}, {'bytes': 'x'}, {'bytes': 0}, {'files': 7}, {'format': None}])
def test_a_manifest_that_does_not_match_is_refused(
    manifest: dict[str, Any], elsewhere: Settings, tmp_path: Path
) -> None:
    refused(packed(tmp_path / 'odd.tar.gz', file('secret', b'x' * 40), manifest=manifest), elsewhere)


def test_an_archive_larger_than_the_free_disk_space_is_refused(elsewhere: Settings, tmp_path: Path) -> None:
    refused(packed(tmp_path / 'vast.tar.gz', manifest={'bytes': 10**18}), elsewhere, NoRoom)


def test_a_header_cannot_request_all_the_memory(elsewhere: Settings, tmp_path: Path) -> None:
    header = tarfile.TarInfo('././@PaxHeader')
    header.type, header.size = tarfile.XHDTYPE, 8_000_000_000
    (tmp_path / 'bomb').write_bytes(gzip.compress(header.tobuf(tarfile.USTAR_FORMAT)))

    refused(tmp_path / 'bomb', elsewhere)


def test_a_backup_of_a_newer_program_is_refused(backup: Path, elsewhere: Settings, tmp_path: Path) -> None:
    refused(packed(tmp_path / 'new.tar.gz', manifest={'format': 2}), elsewhere, BackupTooNew)
    with tarfile.open(backup) as archive:
        archive.extract('messenger.db', tmp_path, filter='data')
    with closing(sqlite3.connect(tmp_path / 'messenger.db')) as database, database:
        database.execute("INSERT INTO schema_migration (name, applied) VALUES ('9999_later', '2099-01-01')")

    later = packed(tmp_path / 'later.tar.gz', file('messenger.db', (tmp_path / 'messenger.db').read_bytes()))

    refused(later, elsewhere, BackupTooNew)
