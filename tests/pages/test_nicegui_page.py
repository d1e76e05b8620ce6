"""NiceGUI's page in few requests: it is made from the files of this NiceGUI, and lacks nothing that our pages use."""

import hashlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import httpx
from nicegui import dependencies, ui
from nicegui.element import Element

from messenger.http import static
from messenger.rooms import rooms
from pages import nicegui_page
from pages.nicegui_page.used_rules import used_rules, words_of
from pages.socket import nicegui_internals
from tests.pages.conftest import SignUp

PAGES = Path(__file__).parents[2] / 'pages'
QUASAR = PAGES / 'static' / 'vendor' / 'quasar'
# of NiceGUI's template, when ours was made from it: compare them again when it changes
TEMPLATE_MARK = '82070de37996'
VERSION = re.compile(r'Quasar Framework v([\d.]+)')
TAG = re.compile(r"['<](q-[a-z-]+)")


def test_our_part_of_quasar_and_our_template_belong_to_this_version_of_nicegui() -> None:
    its = VERSION.search((nicegui_internals.STATIC / 'quasar.umd.prod.js').read_text())
    assert its is not None
    assert f'"quasar": "{its[1]}"' in (QUASAR / 'package.json').read_text(), 'run `make quasar`'
    assert f'version:"{its[1]}"' in (QUASAR / 'built.js').read_text(), 'run `make quasar`'
    assert hashlib.sha256(nicegui_internals.TEMPLATE.read_bytes()).hexdigest()[:12] == TEMPLATE_MARK


def tags_of(element: type[Element]) -> Iterator[str]:
    """The Quasar elements that an element of NiceGUI makes."""
    for base in element.__mro__:
        module = inspect.getmodule(base)
        if module is None or not module.__name__.startswith('nicegui.elements.'):
            continue
        yield from TAG.findall(inspect.getsource(module))
        script = Path(inspect.getfile(base)).with_suffix('.js')
        if script.exists():
            yield from TAG.findall(script.read_text())


def test_every_element_that_pages_use_is_in_our_part_of_quasar() -> None:
    sources = [
        path.read_text() for suffix in ('py', 'js') for path in PAGES.rglob(f'*.{suffix}') if path.name != 'built.js'
    ]
    names = {name for text in sources for name in re.findall(r'\bui\.([a-z_]+)\(', text)}
    elements = [getattr(ui, name) for name in names if name != 'page']
    used = {tag for text in sources for tag in TAG.findall(text)}
    for element in elements:
        if isinstance(element, type) and issubclass(element, Element) and not isinstance(element, ModuleType):
            used |= {*tags_of(element)}
    unused = {
        'q-' + re.sub(r'(?<!^)(?=[A-Z])', '-', name).lower()
        for name in re.findall(r'\bQ([A-Z]\w+)\b', (QUASAR / 'quasar.js').read_text())
    }
    # in modules of elements that we use, but for elements that we do not
    assert used - unused <= {'q-item-label'}, used - unused
    assert {'q-dialog', 'q-menu', 'q-select', 'q-input', 'q-option-group', 'q-checkbox', 'q-separator'} <= used


def test_rules_for_elements_that_nothing_makes_are_left_out() -> None:
    css = '/* a */.q-btn{a:b}.q-field__label,.q-tab:hover{c:d}.q-field:not(.q-tab){e:f}div{g:h}'
    css += '.text-red{i:j}.bg-primary{k:l}'
    code = '"q-field__control", `text-${color}`, primary'
    assert used_rules(css, words_of([code])) == '.q-field__label{c:d}.q-field:not(.q-tab){e:f}div{g:h}.bg-primary{k:l}'


def test_rules_in_media_and_their_animations_are_kept_with_the_others() -> None:
    css = (
        '@media print{.q-btn{a:b}}@media (min-width:1px){.q-field{animation:q-in 1s}.q-tab{c:d}}'
        '@keyframes q-in{from{e:f}to{g:h}}@keyframes q-out{from{i:j}}'
    )
    kept = '@media (min-width:1px){.q-field{animation:q-in 1s}}@keyframes q-in{from{e:f}to{g:h}}'
    assert used_rules(css, {'q-field'}) == kept


async def test_a_page_has_one_stylesheet_and_loads_our_components_with_our_module(sign_up: SignUp) -> None:
    anna = await sign_up('anna')
    room = await rooms.create(anna.user_id, 'Deck', [])
    page = (await anna.http.get(f'/rooms/{room}')).text
    assert re.findall(r'rel="stylesheet" href="/static/([\w.]+)', page) == [static.STYLE]
    for local, name in (('sidebar', 'Sidebar'), ('chat', 'Chat')):
        assert f'import {{ {name} as {local} }} from "messenger";' in page
    assert '/components/' not in page
    assert (await anna.http.get(static.url(nicegui_page.SCRIPTS))).status_code == httpx.codes.OK
    assert b'.q-dialog__inner{' in static.content(static.STYLE)
    assert b'.q-table' not in static.content(static.STYLE)


def test_a_component_of_nicegui_is_loaded_from_its_own_file() -> None:
    key = next(key for key, component in dependencies.js_components.items() if component.path.name == 'dialog.js')
    line = f'import {{ default as dialog }} from "/_nicegui/1/components/{key}";'
    assert nicegui_page.skip_copies(line) == line
