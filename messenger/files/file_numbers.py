"""File numbers: the database numbers each upload and each avatar before its file exists.

A file's name contains its number, which shows how far its database had counted. A file that no row names and whose
number is higher than any the open database knows was created with a newer database. No clock is involved.
"""

import hashlib
import secrets

from messenger.database.engine import database, in_write

NUMBER_DIGITS, RANDOM_DIGITS, CHECK_DIGITS = 10, 14, 8
NAME_DIGITS = NUMBER_DIGITS + RANDOM_DIGITS + CHECK_DIGITS
TABLE = 'attachment'  # avatars take their numbers from the same row


def name_for(number: int) -> str:
    """A new name for the file `number`: 32 hexadecimal digits that nobody can guess."""
    if number >= 16**NUMBER_DIGITS:
        return secrets.token_hex(NAME_DIGITS // 2)
    start = secrets.token_hex(RANDOM_DIGITS // 2) + f'{number:0{NUMBER_DIGITS}x}'
    return start + _check(start)


def number_in(name: str) -> int:
    """The number in the name of a file or of a copy made from it; 0 for names older than file numbers."""
    digits = name.lstrip('.')[:NAME_DIGITS]
    start, check = digits[:-CHECK_DIGITS], digits[-CHECK_DIGITS:]
    if len(digits) < NAME_DIGITS or check != _check(start):
        return 0
    try:
        return int(start[RANDOM_DIGITS:], 16)
    except ValueError:
        return 0


def find_highest() -> int:
    """From a read or write: the highest number ever assigned, even if its row has been deleted since."""
    counted = database.execute_sql('SELECT seq FROM sqlite_sequence WHERE name = ?', (TABLE,)).fetchone()
    return int(counted[0]) if counted else 0


@in_write
def raise_to(number: int) -> None:
    """Make sure that the next file gets a number above `number`."""
    if find_highest() < number:
        database.execute_sql('DELETE FROM sqlite_sequence WHERE name = ?', (TABLE,))
        database.execute_sql('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)', (TABLE, number))


@in_write
def take() -> int:
    """Assign a number to a file without a row in the attachment table."""
    number = find_highest() + 1
    raise_to(number)
    return number


def _check(start: str) -> str:
    return hashlib.sha256(start.encode()).hexdigest()[:CHECK_DIGITS]
