"""Text is shown as typed unless formatting was plainly meant."""

import re
from html import unescape

import pytest

from messenger.markup import render

AS_TYPED = [
    *(
        '__init__.py',
        'if __name__ == "__main__":',
        'obj.__dict__',
        '__tests__/x',
        '"__all__"',
        'call __str__() or __repr__()',
    ),
    *(
        'cp src/*.py tests/*.py out',
        'count(*) + count(*)',
        'ls *.py *.js',
        'SELECT * FROM a WHERE b*c',
        '/* x */',
        '**/*.py',
    ),
    *(
        'f(*args, **kwargs)',
        '**kwargs and **args',
        'a*b*c',
        '2*3*4',
        '2**3**4',
        'x**2 + y**2',
        'a ** b ** c',
        'int *a, *b;',
    ),
    *('D:\\work\\_old', 'C:\\Users\\*', '\\\\server\\_share', r'\d+\.\d+', r'[a-z]\[0\]', r'a \| b', 'path\\_x'),
    *(
        '^_^',
        '>_<',
        '¯\\_(ツ)_/¯',
        '*_*',
        '-_-',
        'snake_case_name',
        '_old and _new',
        'foo_bar_ baz',
        '~5 ~6',
        '* * *',
        '---',
    ),
]
FORMATTED = {
    '**Важно:**сделать': '<strong>Важно:</strong>сделать',
    '**Note:**do': '<strong>Note:</strong>do',
    '*сложно*подчинённое': '<em>сложно</em>подчинённое',
    '**API**s': '<strong>API</strong>s',
    'слово**важно**слово': 'слово<strong>важно</strong>слово',
    r'\*not italic\*': '*not italic*',
    r'\_not italic\_': '_not italic_',
    r'\**one star*': '*<em>one star</em>',
    '«*курсив*»': '«<em>курсив</em>»',
    '(_x_), _y_.': '(<em>x</em>), <em>y</em>.',
    '**жирный**, *курсив*!': '<strong>жирный</strong>, <em>курсив</em>!',
    '***оба***': '<em><strong>оба</strong></em>',
    '**.env** and **5%**': '<strong>.env</strong> and <strong>5%</strong>',
    '**"цитата"**': '<strong>"цитата"</strong>',
    '__два слова__': '<strong>два слова</strong>',
    '*一*': '<em>一</em>',
}


def shown(text: str) -> str:
    """What a reader sees of `text`."""
    return unescape(re.sub(r'<[^>]*>', '', render(text))).replace('\xa0', ' ')


def test_names_paths_and_formulas_are_shown_as_typed(subtests: pytest.Subtests) -> None:
    for text in AS_TYPED:
        with subtests.test(text):
            assert shown(text) == text
            assert not re.search('<(em|strong)>', render(text))


def test_plain_formatting_works(subtests: pytest.Subtests) -> None:
    for text, html in FORMATTED.items():
        with subtests.test(text):
            assert render(text) == f'<p>{html}</p>'


def test_lists_keep_their_numbers() -> None:
    html = render('1. a\n2. b\n4. d\n5. e')
    assert re.findall(r'<li[^>]*>', html) == ['<li>', '<li>', '<li value="4">', '<li>']
    assert '<ol start="3">\n<li>three</li>\n<li value="1">one</li>' in render('3. three\n1. one')
    assert render('1) a\n2) b').startswith('<ol class="bracket">')
    assert render('100000. a').startswith('<ol start="100000" class="digits-6">')
    assert '<li value="3">' in render('- x\n  1. a\n  3. c')


def test_cells_beyond_the_head_are_shown() -> None:
    html = render('| a | b |\n|---|--:|\n| 1 | 2 | 3 | 4 |\n| 5 |')
    assert re.findall(r'<td[^>]*>(.*?)</td>', html) == ['1', '2', '3', '4', '5', '', '', '']
    assert html.count('<th') - html.count('<thead') == 4
    assert render('> | a |\n> |---|\n> | 1 | 2 |').count('<td') == 2


@pytest.mark.parametrize('line', ['- one', '1. one', '> one', '# one', '```\none\n```'])
def test_a_line_that_begins_another_block_ends_a_table(line: str) -> None:
    html = render(f'| a | b |\n|---|---|\n| 1 | 2 |\n{line}\n||spoiler|| x')
    assert re.findall(r'<t[hd][^>]*>(.*?)</t[hd]>', html) == ['a', 'b', '1', '2']
    assert 'one' in html.partition('</table>')[2]
    assert '||spoiler|| x' in html.partition('</table>')[2]


def test_a_fence_may_end_after_a_word_and_begin_after_one() -> None:
    assert '<code>x</code>' in render('```\nx```')
    assert shown('```py\nx = 1```\nafter') == 'x = 1\nafter'
    html = render('вот: ```\nx\n```\nafter')
    assert html.startswith('<p>вот:</p>')
    assert '<code>x</code>' in html
    assert html.endswith('<p>after</p>')
    assert '<code>b</code>' in render('a ```b``` c')
    assert shown('```print(1)\nx\n```') == 'print(1)\nx', 'no word disappears'


def test_fences_in_lists_and_quotes_stay_there() -> None:
    html = render('1. do\n   ```\n   code\n   ```\n2. then')
    assert html.count('<li>') == 2
    assert html.count('<pre') == 1
    assert '</pre></div>\n</li>' in html
    assert '<blockquote>\n<div class="code">' in render('> ```\n> code\n> ```\nanswer')
    assert render('- ```\n  code\n  ```\n- b').count('<pre') == 1
    assert shown('  ```\n  a\n  ```') == 'a'


def test_a_fence_needs_no_space_after_a_colon_and_may_be_followed_by_words() -> None:
    html = render('вот:```\ncode\n```\nспасибо')
    assert html.startswith('<p>вот:</p>')
    assert html.endswith('<p>спасибо</p>')
    assert render('вот: ```py\nprint(1)\n``` и дальше').endswith('<p>и дальше</p>')
    assert '<pre' not in render('a fence is ``` \nthen more ``` text')


def test_zeros_before_a_number_are_kept() -> None:
    assert shown('007. Bond') == '007. Bond'
    assert shown('01. a\n02. b') == '01. a\n02. b'


def test_spaces_are_kept() -> None:
    assert shown('   three') == '   three'
    assert shown('a\n    b\n  c') == 'a\n    b\n  c'
    assert shown('a  b   c') == 'a  b   c'
    assert shown('\tx') == '    x'
