"""The texts of the browser code: every key that it uses exists, and every key is used."""

import json
import re
from pathlib import Path

import pytest

from messenger import i18n
from pages import client_module, texts
from pages.client_module import FOLDER

CALL = re.compile(r'(?<![\w.])(n?)text\(')
# a key, or the beginning of several: text("key"), text('begin_' + rest), text(`begin_${rest}`)
KEY = re.compile(r'(["\'])(\w+)\1( \+)?|`(\w+)\$\{')
SOURCES = [path for path in FOLDER.rglob('*.js') if path.name != 'i18n.js']


def uses(path: Path) -> list[tuple[bool, str, bool]]:
    """Each use of a text: whether it counts, the key, and whether that is only the beginning of a key."""
    source, results = path.read_text(), []
    for call in CALL.finditer(source):
        key = KEY.match(source, call.end())
        assert key, f'{path.name}: a text without a key: {source[call.start() : call.end() + 40]}'
        results.append((bool(call[1]), key[2] or key[4], bool(key[3] or key[4])))
    return results


def keys_of(use: tuple[bool, str, bool]) -> set[str]:
    """The keys that a use can mean; only of texts that count, or only of those that do not."""
    counts, key, is_beginning = use
    keys = {name for name, text in texts.texts().items() if isinstance(text, dict) is counts}
    return {name for name in keys if name.startswith(key)} if is_beginning else keys & {key}


@pytest.mark.parametrize('path', SOURCES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_every_key_in_the_browser_code_is_a_text(path: Path) -> None:
    assert [use for use in uses(path) if not keys_of(use)] == []


def test_every_text_is_used_in_the_browser_code() -> None:
    used = {key for path in SOURCES for use in uses(path) for key in keys_of(use)}
    assert texts.texts().keys() - used == set()


def test_two_areas_do_not_use_the_same_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, 'AREAS', (texts.files, texts.files))
    with pytest.raises(ValueError, match='attach'):
        texts.texts()


@pytest.mark.parametrize('language', i18n.LANGUAGES)
def test_each_language_has_its_own_texts(language: str) -> None:
    with i18n.speaking(language):
        module = client_module.module_text({'icon': '/static/icon.svg'})
    exported = dict(re.findall(r'^export const (\w+) = (.*);$', module, re.MULTILINE))
    assert json.loads(exported['TEXTS'])['send'] == {'en': 'Send', 'ru': 'Отправить'}[language]
    assert json.loads(exported['SERVER_DATA'])['icon'] == '/static/icon.svg'
