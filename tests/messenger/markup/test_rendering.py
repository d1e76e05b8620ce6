"""Text becomes HTML: Markdown as people write it, nothing typed disappears, nothing is loaded from elsewhere."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from messenger.markup import INLINE_LIMIT_CHARS, is_quick, render, render_anew, rendering

CODE = '```python\ndef f(x):\n    return x\n```'
TARGETS = ('/logout', '//evil.org', 'javascript:alert(1)', 'data:text/html,x', 'tel:1', '#a', 'a.b')


def words(text: str) -> str:
    """The HTML without the attributes that every link has."""
    return re.sub(r' target="_blank" rel="noopener noreferrer nofollow"', '', render(text)).replace('\n', '')


def test_markdown_is_rendered_as_html(subtests: pytest.Subtests) -> None:
    for text, html in [
        ('plain', '<p>plain</p>'),
        ('a\nb', '<p>a<br>b</p>'),
        ('a\n\nb', '<p>a</p><p>b</p>'),
        ('"&" <script>alert(1)</script>', '<p>"&amp;" &lt;script&gt;alert(1)&lt;/script&gt;</p>'),
        ('&amp; &copy;', '<p>&amp;amp; &amp;copy;</p>'),
        (
            '**b** __b b__ *i* _i_ ~~s~~',
            '<p><strong>b</strong> <strong>b b</strong> <em>i</em> <em>i</em> <s>s</s></p>',
        ),
        ('`a <b> *c*`', '<p><code>a &lt;b&gt; *c*</code></p>'),
        ('- a\n- b\n\n1. c\n2. d', '<ul><li>a</li><li>b</li></ul><ol><li>c</li><li>d</li></ol>'),
        ('5. five', '<ol start="5"><li>five</li></ol>'),
        ('- [ ] open\n- [x] done', '<ul><li class="task">☐ open</li><li class="task">☑ done</li></ul>'),
        ('> a\n> > b', '<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote>'),
        ('# One\n## Two', '<h3>One</h3><h4>Two</h4>'),
        ('a\n\n---\n\nb', '<p>a</p><hr><p>b</p>'),
    ]:
        with subtests.test(repr(text)):
            assert words(text) == html


def test_markdown_that_is_surprising_in_a_chat_is_shown_as_typed(subtests: pytest.Subtests) -> None:
    for text, html in [
        ('> quoted\nmy answer', '<blockquote><p>quoted</p></blockquote><p>my answer</p>'),
        ('- item\nafter it', '<ul><li>item</li></ul><p>after it</p>'),
        ('a title\n---', '<p>a title</p><hr>'),
        ('    four spaces', '<p>&nbsp;&nbsp;&nbsp;&nbsp;four spaces</p>'),
        ('[a]: http', '<p>[a]: http</p>'),
        ('+ 1', '<p>+ 1</p>'),
        ('>_<', '<p>&gt;_&lt;</p>'),
        ('¯\\_(ツ)_/¯', '<p>¯\\_(ツ)_/¯</p>'),
        ('\\\\server\\share \\*a\\*', '<p>\\\\server\\share *a*</p>'),
        ('snake_case_name', '<p>snake_case_name</p>'),
        ('#channel', '<p>#channel</p>'),
        *((mark, f'<p>{mark}</p>') for mark in ('#', '-', '1.', '***', '```', '~~~', '[]()', '**')),
        ('>', '<p>&gt;</p>'),
        ('see main.py, README.md and run.sh', '<p>see main.py, README.md and run.sh</p>'),
        ('2*3*4 = 24', '<p>2*3*4 = 24</p>'),
    ]:
        with subtests.test(repr(text)):
            assert words(text) == html


def test_addresses_become_links_that_open_elsewhere_and_send_no_referrer(subtests: pytest.Subtests) -> None:
    for address in [
        'https://example.org/a?b=1&c=2',
        'http://пример.рф/путь',
        'https://example.org/(a)',
        'http://a.org/_b_/c',
    ]:
        with subtests.test(repr(address)):
            html = render(f'see {address} now')
            link = re.search(r'<a ([^>]*)>([^<]*)</a> now', html)
            assert link is not None
            assert 'target="_blank"' in link[1]
            assert 'rel="noopener noreferrer nofollow"' in link[1]
            assert re.search(r'href="https?://', link[1])
            assert link[2].replace('&amp;', '&') == address


def test_a_link_shows_where_it_leads_and_a_picture_is_a_link(subtests: pytest.Subtests) -> None:
    for text, html in [
        ('[here](https://a.org/b)', '<a href="https://a.org/b" title="https://a.org/b">here</a>'),
        ('[a.org](https://www.a.org/b)', '<a href="https://www.a.org/b" title="https://www.a.org/b">a.org</a>'),
        (
            '[main.py](https://a.org/main.py)',
            '<a href="https://a.org/main.py" title="https://a.org/main.py">main.py</a>',
        ),
        ('www.main.py', '<a href="http://www.main.py">www.main.py</a>'),
        ('[](https://a.org)', '<a href="https://a.org">https://a.org</a>'),
        ('[\u200b \u00ad](https://a.org)', '<a href="https://a.org">https://a.org</a>'),
        ('[https://bank.org](https://evil.org)', '<a href="https://evil.org">https://evil.org</a>'),
        (
            '[**bank.org**/in](https://bank.org@evil.org)',
            '<a href="https://bank.org@evil.org">https://bank.org@evil.org</a>',
        ),
        ('![cat](https://a.org/cat.png)', '<a href="https://a.org/cat.png" title="https://a.org/cat.png">cat</a>'),
        ('![](https://a.org/pixel.gif)', '<a href="https://a.org/pixel.gif">https://a.org/pixel.gif</a>'),
    ]:
        with subtests.test(repr(text)):
            assert words(text) == f'<p>{html}</p>'


def test_only_complete_addresses_become_links(subtests: pytest.Subtests) -> None:
    for target in TARGETS:
        with subtests.test(repr(target)):
            assert '<a' not in render(f'[x]({target}) ![y]({target})').replace('href="http://a.b"', '')


def test_a_table_has_a_scrolling_box_that_the_keyboard_can_reach() -> None:
    html = words('| a | b |\n|---|--:|\n| 1 | 2 |')
    assert html.startswith('<div class="cells" tabindex="0"><table><thead><tr><th>a</th><th class="right">b</th>')
    assert html.endswith('<td>1</td><td class="right">2</td></tr></tbody></table></div>')


def test_code_keeps_every_character() -> None:
    html = words('```\n <b>\n\t**x**  \n```')
    assert html == '<div class="code"><pre tabindex="0"><code> &lt;b&gt;\t**x**  </code></pre></div>'


def test_a_few_emoji_alone_are_large(subtests: pytest.Subtests) -> None:
    for text in ['👍', '❤️', '👍🏽 🎉', '👨‍👩‍👧‍👦', '🇷🇺🇬🇧', '3️⃣', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '☺️☺️☺️']:
        with subtests.test(repr(text)):
            assert render(text) == f'<p class="jumbo">{text}</p>'


def test_other_texts_are_not_large(subtests: pytest.Subtests) -> None:
    for text in ['👍👍👍👍', '👍 ok', 'привет', '→', '™', '1', '語', '👍\n👍', '\u200d', '\ufe0f']:
        with subtests.test(repr(text)):
            assert 'jumbo' not in render(text)


def test_short_texts_are_quick_and_code_is_not() -> None:
    assert is_quick('x' * INLINE_LIMIT_CHARS)
    assert not is_quick('x' * (INLINE_LIMIT_CHARS + 1))
    assert not is_quick('```c\n```')


def test_old_messages_are_rendered_again_with_the_mentions_they_had() -> None:
    people = {'Anna Kim': 5, 'bob': 6}
    text = '**@Anna Kim** and @bob, @all & @carl'
    html = render(text, people.get, everyone=True)
    assert render_anew(text, html) == html
    assert render_anew(text, '<p>as rendered by the first version</p>') == render(text)


def test_several_threads_can_render_at_once() -> None:
    texts = [f'{number} see https://a{number}.org **{number}** `{number}`\n\n{CODE}' for number in range(200)]
    expected = [render(text) for text in texts]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(render, texts)) == expected


def test_the_version_changes_with_the_rules() -> None:
    assert rendering.VERSION == 4
