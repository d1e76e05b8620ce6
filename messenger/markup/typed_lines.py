"""Prepares typed lines for the parser: fences of code that begin after a word or end after one."""

import re

from messenger.markup import highlighting

_OPENING = re.compile(
    r'^(?P<text>(?![>\s*+-]|\d+[.)])[^`]*[^\s`])(?:(?<=[:：])|[ \t]+)(?P<fence>`{3,})(?P<language>[\w+#.-]*)[ \t]*$'
)
_FENCE = re.compile(r'^(?P<fence>`{3,}|~{3,})(?P<info>[^`]*)$')
_CLOSING = re.compile(r'^(?P<code>[^`]*[^`\s])(?P<fence>`{3,})[ \t]*$')
_FOLLOWED = re.compile(r'^(?P<fence>`{3,})[ \t]+(?P<text>[^`]*\S)[ \t]*$')
_ENDS_FENCE = re.compile(r'^[ \t]*`{3}|`{3}[ \t]*$')
_NOT_CODE = 'text txt plain plaintext none console output log logs mermaid csv tsv terminal'
_PLAIN = frozenset(_NOT_CODE.split())


def prepare(text: str) -> str:
    """`text` with each fence of code on a line of its own; everything else stays as it is."""
    if '```' not in text:
        return text
    lines: list[str] = []
    fence = ''
    typed = text.split('\n')
    last_end = max((number for number, line in enumerate(typed) if _ENDS_FENCE.search(line)), default=-1)
    for number, line in enumerate(typed):
        if fence:
            before = len(lines)
            lines += _inside(line, fence)
            if any(inner.strip().startswith(fence) for inner in lines[before:]):
                fence = ''
        elif whole := _FENCE.match(line):
            fence = whole['fence']
            lines += _open_fence(whole)
        elif number < last_end and (begun := _OPENING.match(line)):
            fence = begun['fence']
            lines += [begun['text'], begun['fence'] + begun['language']]
        else:
            lines.append(line)
    return '\n'.join(lines)


def _inside(line: str, fence: str) -> list[str]:
    ended, followed = _CLOSING.match(line), _FOLLOWED.match(line)
    if followed and followed['fence'] == fence:
        return [fence, followed['text']]
    return [ended['code'], ended['fence']] if ended and ended['fence'] == fence else [line]


def _open_fence(fence: re.Match[str]) -> list[str]:
    """The line of a fence; text after it that names no language becomes the first line of the code."""
    info = fence['info'].strip()
    language = info.split(maxsplit=1)[0].lower() if info else ''
    if not info or (language == info.lower() and (language in _PLAIN or highlighting.is_known(language))):
        return [fence[0]]
    return [fence['fence'], fence['info'].strip()]
