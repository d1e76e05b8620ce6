"""The catalogues: every text has its Russian, with the right plurals and placeholders; no text bypasses them."""

import ast
import io
import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from messenger import i18n

ROOT = Path(__file__).parent.parent.parent
RUSSIAN = i18n.LOCALE_DIR / 'ru' / 'LC_MESSAGES'
TEMPLATES = [*(ROOT / 'pages' / 'templates').rglob('*.html'), *(ROOT / 'messenger' / 'http' / 'templates').glob('*')]
VUE = [path for path in (ROOT / 'pages').rglob('*.js') if re.search(r'`\s*<(?!rect|circle)', path.read_text())]
SAME_EVERYWHERE = {'GIF'}
TO_MACHINES = {'server.py'}  # the terminal
LATIN = re.compile(r'[A-Za-z]{2,}')

Key = tuple[str | None, str | tuple[str, ...]]


def key(message: Message) -> Key:
    return message.context, tuple(message.id) if isinstance(message.id, (list, tuple)) else message.id


def ids(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, (list, tuple)) else (message.id,)


def strings(message: Message) -> tuple[str, ...]:
    text = message.string
    return tuple(text) if isinstance(text, (list, tuple)) else (text or '',)


@cache
def extracted() -> frozenset[Key]:
    """Every text of the sources, as `make texts` finds it."""
    with (i18n.LOCALE_DIR / 'babel.cfg').open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call] # Babel gives it no types
    own = re.findall(r'-k (\S+)', (ROOT / 'Makefile').read_text())
    keywords = DEFAULT_KEYWORDS | parse_keywords(own)
    catalog = Catalog()
    for folder in ('messenger', 'pages'):
        for _file, line, message, comments, context in extract_from_dir(
            ROOT / folder, methods, options, keywords=keywords
        ):
            catalog.add(message, None, [('', line)], auto_comments=comments, context=context)
    return frozenset(key(message) for message in catalog if message.id)


@cache
def russian() -> Catalog:
    with (RUSSIAN / 'messenger.po').open('rb') as file:
        return read_po(file, locale='ru')


ENTRIES = [message for message in russian() if message.id]


def test_every_text_has_its_russian_and_nothing_is_stale() -> None:
    translated = {key(message) for message in ENTRIES}
    assert extracted() - translated == frozenset(), 'run `make texts` and translate these'
    assert translated - extracted() == set(), 'run `make texts`: these are said nowhere any more'
    assert not russian().obsolete


def test_the_template_matches_the_sources() -> None:
    with (i18n.LOCALE_DIR / 'messenger.pot').open('rb') as file:
        assert {key(message) for message in read_po(file) if message.id} == extracted(), 'run `make texts`'


def test_the_compiled_catalogue_matches_the_written_one() -> None:
    compiled = io.BytesIO()
    write_mo(compiled, russian())
    assert compiled.getvalue() == (RUSSIAN / 'messenger.mo').read_bytes(), 'run `make texts`'


def test_every_entry_is_complete(subtests: pytest.Subtests) -> None:
    for message in ENTRIES:
        with subtests.test(ids(message)[0]):
            assert not message.fuzzy
            assert len(strings(message)) == (russian().num_plurals if message.pluralizable else 1)
            for string in strings(message):
                assert re.search('[а-яё]', string.lower()), f'not translated: {string!r}'
                assert placeholders(string) == placeholders(ids(message)[0])
                assert placeholders(string) == placeholders(ids(message)[-1])


def placeholders(text: str) -> list[str]:
    return sorted(re.findall(r'\{\w*\}', text))


def test_every_entry_follows_russian_typography(subtests: pytest.Subtests) -> None:
    for message in ENTRIES:
        with subtests.test(ids(message)[0]):
            for string, source in zip(strings(message), ids(message), strict=False):
                assert not re.search(r'["“”„]', string), 'quotes are «ёлочки»'
                assert not re.search(r'(?<![.!?:] )(?<!^)\b(Вы|Вас|Вам|Вами|Ваш\w*)\b', string), '«вы» is written small'
                assert '  ' not in string
                assert ' - ' not in string.replace('. _ -', ''), 'a dash is —'
                assert string.endswith('…') == source.endswith('…')
                assert string.endswith('.') == source.endswith('.')


def test_one_two_and_five_have_their_own_forms(subtests: pytest.Subtests) -> None:
    for message in [entry for entry in ENTRIES if entry.pluralizable]:
        with subtests.test(ids(message)[0]):
            singular, plural = ids(message)
            token = i18n.language.set('ru')
            try:
                texts = {number: i18n.ngettext(singular, plural, number) for number in (1, 2, 5, 11, 21, 22, 25, 111)}
                forms = i18n.forms(singular, plural)
            finally:
                i18n.language.reset(token)
            assert texts[1] == texts[21] == forms['one']
            assert texts[2] == texts[22] == forms['few']
            assert texts[5] == texts[11] == texts[25] == texts[111] == forms['many']
            assert texts[1] != texts[2], 'one is never said as two is'


def test_russian_counts_people_with_the_right_word() -> None:
    token = i18n.language.set('ru')
    try:
        texts = [i18n.ngettext('{count} member', '{count} members', number) for number in (1, 2, 5, 11, 21)]
    finally:
        i18n.language.reset(token)
    assert [text.format(count='') for text in texts] == [
        ' участник',
        ' участника',
        ' участников',
        ' участников',
        ' участник',
    ]


def test_no_template_text_bypasses_the_catalogue(subtests: pytest.Subtests) -> None:
    """Words between tags, and in the attributes that people hear or see, must come from `_()`."""
    for path in [*TEMPLATES, *VUE]:
        with subtests.test(path.name):
            text = path.read_text()
            if path.suffix == '.js':
                markup = ''.join(re.findall(r'(?:template:|const [A-Z]+ =) `(\s*<.*?)`', text, flags=re.DOTALL))
                text = re.sub(r'\$\{[^{}]*\}', '', markup)
            text = re.sub(r'\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|<(style|script|svg)\b.*?</\1>', '', text, flags=re.DOTALL)
            attributes = re.findall(r'\s(?:aria-label|title|placeholder|alt)="([^"]*)"', text)
            between = re.sub(r'<(?:"[^"]*"|[^>"])*>|&\w+;', '', text)
            assert set(LATIN.findall(' '.join((*attributes, between)))) <= SAME_EVERYWHERE


def test_no_text_on_a_page_bypasses_the_catalogue(subtests: pytest.Subtests) -> None:
    """A capital followed by small letters, passed to a call: that is a text and belongs in `_()`."""
    for path in [module for module in (ROOT / 'pages').rglob('*.py') if module.name not in TO_MACHINES]:
        with subtests.test(path.name):
            calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
            translators = {'_', 'N_', 'ngettext', 'forms', 'pgettext', 'log_once'}
            function_names = {call: getattr(call.func, 'id', getattr(call.func, 'attr', '')) for call in calls}
            logs = {'debug', 'info', 'warning', 'error', 'exception'}
            untranslated = [
                value.value
                for call, name in function_names.items()
                if name not in translators | logs
                for value in (*call.args, *(keyword.value for keyword in call.keywords))
                if isinstance(value, ast.Constant) and isinstance(value.value, str)
            ]
            assert not [module for module in untranslated if re.match(r'[A-Z][a-z]+([ ,.…!?“]|$)', module)]


def test_days_and_numbers_use_the_readers_format() -> None:
    moment = datetime(2026, 11, 3, 18, 5, tzinfo=UTC)
    texts = {}
    for name in i18n.LANGUAGES:
        token = i18n.language.set(name)
        texts[name] = (i18n.moment(moment), i18n.decimal(1234.56, 1), i18n.decimal(7.4))
        i18n.language.reset(token)
    plain = {name: tuple(re.sub(r'\s', ' ', part) for part in parts) for name, parts in texts.items()}
    assert plain == {
        'en': ('Nov 3, 2026, 6:05 PM UTC', '1,234.6', '7'),
        'ru': ('3 нояб. 2026 г., 18:05 UTC', '1 234,6', '7'),
    }
