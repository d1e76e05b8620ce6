"""Text files: their lines, and bounded reads of them."""

import threading
import time
from pathlib import Path

import pytest

from messenger.files import text_files
from messenger.files.text_files import Excerpt, head, lines_of, read
from tests.patience import times_longer


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / 'stored'


@pytest.mark.parametrize(
    ('content', 'lines'),
    [
        (b'one', 1),
        (b'one\n', 1),
        (b'one\r\ntwo', 2),
        (b'\n\n', 2),
        ('раз\nдва\n'.encode('utf-16'), 2),
        ('раз\nдва\nтри'.encode('windows-1251'), 3),
        (b'x\n' * 1_500_000, 1_500_000),
        (b'', None),
        (b'one\0', None),
        (b'x' * 3_000_000 + b'\0', None),
    ],
)
def test_lines_are_counted_and_files_that_are_not_text_have_none(path: Path, content: bytes, lines: int) -> None:
    path.write_bytes(content)
    assert lines_of(path) == lines


def test_the_head_has_twelve_lines(path: Path) -> None:
    path.write_text('\n'.join(map(str, range(300))))
    assert head(path) == Excerpt('\n'.join(map(str, range(12))), is_whole=False)
    path.write_text('first\nsecond\n')
    assert head(path) == Excerpt('first\nsecond', is_whole=True)


def test_the_head_of_a_file_with_one_endless_line_is_short(path: Path) -> None:
    path.write_text('x' * 2_000_000)
    assert head(path) == Excerpt('x' * text_files.HEAD_LIMIT_CHARS, is_whole=False)


def test_what_is_read_has_a_limit_and_its_last_character_may_be_cut(path: Path) -> None:
    path.write_text('ж' * 700_000)
    shown = read(path)
    assert (len(shown.text), shown.is_whole) == (text_files.SHOWN_BYTES // 2, False)
    assert read(path, 3).text in ('ж', 'ж\ufffd')


@pytest.mark.parametrize('encoding', ['utf-8', 'utf-8-sig', 'utf-16', 'utf-32', 'windows-1251', 'koi8-r', 'cp866'])
def test_text_is_read_in_its_own_encoding_with_one_kind_of_line_end(path: Path, encoding: str) -> None:
    path.write_bytes('Привет, гавань!\r\nДо встречи.'.encode(encoding))
    assert read(path) == Excerpt('Привет, гавань!\nДо встречи.', is_whole=True)


@pytest.mark.parametrize('encoding', ['utf-8', 'windows-1251', 'utf-16', 'utf-32', 'koi8-r'])
def test_a_long_text_is_read_whole_although_in_pieces(tmp_path: Path, encoding: str) -> None:
    text = 'Всё в порядке, ёжик дошёл до маяка.\n' * 9_000
    path = tmp_path / 'long.txt'
    path.write_bytes(text.encode(encoding))
    limit = len(text.encode(encoding))
    assert read(path, limit) == Excerpt(text, is_whole=True)
    assert lines_of(path) == 9_000
    assert not read(path, limit - 1).is_whole


def test_a_damaged_text_never_holds_the_interpreter_for_long(tmp_path: Path) -> None:
    path = tmp_path / 'damaged.txt'
    path.write_bytes(b'caf\xe9s ' * 11_000 + b'\x81' * (2**20 - 66_000))
    longest, woken_at, stop = 0.0, time.perf_counter(), threading.Event()

    def watch() -> None:
        nonlocal longest, woken_at
        while not stop.wait(0.001):
            now = time.perf_counter()
            longest, woken_at = max(longest, now - woken_at), now

    watcher = threading.Thread(target=watch)
    watcher.start()
    read(path)
    stop.set()
    watcher.join()
    assert longest < 0.1 * times_longer()
