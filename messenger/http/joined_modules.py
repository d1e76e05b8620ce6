"""Joins the modules of the browser code into one, so that a page loads them with one request.

Each module becomes a function that runs once, after those that it imports. The joined module exports whatever any of
them exports, so these names must differ. Modules may use this part of JavaScript's syntax, each at the beginning of a
line; the browser also understands them without being joined:

    import "./other.js";
    import { name, another as alias } from "../folder/other.js";
    export const name = …    export class Name …    export function name …    export async function name …

There are no default exports, no `export let` (an importer has the value from when it started), no circles and no
`await` outside of functions. Lines that are only a comment are left out, a fifth of what is sent, so no line of a
template may look like one.
"""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_IMPORT = re.compile(r'^import (?:\{([^{}]*)\} from )?"(\.{1,2}/[^"]+\.js)";$', re.MULTILINE)
_EXPORT = re.compile(r'^export (?=(?:const|class|function|async function) (\w+)\b)', re.MULTILINE)
_COMMENT = re.compile(r'^[ \t]*(?:/\*.*?\*/|//[^\n]*)[ \t]*\n', re.MULTILINE | re.DOTALL)
_OTHER = re.compile(r'^(?:import|export)\b.*|^await\b.*', re.MULTILINE)


class NotJoinable(ValueError):
    """A module uses syntax that cannot be joined."""


@dataclass(frozen=True)
class _Sources:
    """The text of each module: of its file in `folder`, or one that was given instead."""

    folder: Path
    replacements: Mapping[str, str]

    def read(self, name: str) -> str:
        return self.replacements[name] if name in self.replacements else (self.folder / name).read_text()


def join(folder: Path, entry: str, replacements: Mapping[str, str] | None = None) -> str:
    """The module `entry` of `folder` and all that it imports, as one module.

    `replacements` are texts to use instead of the files with these names.
    """
    sources = _Sources(folder, replacements or {})
    order: list[str] = []
    _collect(sources, entry, order, [])
    owners: dict[str, str] = {}
    parts: list[str] = []
    exports: list[tuple[str, int, str]] = []
    for name in order:
        text, names = _as_function(sources, name, order)
        parts.append(text)
        for exported in names:
            if exported in owners:
                raise NotJoinable(f'{name} and {owners[exported]} both export {exported}')
            owners[exported] = name
            exports.append((f'$export{len(exports)}', order.index(name), exported))
    parts += [f'const {local} = $module{number}.{exported};\n' for local, number, exported in exports]
    listed = ', '.join(f'{local} as {exported}' for local, _, exported in exports)
    return f'{"".join(parts)}export {{ {listed} }};\n'


def _collect(sources: _Sources, name: str, order: list[str], above: list[str]) -> None:
    """Put a module into the order after those that it imports; `above` are the modules that led to it."""
    if name in above:
        raise NotJoinable(f'a circle of imports: {" → ".join([*above, name])}')
    if name in order:
        return
    for _, target in _IMPORT.findall(sources.read(name)):
        _collect(sources, _beside(name, target), order, [*above, name])
    order.append(name)


def _beside(name: str, target: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), target))


def _as_function(sources: _Sources, name: str, order: list[str]) -> tuple[str, list[str]]:
    """A module as a constant `$module…` with its exports, and their names."""
    text = _COMMENT.sub('', sources.read(name))

    def constant(match: re.Match[str]) -> str:
        names, target = match.groups()
        number = order.index(_beside(name, target))
        return f'const {{{names.replace(" as ", ": ")}}} = $module{number};' if names else ''

    text = _IMPORT.sub(constant, text)
    names = _EXPORT.findall(text)
    text = _EXPORT.sub('', text)
    unsupported = _OTHER.search(text)
    if unsupported:
        raise NotJoinable(f'{name}: {unsupported.group()}')
    function = f'(() => {{\n{text}return {{ {", ".join(names)} }};\n}})()'
    return f'// {name}\nconst $module{order.index(name)} = {function};\n', names
