"""The icons that Python, templates and the browser share."""

import re

from pages.components.icons import icon
from tests.test_house import ROOT, sources


def test_every_icon_that_is_named_exists() -> None:
    text = '\n'.join(path.read_text() for path in sources('.py', '.html', '.js') if 'tests' not in path.parts)
    names = re.findall(r"icon_button\('(\w+)'|\bicon\('(\w+)'\)|iconHtml\(\"(\w+)\"\)|:d=\"icons\.(\w+)\"", text)
    assert len(names) > 15
    for match in names:
        assert '<path d="M' in icon(next(filter(None, match)))


def test_no_other_file_draws_an_icon() -> None:
    own = {'icons.js', 'icons.py'}
    for path in sources('.py', '.html', '.js'):
        if path.name not in own and path.is_relative_to(ROOT / 'pages'):
            assert not re.search(r'viewBox="0 0 24 24"[^>]*>\s*<(path|rect) (?!:d)', path.read_text()), path
