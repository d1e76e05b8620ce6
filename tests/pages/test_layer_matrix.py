"""Who may use the controls in dialogs, menus and the panel: each is opened, and each listener in it has a row."""

import ast
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from messenger.accounts import sessions
from messenger.admin import moderation
from messenger.database.engine import write
from messenger.errors import NotAllowed, NotAMember, NotFound
from messenger.files import workspace
from pages.components import layers
from tests.pages import layers as rooms_layers
from tests.pages.admin_layers import of_admins
from tests.pages.conftest import SignUp
from tests.pages.layers import PAGE, Layer
from tests.pages.listeners import Target, fire, listener
from tests.pages.stage import KINDS, LOSSES, Stage, everything, stage
from tests.pages.test_listener_matrix import facts_shown, gone_to
from tests.window import NotConnected

LAYERS = [
    *rooms_layers.of_all(),
    *rooms_layers.of_people(),
    *rooms_layers.menus_of_rooms(),
    *rooms_layers.of_rooms(),
    *rooms_layers.of_messages(),
    *of_admins(),
]
BUILDERS = {'dialog', 'ask', 'menu'}
BETWEEN = {f'pages.components.{name}' for name in ('dialog', 'menu', 'layers')}
PROPER = {str(NotFound()), str(NotAllowed()), str(NotAMember())}
CLOSES_ITSELF = {'panel.html stale'}  # which is answer enough
LOST = [(layer, loss) for layer in LAYERS for loss in KINDS[layer.kind] if LOSSES[loss] & {*layer.rows.values()}]


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The functions that have put something over a page; nothing closed there is removed during the test."""
    sources: list[str] = []
    put = layers.put

    def noted(*args: object) -> None:
        sources.append(_builder())
        put(*args)  # type: ignore[arg-type] # passed on unchanged

    monkeypatch.setattr(layers, 'put', noted)
    monkeypatch.setattr(layers, 'FADE_S', 60)
    return sources


def _builder() -> str:
    frame = sys._getframe(2)
    while not frame.f_globals['__name__'].startswith('pages.') or frame.f_globals['__name__'] in BETWEEN:
        assert frame.f_back is not None
        frame = frame.f_back
    return f'{frame.f_globals["__name__"]}.{frame.f_code.co_name}'


@pytest.fixture(autouse=True)
def older_copy(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    layer = request.node.callspec.params.get('layer') if hasattr(request.node, 'callspec') else None
    if layer is not None and layer.other_is == 'older copy':
        monkeypatch.setattr(workspace.current(), 'is_older_copy', lambda: True)


def calls_in(tree: ast.AST, name: str) -> Iterator[tuple[str, str]]:
    """Each call of a plain name and the innermost function around it: (function, name)."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield name, node.func.id
        yield from calls_in(node, node.name if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else name)


def test_every_dialog_and_menu_in_the_code_is_opened_here() -> None:
    builders = set()
    for path in Path('pages').rglob('*.py'):
        module = '.'.join(path.with_suffix('').parts)
        calls = calls_in(ast.parse(path.read_text()), '')
        builders |= {f'{module}.{function}' for function, name in calls if name in BUILDERS and module not in BETWEEN}
        assert module in BETWEEN or not re.search(r'ui\.(dialog|menu)\(', path.read_text()), path
    assert builders == {layer.source for layer in LAYERS} - {None}


@pytest.mark.parametrize('layer', LAYERS, ids=Layer.name)
async def test_every_listener_in_a_layer_has_a_row_and_ignores_logged_out_people(
    sign_up: SignUp, built: list[str], layer: Layer
) -> None:
    shown = await stage(sign_up, layer.kind, layer.other_is)
    targets = await shown.open(layer.page, layer.way)
    assert {shown.name(target) for target in targets} == set(layer.rows)
    assert built[-1:] == [layer.source or ''][: len(built)]
    await write(sessions.end_all, shown.person.user_id)
    stored = await everything()
    for target in targets:
        for value in acts_of(layer, shown.name(target)):
            with suppress(NotConnected):  # the socket survives for a moment, to deliver the reason
                await fire(shown.person, target, shown.given(value))
    await shown.settle()
    assert await everything() == stored
    await shown.person.receive('SessionEnded')


@pytest.mark.parametrize(('layer', 'loss'), LOST, ids=[f'{layer.name()}, {loss}' for layer, loss in LOST])
async def test_someone_who_lost_the_right_changes_nothing_and_is_told(
    sign_up: SignUp, built: list[str], layer: Layer, loss: str
) -> None:
    shown = await stage(sign_up, layer.kind, layer.other_is)
    targets = sorted(await shown.open(layer.page, layer.way), key=lambda target: target[1].type == 'hide')
    assert built or layer.source is None
    try:
        await shown.lose(loss)
        await shown.settle()
        stored = await everything()
        for name, right in layer.rows.items():
            if right in LOSSES[loss]:
                await is_refused(shown, layer, name, [target for target in targets if shown.name(target) == name])
        assert gone_to(shown.client) == []
        for target in targets:
            if layer.rows[shown.name(target)] == PAGE:
                for value in acts_of(layer, shown.name(target)):
                    await shown.fire(target, value)
        assert await everything() == stored
    finally:
        if loss == 'rooms by admins':
            await moderation.change_site(shown.third.user_id, create_rooms='everyone')


async def is_refused(shown: Stage, layer: Layer, name: str, targets: list[Target]) -> None:
    """Nothing new is shown but the reason, whatever is fired; a menu item has two listeners, one of which closes it."""
    for value in acts_of(layer, name):
        before, count = facts_shown(shown.client), len(shown.refusals())
        for target in targets:
            await shown.fire(target, value)
        seen = [fact for fact in facts_shown(shown.client) if fact[-1] and fact not in before]
        assert seen == [], (name, value)
        if name not in CLOSES_ITSELF:
            assert set(shown.refusals()[count:]) & PROPER, (name, value)


async def test_someone_who_is_no_longer_an_admin_cannot_keep_an_older_copy(
    sign_up: SignUp, built: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workspace.current(), 'is_older_copy', lambda: True)
    shown = await stage(sign_up, 'admin')
    await shown.open('/admin', ())
    await shown.lose('no admin')
    await shown.fire(listener(shown.client, 'Keep this database click'))
    assert (built, set(shown.refusals()) & PROPER) == ([], {str(NotFound())})


async def test_someone_who_removes_themselves_gets_no_question_if_they_may_not_edit(
    sign_up: SignUp, built: list[str]
) -> None:
    shown = await stage(sign_up, 'owner')
    await shown.open('/rooms/{room}', (rooms_layers.MENU, rooms_layers.item('Edit room')))
    await shown.fire(listener(shown.client, 'Members update:modelValue'), [])
    await shown.lose('demoted')
    before = len(built)
    await shown.fire(listener(shown.client, 'Save click'))
    assert (built[before:], set(shown.refusals()) & PROPER) == ([], {str(NotAllowed())})


def acts_of(layer: Layer, name: str) -> list[object]:
    """The values that a listener is fired with: nothing, unless its row says more."""
    return layer.acts.get(name) or layer.acts.get(name.rpartition(' ')[0]) or [None]
