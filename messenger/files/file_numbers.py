"""The numbers of files: the database counts each upload and each picture of a person before its file exists.

A file's name holds its number. So the file itself tells that its database had counted that far: one that no row names
and whose number is above all that the open database knows was made with a newer database. No clock has a say in it.
"""

import hashlib
import secrets

from messenger.database.engine import database

NUMBER_DIGITS, RANDOM_DIGITS, CHECK_DIGITS = 10, 14, 8
NAME_DIGITS = NUMBER_DIGITS + RANDOM_DIGITS + CHECK_DIGITS
TABLE = 'attachment'  # pictures of people take their numbers from the same row


def name_for(number: int) -> str:
    """A new name, 32 hexadecimal digits that nobody can guess, for the file `number`."""
    if number >= 16**NUMBER_DIGITS:
        return secrets.token_hex(NAME_DIGITS // 2)
    start = secrets.token_hex(RANDOM_DIGITS // 2) + f'{number:0{NUMBER_DIGITS}x}'
    return start + _check(start)


def number_in(name: str) -> int:
    """The number in the name of a file or of what was made from it; 0 in names from before there were numbers."""
    digits = name.lstrip('.')[:NAME_DIGITS]
    start, check = digits[:-CHECK_DIGITS], digits[-CHECK_DIGITS:]
    if len(digits) < NAME_DIGITS or check != _check(start):
        return 0
    try:
        return int(start[RANDOM_DIGITS:], 16)
    except ValueError:
        return 0


def highest() -> int:
    """From a read or write: the highest number that was given out, whatever was deleted since."""
    counted = database.execute_sql('SELECT seq FROM sqlite_sequence WHERE name = ?', (TABLE,)).fetchone()
    return int(counted[0]) if counted else 0


def raise_to(number: int) -> None:
    """From inside a write: let the next file have a number above `number`."""
    if highest() < number:
        database.execute_sql('DELETE FROM sqlite_sequence WHERE name = ?', (TABLE,))
        database.execute_sql('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)', (TABLE, number))


def take() -> int:
    """From inside a write: a number for a file that has no row in the table of attachments."""
    number = highest() + 1
    raise_to(number)
    return number


def _check(start: str) -> str:
    return hashlib.sha256(start.encode()).hexdigest()[:CHECK_DIGITS]
