"""Which bytes are text, and in which encoding."""

import random

import pytest

from messenger.files.text_encodings import encoding_of
from tests.bad_pictures import BOMBS, STRANGERS

RUSSIAN = {
    'a sentence': 'Привет, Анна! Завтра встреча в гавани в 12:00.\n',
    'capitals': 'ОШИБКА: СОЕДИНЕНИЕ ПОТЕРЯНО\n',
    'one word in a log': '2026-11-28 00:00:01 error: файл не найден\n',
    'a table': 'Имя;Фамилия;Город\nАнна;Иванова;Пермь\nБорис;Щукин;Йошкар-Ола\n',
    'two letters': 'да',
    'every letter': 'Съешь же ещё этих мягких французских булок, да выпей чаю',
}
WESTERN = ('café au lait', 'Größe: 5 m, Straße', 'naïve – “quoted”', 'Año nuevo, ¿qué tal?')


@pytest.mark.parametrize('name', RUSSIAN)
@pytest.mark.parametrize('encoding', ['utf-8', 'utf-8-sig', 'utf-16', 'utf-32', 'windows-1251', 'koi8-r', 'cp866'])
def test_russian_text_is_recognised_in_every_encoding(encoding: str, name: str) -> None:
    assert encoding_of(RUSSIAN[name].encode(encoding), is_whole=True) == encoding


@pytest.mark.parametrize('text', WESTERN)
def test_western_text_is_not_taken_for_russian(text: str) -> None:
    assert encoding_of(text.encode('windows-1252'), is_whole=True) == 'windows-1252'


def test_a_sample_may_end_within_a_character() -> None:
    cut = 'Привет'.encode()[:-1]
    assert encoding_of(cut, is_whole=False) == 'utf-8'
    assert encoding_of('Привет'.encode('utf-16')[:-1], is_whole=False) == 'utf-16'


def test_colours_of_a_terminal_are_text_and_other_control_characters_are_not() -> None:
    assert encoding_of(b'\x1b[31merror\x1b[0m\a\n', is_whole=True) == 'utf-8'
    for code in (0, 1, 2, 14, 127):
        assert encoding_of(b'error' + bytes([code]), is_whole=True) is None
    assert encoding_of('a\0b'.encode('utf-16'), is_whole=True) is None


def test_documents_that_begin_like_text_are_not_text() -> None:
    assert encoding_of(b'%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj', is_whole=True) is None
    assert encoding_of(b'{\\rtf1\\ansi Hello}', is_whole=True) is None


def test_binary_files_are_not_text(subtests: pytest.Subtests) -> None:
    written = {
        'nothing',
        'text',
        'postscript',
        'svg',
        'svg with a prologue',
        'xml that unfolds',
        'html',
        'html called gif',
    }
    for name, recipe in (STRANGERS | BOMBS).items():
        with subtests.test(name):
            assert (encoding_of(recipe()[:65_536], is_whole=False) == 'utf-8') == (name in written)


def test_noise_is_not_text() -> None:
    noise = random.Random(16)
    encodings = [encoding_of(noise.randbytes(200), is_whole=True) for _ in range(1_000)]
    assert encodings == [None] * 1_000
