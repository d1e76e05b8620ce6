"""The browser code of all pages as one module for each language; it contains the texts, so it needs no second request.

Its address changes with its content, so browsers may cache it for a year.
"""

import json
import re
from pathlib import Path
from typing import Any

from messenger import i18n
from messenger.files.picture_headers import LIMITS_MEGAPIXELS
from messenger.files.thumbnails import PICTURE_LIMIT_BYTES
from messenger.http import joined_modules, static
from messenger.models.message_kinds import COUNTED
from pages.texts import texts

FOLDER = Path(__file__).parent / 'client'
ENTRY, GIVEN = 'main.js', 'given.js'
_TEMPLATE = re.compile(r'^  template: `[^`]*`,\n', re.MULTILINE)


def load() -> None:
    """Join the modules for each language; after the other static files, whose addresses they contain."""
    for language in i18n.LANGUAGES:
        with i18n.speaking(language):
            static.add(_name(), join(module_text(_addresses())).encode())


def url() -> str:
    """The address of the module in the language of the current task."""
    return static.url(_name())


def join(given: str) -> str:
    """All modules as one, with `given` as the text of the module GIVEN, and without templates: see built.js."""
    return _TEMPLATE.sub('', joined_modules.join(FOLDER, ENTRY, {GIVEN: given}))


def module_text(addresses: dict[str, str]) -> str:
    """The module that exports what the browser code needs from Python, with these addresses of static files."""
    data = {
        **addresses,
        'countedKinds': COUNTED,
        'previewBytes': PICTURE_LIMIT_BYTES,
        'megapixels': {f'image/{name.lower()}': limit for name, limit in LIMITS_MEGAPIXELS.items()},
    }
    return f'export const TEXTS = {_to_js(texts())};\nexport const SERVER_DATA = {_to_js(data)};\n'


def _name() -> str:
    return f'messenger-{i18n.language.get()}.js'


def _addresses() -> dict[str, str]:
    return {
        'icon': static.content('icon.svg').decode(),
        'chime': static.url('chime.wav'),
        'emojiPicker': static.url('emoji-picker.js'),
        'emojiTexts': static.url('emoji-picker-ru.js'),
        'emojiData': static.url(f'emoji-{i18n.language.get()}.json'),
    }


def _to_js(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(',', ':'))
