"""The keyboards of people who write in Russian and in English: text that was typed with the wrong one."""

_LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_RUSSIAN_KEYS = 'йцукенгшщзхъфывапролджэячсмитьбюё'
_WITH_SHIFT = dict(zip('{}:"<>~', 'хъжэбюё', strict=True))  # keys that type a sign in English, and a letter in Russian
_OTHER_LAYOUT = str.maketrans(_LATIN_KEYS + _RUSSIAN_KEYS, _RUSSIAN_KEYS + _LATIN_KEYS) | str.maketrans(_WITH_SHIFT)


def in_other_layout(text: str) -> str:
    """What the same keys type in the other of the layouts English and Russian, in small letters."""
    return text.lower().translate(_OTHER_LAYOUT)
