"""Mentions: finds `@nick` and `@all` while a text is parsed, and shows them with current nicks."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from html import escape, unescape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

Finder = Callable[[str], int | None]

NICK_LIMIT_CHARS = 40  # nicks have up to 32; people may type extra spaces
LOOK_UPS_LIMIT = 3_000
UNMATCHED_MIN_CHARS = 2
EVERYONE = frozenset({'all', 'все'})
_AT = re.compile('@')
_RUN = re.compile(rf'(?! )(?:[\w .\-]|[^\s\x00-\u02ff]){{1,{NICK_LIMIT_CHARS}}}')
_SPAN = re.compile(r'<span class="mention" data-user="(\d+|all)">@([^<]*)</span>')


def put_into(md: MarkdownIt) -> None:
    """Teach a parser to find mentions; the `env` of each text says who can be mentioned (see `environment`)."""
    md.inline.add_terminator_char('@')
    md.inline.ruler.before('escape', 'mention', _mention)
    md.add_render_rule(
        'mention', lambda _self, tokens, index, *_: _draw(tokens[index].content, tokens[index].meta['user'])
    )


def environment(find: Finder | None, *, everyone: bool) -> dict[str, Any]:
    """The `env` for a text: `find` looks people up by name, and `@all` counts if `everyone`."""
    return {'find': find, 'everyone': everyone, 'looked_up': {}, 'mentioned': set(), 'unmatched': {}}


def mentioned_ids(env: Mapping[str, Any]) -> tuple[frozenset[int], bool]:
    """The ids of the mentioned people, and whether everyone was mentioned."""
    return frozenset(env['mentioned'] - {None}), None in env['mentioned']


def unmatched_names(env: Mapping[str, Any]) -> tuple[str, ...]:
    """What follows each `@` that names nobody, up to the end of the words, in their order."""
    return tuple(env['unmatched'])


def find_mentioned(html: str) -> tuple[dict[str, int], bool]:
    """The ids of people mentioned in rendered `html`, by the name as typed, and whether everyone is mentioned."""
    mentions = [(user, unescape(name)) for user, name in _SPAN.findall(html)]
    return {name: int(user) for user, name in mentions if user != 'all'}, any(user == 'all' for user, _ in mentions)


def possible_in(text: str) -> Iterator[str]:
    """All names in `text`, as typed, that `find` may be called with: after each `@`, up to the end of each word."""
    for sign in _AT.finditer(text):
        run = _RUN.match(text, sign.end()) if _begins_here(text, sign.start()) else None
        if run is not None:
            yield from (text[sign.end() : end] for end in range(sign.end() + 1, run.end() + 1) if _ends_at(text, end))


def with_names(html: str, names: Mapping[int, str]) -> str:
    """Replace the names in rendered `html` with current nicks; people not in `names` stay as typed."""

    def renamed(span: re.Match[str]) -> str:
        user = 0 if span[1] == 'all' else int(span[1])
        return _draw(names[user], user) if user in names else span[0]

    return _SPAN.sub(renamed, html) if '<span class="mention' in html else html


def _draw(name: str, user: int | None) -> str:
    escaped = escape(name, quote=False).replace('\xa0', '&nbsp;')
    return f'<span class="mention" data-user="{"all" if user is None else user}">@{escaped}</span>'


def _mention(state: StateInline, silent: bool) -> bool:
    """Take the longest existing name after an `@`; a mention of everyone is never taken as a person's name."""
    if state.src[state.pos] != '@' or state.linkLevel or (state.env['find'] is None and not state.env['everyone']):
        return False
    run = _RUN.match(state.src, state.pos + 1, state.posMax)
    if run is None or not _begins_here(state.src, state.pos):
        return False
    call = _end_of_call(state.src, state.pos + 1)
    if call is not None:
        if state.env['everyone']:
            _take(state, call, None, silent=silent)
        return bool(state.env['everyone'])
    for end in range(run.end(), state.pos + 1, -1):
        if not _ends_at(state.src, end):
            continue
        user = _look_up(state.env, state.src[state.pos + 1 : end])
        if user is not None:
            _take(state, end, user, silent=silent)
            return True
    _note_unmatched(state, run[0], run.end())
    return False


def _note_unmatched(state: StateInline, run: str, end: int) -> None:
    """Remember the words after an `@` that names nobody, unless it is plainly no name: `@5pm`, `@scope/package`."""
    word = run.split(' ', maxsplit=1)[0].rstrip('.-')
    is_address = ' ' not in run and state.src[end : end + 1] in {'/', '@'}
    is_path = is_address or state.src[state.pos - 1 : state.pos] == '/'
    if len(word) >= UNMATCHED_MIN_CHARS and word[0].isalpha() and not is_path:
        state.env['unmatched'][run] = None


def _end_of_call(text: str, start: int) -> int | None:
    """Where a mention of everyone that begins at `start` ends; None if there is none."""
    ends = (start + len(word) for word in EVERYONE if text[start : start + len(word)].casefold() == word)
    return next((end for end in ends if _ends_at(text, end)), None)


def _take(state: StateInline, end: int, user: int | None, *, silent: bool) -> None:
    """Turn the text between the `@` and `end` into a mention; `user` None means everyone."""
    if not silent:
        token = state.push('mention', '', 0)
        token.content, token.meta = state.src[state.pos + 1 : end], {'user': user}
        state.env['mentioned'].add(user)
    state.pos = end


def _look_up(env: MutableMapping[str, Any], name: str) -> int | None:
    """The person with this name, or None."""
    looked_up: dict[str, int | None] = env['looked_up']
    if name not in looked_up:
        looked_up[name] = env['find'](name) if env['find'] is not None and len(looked_up) < LOOK_UPS_LIMIT else None
    return looked_up[name]


def _begins_here(text: str, position: int) -> bool:
    """Whether an `@` is at the start of a word, and not inside an address."""
    word = text[max(text.rfind(' ', 0, position), text.rfind('\n', 0, position)) + 1 : position]
    return not word or not (_is_letter(word[-1]) or ('/' in word and '.' in word))


def _ends_at(text: str, position: int) -> bool:
    """Whether a word ends before `position`; a dash or a dot between letters is inside a word."""
    if text[position - 1] == ' ':
        return False
    following = text[position : position + 2]
    if not following or not (_is_letter(following[0]) or following[0] in '_.-'):
        return True
    return following[0] in '_.-' and not _is_letter(following[1:])


def _is_letter(char: str) -> bool:
    return char.isalnum() or (bool(char) and unicodedata.category(char)[0] == 'M')
