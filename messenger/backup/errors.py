"""Errors of backing up and restoring a workspace."""

from messenger.errors import Refused
from messenger.i18n import N_


class NothingToBackUp(Refused):
    """Fact: `path`, where a database was expected."""

    code = 'nothing_to_back_up'
    sentence = N_('There is nothing to back up: {path} does not exist.')


class BackupMisplaced(Refused):
    """Fact: `path`, the data folder."""

    code = 'backup_misplaced'
    sentence = N_('The backup must be outside the data folder {path}.')


class DatabaseDamaged(Refused):
    """Fact: `path`, the database."""

    code = 'database_damaged'
    sentence = N_('The database {path} is damaged. Restore the last good backup into a new data folder.')


class NotABackup(Refused):
    """Fact: `path`, the file."""

    code = 'not_a_backup'
    sentence = N_('{path} is not a backup of this messenger, or it is damaged or incomplete.')


class BackupTooNew(Refused):
    """Facts: `path`, the file, and `version`, that of the program that wrote it."""

    code = 'backup_too_new'
    sentence = N_('{path} was created by a newer version ({version}). Update this program first.')


class FolderInUse(Refused):
    """Fact: `path`, the data folder."""

    code = 'folder_in_use'
    sentence = N_('The data folder {path} is not empty. Choose a new one with --data.')


class NoRoom(Refused):
    """Fact: `path`, a folder."""

    code = 'no_room'
    sentence = N_('There is not enough free space in {path}.')
