"""Addresses in typed text: where they end, where they lead, and what is not one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messenger.markup import addresses, render

CLOSERS = '…。、，；：！？」』】》〉»›”’؟،؛।։.,;:!?'
PUNYCODE = 'xn--e1afmkfd.xn--p1ai'
FOUND = {
    '«https://example.org/a»': 'https://example.org/a',
    '„https://example.org/a“': 'https://example.org/a',
    '(https://example.org/a)': 'https://example.org/a',
    'https://example.org/a).': 'https://example.org/a',
    'https://example.org/a?!': 'https://example.org/a',
    'https://example.org/a、next': 'https://example.org/a',
    '**https://example.org/a**': 'https://example.org/a',
    '_https://example.org/a_': 'https://example.org/a',
    'url=https://example.org/a;': 'https://example.org/a',
    'https://example.org/wiki/X_(y)': 'https://example.org/wiki/X_(y)',
    '(see https://example.org/wiki/X_(y))': 'https://example.org/wiki/X_(y)',
    'https://example.org/#/a': 'https://example.org/#/a',
    'https://example.org/a_b_c?d=__e__': 'https://example.org/a_b_c?d=__e__',
    'http://localhost:8080/x': 'http://localhost:8080/x',
    'http://[::1]:80/a': 'http://[::1]:80/a',
    'HTTPS://Example.ORG/A': 'https://example.org/A',
    'https://ya.ru—это сайт': 'https://ya.ru',
    'http://a.ru–b': 'http://a.ru',
    'https://example.org, then': 'https://example.org',
    'mailto:a@b.ru': 'mailto:a@b.ru',
    'Пример.рф': f'http://{PUNYCODE}',
    'https://Пример.рф/путь': f'https://{PUNYCODE}/%D0%BF%D1%83%D1%82%D1%8C',
    'github.com/org/__tests__/x': 'http://github.com/org/__tests__/x',
    'www.example.museum': 'http://www.example.museum',
    'example.com:8080/x': 'http://example.com:8080/x',
    'EXAMPLE.COM': 'http://example.com',
    't.me/news': 'http://t.me/news',
    'foo@example.org.': 'mailto:foo@example.org',
    'анна: anna@пример.рф': 'mailto:anna@xn--e1afmkfd.xn--p1ai',
}
NOT_FOUND = [
    *(
        'main.py:42',
        'README.md#install',
        'main.rs',
        'requirements.in',
        'user.name',
        'logger.info',
        'Done.It',
        'Готово.No',
    ),
    *('node.js', 'index.html', 'setup.cfg', 'Конец.Начало', 'e.g. this', '1.2.3', 'v1.2', 'a.b.c', 'foo.bar()', 'x.is'),
    *(
        'https://',
        'http://.',
        'https://example.org:99999/',
        'http://a..b',
        'www.',
        'src/example.com/x',
        'C:\\example.com',
    ),
    *('self.to', 'bit.ly', 'obj.id', 'Yes.But no', 'user@localhost', '@example.com', 'ssh://example.org'),
]


def test_an_address_ends_where_the_sentence_goes_on(subtests: pytest.Subtests) -> None:
    for text, target in FOUND.items():
        with subtests.test(text):
            assert [address.target for address in addresses.find(text)] == [target]


def test_closing_punctuation_of_any_script_is_outside(subtests: pytest.Subtests) -> None:
    for closer in CLOSERS:
        for address in ('https://example.org/a', 'example.org', 'https://Пример.рф/путь'):
            with subtests.test(f'{address}{closer}'):
                (match,) = addresses.find(f'{address}{closer} x')
                assert match.end == len(address)


def test_names_in_programs_and_sentences_are_no_addresses(subtests: pytest.Subtests) -> None:
    for text in NOT_FOUND:
        with subtests.test(text):
            assert list(addresses.find(text)) == []
            assert '<a' not in render(text)


def test_marks_inside_an_address_are_part_of_it() -> None:
    assert render('**see** github.com/org/__tests__/x*y*z').count('<') == render('**see** example.org').count('<')


@given(st.text(alphabet='ab1./:@#?_*()[]{}<>«»…。、\\-%&=~ \nпхHTтйtpsw', max_size=80))
def test_every_link_has_a_target(text: str) -> None:
    for attributes in re.findall(r'<a ([^>]*)>', render(f'{text} https://{text} www.{text} [a](https://{text})')):
        assert re.search(r'href="(https?://|mailto:)[^"]', attributes)


def test_a_target_that_browsers_do_not_accept_is_no_link() -> None:
    for text in ('http://256.1.1.1/', 'https://xn--a/', 'https://[::g]/', 'https://-/'):
        assert 'href' in render(text) or '<a' not in render(text)
