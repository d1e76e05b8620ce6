"""Joins the files of the stylesheet, so that a browser needs one request for it.

`main.css` names them in order, each with its layer: `@import "components/button.css" layer(messenger.components);`
is replaced by the content of the file in that layer, which means the same to a browser.
"""

import re
from pathlib import Path

_COMMENT = re.compile(r'/\*.*?\*/', re.DOTALL)
_INDENT = re.compile(r'^\s+', re.MULTILINE)
IMPORT = re.compile(r'^@import "([a-z_/]+\.css)" layer\(([a-z.]+)\);$', re.MULTILINE)


def join_styles(main: Path) -> bytes:
    """The whole stylesheet, without comments; raises FileNotFoundError if it imports a file that is missing."""

    def content(match: re.Match[str]) -> str:
        return f'@layer {match[2]} {{\n{(main.parent / match[1]).read_text().strip()}\n}}'

    return _INDENT.sub('', _COMMENT.sub('', IMPORT.sub(content, main.read_text()))).encode()
