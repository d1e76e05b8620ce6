"""NiceGUI's page with few requests: its scripts and Quasar's are one file, and its styles are part of our stylesheet.

Both contain only what our pages use of Quasar, a third of it in bytes; `pages/static/vendor/quasar` builds this part.
`pages/templates/nicegui/index.html` is NiceGUI's template without what we do not use.
"""

import re
from functools import cache
from pathlib import Path

from messenger.http import static
from pages.nicegui_page.used_rules import used_rules, words_of
from pages.socket import nicegui_internals

PAGES = Path(__file__).parent.parent
TEMPLATES = PAGES / 'templates' / 'nicegui'
QUASAR = PAGES / 'static' / 'vendor' / 'quasar' / 'built.js'
ADDED = Path(__file__).with_name('nicegui.css')
SCRIPTS = 'nicegui.js'
ADDED_BY_NICEGUI = 'nicegui-separator'  # classes that NiceGUI's Python gives to elements
LANGUAGES = ('en-US', 'ru')  # of Quasar's own texts
ORDER = '@layer theme, base, quasar, nicegui, components, utilities, overrides, quasar_importants;'
LAYERS = {
    'quasar': 'quasar.unimportant.prod.css',
    'quasar_importants': 'quasar.important.prod.css',
    'nicegui': 'nicegui.css',
}
_IMPORT = re.compile(r'^import \{ default as (\w+) \} from "[^"]*/components/([^"]+)";$', re.MULTILINE)
_EXPORTS = re.compile(r'export\s*\{([^{}]*)\};?\s*$')
_MEMBER = re.compile(r'([\w$]+) as (\w+)')
_COPY = re.compile(r'^export \{ (\w+) as default \} from "([\w-]+)";$', re.MULTILINE)


def load() -> None:
    """Make the script, complete the stylesheet, and let NiceGUI use our template."""
    quasar = QUASAR.read_text()
    languages = [_read_static(f'lang/{language}.umd.prod.js') for language in LANGUAGES]
    scripts = _vue(), _read_static('socket.io.min.js'), quasar, _read_static('nicegui.js'), *languages
    static.add(SCRIPTS, ';\n'.join(scripts).encode())
    code = [path.read_text() for path in PAGES.rglob('*') if path.suffix in ('.py', '.html', '.js', '.css')]
    words = words_of([ADDED_BY_NICEGUI, quasar, *code])
    layers = [f'@layer {layer} {{\n{used_rules(_read_static(name), words)}\n}}' for layer, name in LAYERS.items()]
    static.add(static.STYLE, '\n'.join((ORDER, *layers, ADDED.read_text())).encode() + static.content(static.STYLE))
    nicegui_internals.use_template(TEMPLATES, static_url=static.url, skip_copies=skip_copies)


def skip_copies(imports: str) -> str:
    """The imports of a page's components; one that only exports a part of a module is imported from that module."""

    def skip_copy(match: re.Match[str]) -> str:
        local, key = match.groups()
        copy = _copy(key)
        return f'import {{ {copy[0]} as {local} }} from "{copy[1]}";' if copy else match[0]

    return _IMPORT.sub(skip_copy, imports)


@cache
def _copy(key: str) -> tuple[str, str] | None:
    """What a component's file exports, and from which module, if that is all it does."""
    match = _COPY.search(nicegui_internals.component_path(key).read_text())
    return (match[1], match[2]) if match else None


def _vue() -> str:
    """NiceGUI's Vue as a script instead of a module: what it exports is the global `Vue`."""
    module = _read_static('vue.esm-browser.prod.js')
    exports = _EXPORTS.search(module)
    if exports is None:
        raise ValueError('NiceGUI has another Vue')
    members = _MEMBER.sub(r'\2: \1', exports[1])
    return f'globalThis.Vue = (() => {{ {module[: exports.start()]}; return {{ {members} }}; }})()'


def _read_static(name: str) -> str:
    """A static file of NiceGUI."""
    return (nicegui_internals.STATIC / name).read_text()
