"""The place in a text file that an excerpt shows."""

import pytest

from messenger.files import attachments
from messenger.search.file_excerpts import Place, file_excerpt
from messenger.search.query import parse
from messenger.settings import Settings

pytestmark = pytest.mark.usefixtures('database')

LOG = '\n'.join(f'12:00 worker {number} checked the harbour lights: all of them are on.' for number in range(300))


def shown(settings: Settings, text: str, query: str) -> str:
    """The excerpt of a file for a query, with brackets around the marked words."""
    path = attachments.path_of('ab12')
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    assert path.is_relative_to(settings.data_dir)
    return ''.join(
        f'[{piece}]' if marked else piece for piece, marked in file_excerpt(parse(query).marks, 'ab12').excerpt
    )


def test_the_line_with_the_rarest_word_is_shown(settings: Settings) -> None:
    page = shown(settings, LOG, 'worker 117')
    assert page.startswith('…12:00 [worker] [117] checked the harbour lights')
    assert page.endswith('are on.…')
    assert file_excerpt(parse('worker 117').marks, 'ab12').line == 118


def test_word_forms_are_found_whatever_their_case(settings: Settings) -> None:
    text = f'{LOG}\nПотушен ЗЕЛЁНЫЙ огонь; stories of the sea\n'
    assert shown(settings, text, 'зеленого') == '…Потушен [ЗЕЛЁНЫЙ] огонь; stories of the sea'
    assert '[stories]' in shown(settings, text, 'story')


def test_a_word_in_an_endless_line_is_shown_with_what_is_around_it(settings: Settings) -> None:
    page = shown(settings, 'ordinary words ' * 3_000 + 'zebra ' + 'ordinary words ' * 3_000, 'zebra')
    assert '[zebra]' in page
    assert page.startswith('…')
    assert page.endswith('…')
    assert len(page) < 300


def test_a_file_without_the_words_or_without_bytes_has_no_excerpt(settings: Settings) -> None:
    assert shown(settings, LOG, 'zebra') == ''
    attachments.path_of('ab12').unlink()
    assert file_excerpt(parse('worker').marks, 'ab12') == Place()
