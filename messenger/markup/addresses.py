"""Finds web and mail addresses in typed text: where they end, and where they lead."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

import idna
from markdown_it.common.normalize_url import normalizeLink

# Without `http` in front, only names that end like this are addresses. In a chat `main.rs`, `logger.info` and a
# sentence without a space after its full stop ("Done.It") are more common than sites under these endings.
_GENERIC = 'com org net edu gov io dev app ai cloud blog shop site online tech store wiki chat xyz page link live news'
_COUNTRIES = (
    'ae ar au bg br by ca ch cl cn co cz de dk ee es eu fi fr ge gr hk hu ie il jp kg kr kz lt lu lv mx nl nz pl pt ro '
    'ru se sg si sk su tr tw ua uk uz za рф бел укр қаз срб 中国 한국'
)
ENDINGS = frozenset(f'{_GENERIC} {_COUNTRIES}'.split())
# These are words, or parts of names in programs, too: they count only before a path, as in `t.me/news`.
_WITH_PATH = 'at be fm gd gg gl info is it ly me name no to tv us'
ENDINGS_WITH_PATH = frozenset(_WITH_PATH.split())

_LABEL = r'[^\W_](?:[\w-]{0,61}[^\W_])?'
_HOST = rf'(?:{_LABEL}\.)+{_LABEL}'
_STOPS = '\\s<>"“”„‟«»‹›「」『』【】《》〈〉〔〕。、，；：！？…'
_REST = rf'(?:[/?\#](?:[^{_STOPS}\\]|\\(?=[\w]))*)?'
_ADDRESS = re.compile(
    rf"""(?:
        (?P<scheme>(?<![a-z0-9])https?://[^{_STOPS}]+)
      | (?P<mail>(?<![\w./@%+-])(?:mailto:)?[a-z0-9](?:[a-z0-9._%+-]{{0,63}}(?<=[a-z0-9]))?@{_HOST}(?![\w@-]))
      | (?P<bare>(?<![\w./@\\&$%#=~+-]){_HOST}(?::\d{{1,5}}(?!\d))?{_REST})
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_OUTSIDE = re.compile(r'(?<=://)[^/?\#]*?(?P<sign>[^\w.:@\[\]%~/?\#-])')
_CLOSING = {')': '(', ']': '[', '}': '{'}
_KEPT_AT_END = frozenset('/#&%@-_')  # punctuation that may be the last character of an address
_ASCII_HOST = re.compile(r'[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\]')


class Address(NamedTuple):
    """An address in a text, from `start` to before `end`, and the complete address that it leads to."""

    start: int
    end: int
    target: str


def find(text: str) -> Iterator[Address]:
    """All addresses in `text`, in order. It takes time in proportion to the length of the text."""
    position = 0
    while match := _ADDRESS.search(text, position):
        shown = match[0] if match['mail'] else _without_closing(match[0])
        if match['scheme'] and (outside := _OUTSIDE.search(shown)):
            shown = _without_closing(shown[: outside.start('sign')])
        if match.start() and text[match.start() - 1] == '_':
            shown = shown.removesuffix('_')
        position = match.end() if match['mail'] else match.start() + max(1, len(shown))
        target = _target(match, shown)
        if target:
            yield Address(match.start(), match.start() + len(shown), target)


def complete(target: str) -> str:
    """The address of a link as browsers want it: host in ASCII, the rest encoded; empty if it leads nowhere."""
    if target.lower().startswith('mailto:'):
        return normalizeLink(target)
    try:
        split = urlsplit(target)
        host, port = (split.hostname or '').strip(), split.port
    except ValueError:
        return ''
    if ':' in host:
        host = f'[{host}]'
    elif not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode()
        except (idna.IDNAError, UnicodeError):
            return ''
    if not _ASCII_HOST.fullmatch(host):
        return ''
    person, sign, _ = split.netloc.rpartition('@')
    netloc = f'{person}{sign}{host}' + (f':{port}' if port is not None else '')
    return normalizeLink(split._replace(scheme=split.scheme.lower(), netloc=netloc).geturl())


def _target(match: re.Match[str], shown: str) -> str:
    if match['mail']:
        host = shown.rpartition('@')[2]
        return complete(f'mailto:{shown.removeprefix("mailto:")}') if host.rpartition('.')[2].isalpha() else ''
    if match['scheme']:
        return complete(shown)
    host = re.split(r'[/?#:]', shown, maxsplit=1)[0]
    ending = host.rpartition('.')[2]
    if ending != ending.lower() and host != host.upper():
        return ''  # "Done.It": a sentence ends there
    ending = ending.lower()
    has_path = shown[len(host) :].startswith('/') and len(shown) > len(host) + 1
    is_known = ending in ENDINGS or (has_path and ending in ENDINGS_WITH_PATH)
    return complete(f'http://{shown}') if is_known or host.lower().startswith('www.') else ''


def _without_closing(text: str) -> str:
    """`text` without the punctuation at its end that belongs to the sentence around it."""
    while text:
        last = text[-1]
        if last in _CLOSING:
            if text.count(last) <= text.count(_CLOSING[last]):
                return text
        elif last in _KEPT_AT_END or not (unicodedata.category(last)[0] == 'P' or last in '*~`|^$'):
            return text
        text = text[:-1]
    return text
