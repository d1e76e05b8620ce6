"""Text becomes HTML: links and line breaks, everything else escaped, in bounded time."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from messenger import markup

TAG = re.compile(r'<(/?)(\w+)([^>]*)>')
ANY_TEXT = st.one_of(st.text(), st.text(alphabet='ab .:/@<>&"\'\\*_`#-\xa0\u2028[]()!\n\thttps'))


@pytest.mark.parametrize(
    ('text', 'html'),
    [
        ('plain', '<p>plain</p>'),
        ('a\nb', '<p>a<br />\nb</p>'),
        ('a\n\nb', '<p>a</p>\n<p>b</p>'),
        ('<script>alert(1)</script>', '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>'),
        ('"&"', '<p>&quot;&amp;&quot;</p>'),
        ('**not yet**', '<p>**not yet**</p>'),
    ],
)
def test_text(text: str, html: str) -> None:
    assert markup.render(text).replace('<br>', '<br />') == html


@pytest.mark.parametrize(
    'address', ['https://example.org/a?b=1&c=2', 'http://пример.рф/путь', 'https://example.org/(a)']
)
def test_addresses_become_links_that_open_elsewhere_and_name_no_referrer(address: str) -> None:
    html = markup.render(f'see {address} now')
    found = re.search(r'<a ([^>]*)>', html)
    assert found is not None
    assert 'target="_blank"' in found[1]
    assert 'rel="noopener noreferrer nofollow"' in found[1]
    assert re.search(r'href="https?://', found[1])


@pytest.mark.parametrize(
    'text',
    ['javascript:alert(1)', 'JaVaScRiPt:alert(1)//example.org', 'data:text/html,x', 'vbscript:x', 'file:///etc/passwd'],
)
def test_nothing_that_runs_becomes_a_link(text: str) -> None:
    assert not re.search(r'href="(?!https?:|mailto:)', markup.render(text))


@settings(max_examples=1_000)
@given(ANY_TEXT)
def test_only_what_is_allowed_comes_out(text: str) -> None:
    for closing, name, attributes in TAG.findall(markup.render(text)):
        assert name in ('p', 'br', 'a')
        assert closing or name != 'p' or not attributes


@settings(max_examples=1_000)
@given(ANY_TEXT)
def test_the_short_way_gives_what_the_parser_gives(text: str) -> None:
    assert markup.render(text) == markup._rendered(text)


@pytest.mark.parametrize(
    'piece', ['a.b@', 'http://', '(((', '[[', '\\', 'www.', '://a.', 'x@y.', '<a href=', '`' * 3, '> ']
)
def test_hostile_text_costs_little(piece: str) -> None:
    begun = time.process_time()
    markup.render((piece * 8_000)[:8_000])
    assert time.process_time() - begun < 2
