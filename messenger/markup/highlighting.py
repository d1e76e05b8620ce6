"""Syntax highlighting for a named language, with few classes, so that one stylesheet covers them all."""

import time
from functools import cache
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pygments.lexer import Lexer

CODE_LIMIT_CHARS = 8_000
LINE_LIMIT_CHARS = 1_000
PIECES_LIMIT = 5_000
CPU_LIMIT_S = 0.025  # some lexers take quadratic time on hostile code; none takes long between two tokens

# languages and the names people use for them; measured to take bounded time on hostile code (tests/messenger/markup)
LANGUAGES = {
    'bash': 'bash sh shell zsh',
    'c': 'c h',
    'c++': 'c++ cpp hpp',
    'csharp': 'csharp c# cs',
    'css': 'css',
    'dart': 'dart',
    'diff': 'diff patch udiff',
    'docker': 'docker dockerfile',
    'elixir': 'elixir ex exs',
    'go': 'go golang',
    'graphql': 'graphql gql',
    'haskell': 'haskell hs',
    'html': 'html',
    'ini': 'ini cfg conf properties env',
    'java': 'java',
    'javascript': 'javascript js jsx mjs node',
    'json': 'json jsonc json5',
    'kotlin': 'kotlin kt',
    'lua': 'lua',
    'make': 'make makefile',
    'nginx': 'nginx',
    'php': 'php',
    'powershell': 'powershell ps1 pwsh',
    'protobuf': 'protobuf proto',
    'python': 'python py python3 py3',
    'pycon': 'pycon',
    'r': 'r',
    'ruby': 'ruby rb',
    'rust': 'rust rs',
    'scala': 'scala',
    'scss': 'scss sass',
    'sql': 'sql sqlite postgres postgresql mysql psql',
    'swift': 'swift',
    'toml': 'toml',
    'typescript': 'typescript ts tsx',
    'xml': 'xml svg xsl',
    'yaml': 'yaml yml',
}
_LEXERS = {alias: lexer for lexer, aliases in LANGUAGES.items() for alias in aliases.split()}

# Pygments' names for kinds of tokens, the most specific first, and our class for each
_KINDS = {
    'Token.Comment': 'h-comment',
    'Token.Keyword': 'h-keyword',
    'Token.Operator.Word': 'h-keyword',
    'Token.Literal.String': 'h-string',
    'Token.Literal.Number': 'h-number',
    'Token.Name.Function': 'h-name',
    'Token.Name.Class': 'h-name',
    'Token.Name.Tag': 'h-keyword',
    'Token.Name.Attribute': 'h-name',
    'Token.Name.Builtin': 'h-builtin',
    'Token.Name.Decorator': 'h-builtin',
    'Token.Name.Variable': 'h-builtin',
    'Token.Generic.Inserted': 'h-added',
    'Token.Generic.Deleted': 'h-removed',
    'Token.Generic.Heading': 'h-name',
    'Token.Generic.Subheading': 'h-name',
    'Token.Generic.Prompt': 'h-comment',
}
CLASSES = frozenset(_KINDS.values())


def is_known(language: str) -> bool:
    """Whether code in this language can be highlighted."""
    return language.lower() in _LEXERS


def highlight(code: str, language: str) -> str | None:
    """The highlighted HTML of `code`, or None if the language is unknown or highlighting takes too long."""
    name = _LEXERS.get(language.lower())
    if name is None or len(code) > CODE_LIMIT_CHARS or max(map(len, code.split('\n'))) > LINE_LIMIT_CHARS:
        return None
    tokens = _lexer(name).get_tokens(f'{code}\n')  # some lexers recognise a line only by its end
    pieces: list[tuple[str, str]] = []
    end = time.thread_time() + CPU_LIMIT_S
    for kind, text in tokens:
        colour = '' if text.isspace() else _class_of(str(kind))
        if pieces and pieces[-1][0] == colour:
            pieces[-1] = colour, pieces[-1][1] + text
        else:
            pieces.append((colour, text))
        if len(pieces) > PIECES_LIMIT or time.thread_time() > end:
            return None
    colour, text = pieces.pop()
    return ''.join(_draw(*piece) for piece in [*pieces, (colour, text[:-1])])


def _draw(colour: str, text: str) -> str:
    escaped = escape(text, quote=False)
    return f'<span class="{colour}">{escaped}</span>' if colour and text else escaped


def _lexer(name: str) -> 'Lexer':
    """Create a new lexer for each use: some keep state."""
    from pygments.lexers import get_lexer_by_name  # imported on first use: it is slow and often never needed

    return get_lexer_by_name(name, stripnl=False, ensurenl=False)


@cache
def _class_of(kind: str) -> str:
    """Our class for a kind of token, or for the closest of its parent kinds that has one."""
    while kind:
        if kind in _KINDS:
            return _KINDS[kind]
        kind = kind.rpartition('.')[0]
    return ''
