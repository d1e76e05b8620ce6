"""The rules of a stylesheet that pages use: those whose classes are among the words of their code."""

import re
from collections.abc import Iterable, Iterator, Set

_COMMENT = re.compile(r'/\*.*?\*/', re.DOTALL)
_BRACE = re.compile(r'[{}]')
_COMMA = re.compile(r',(?![^()]*\))')  # not inside `:not(…)`
_NOT = re.compile(r':not\([^()]*\)')
_CLASS = re.compile(r'\.(-?[A-Za-z_][\w-]*)')
_WORD = re.compile(r'[A-Za-z_][\w-]*')
_PART = re.compile(r'--|__')  # `q-field__label` and `q-field--dense` are parts and forms of `q-field`
_COLOUR = re.compile(r'(?:text|bg)-(.+)')


def words_of(code: Iterable[str]) -> set[str]:
    """The words of these texts, each without what follows `--` or `__`."""
    all_words = {word for text in code for word in _WORD.findall(text)}
    return {_PART.split(word)[0].rstrip('-') for word in all_words}


def used_rules(css: str, words: Set[str]) -> str:
    """The rules of `css` for elements that code of these `words` can make; nested `@media` rules are kept."""
    kept_rules, animations = [], []
    for head, content in _blocks(_COMMENT.sub('', css)):
        if head.startswith('@keyframes'):
            animations.append((head, content))
        elif head.startswith('@media'):
            inner = ''.join(_rule(*block, words) for block in _blocks(content))
            kept_rules.append(f'{head}{{{inner}}}' if inner else '')
        else:
            kept_rules.append(_rule(head, content, words))
    rules = ''.join(kept_rules)
    return rules + ''.join(f'{head}{{{content}}}' for head, content in animations if head.split()[1] in rules)


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """Each rule of a stylesheet: the text before its braces, and the text between them."""
    position = 0
    while (start := css.find('{', position)) >= 0:
        depth, end = 1, start + 1
        while depth and (brace := _BRACE.search(css, end)):
            depth += 1 if brace[0] == '{' else -1
            end = brace.end()
        yield css[position:start].strip(), css[start + 1 : end - 1]
        position = end


def _rule(head: str, content: str, words: Set[str]) -> str:
    selectors = [selector for selector in _COMMA.split(head) if all(map(words.__contains__, _required_words(selector)))]
    return f'{",".join(selectors)}{{{content}}}' if selectors else ''


def _required_words(selector: str) -> Iterator[str]:
    """The words that the code must contain for its elements to fit a selector."""
    for name in _CLASS.findall(_NOT.sub('', selector)):
        colour = _COLOUR.fullmatch(name)  # Quasar puts these names together
        yield _PART.split(colour[1] if colour else name)[0]
