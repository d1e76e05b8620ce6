"""What counts as the id of a row: a whole number from 1 to ID_MAX, the largest that SQLite stores."""

ID_MAX = 2**63 - 1
NO_ID = 0  # no row has it
DIGITS_MAX = len(str(ID_MAX))


def from_json(value: object) -> int:
    """The id that a window sent as a JSON number; NO_ID if it is anything else."""
    return value if type(value) is int and 1 <= value <= ID_MAX else NO_ID


def from_text(text: str) -> int:
    """The id that an address or a form field holds in decimal digits; NO_ID if it holds anything else."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= DIGITS_MAX
    return from_json(int(text)) if is_number else NO_ID
