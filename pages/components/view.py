"""A part of a page rendered from a template: a single element, however long the list in it.

Templates are in `pages/templates` and escape all values. Their controls have `data-action` and any other `data-`
attributes; Python receives these through `on_action`.
"""

import json
from collections.abc import Callable
from typing import Any

from nicegui import ui
from nicegui.events import GenericEventArguments

from messenger import ids
from messenger.http.templating import templates
from pages.components import page_data
from pages.components.client_call import client_call
from pages.components.icons import icon
from pages.components.lasting import lasting

templates.globals['icon'] = icon
_TAKE_IN = """(vnode) => {
  const drawn = document.getElementById(`inside-${vnode.el.id}`);
  if (drawn && vnode.props.innerHTML === undefined) vnode.el.replaceChildren(drawn.content);
  drawn?.remove();
}"""
_CATCH = """(event) => {
  const control = event.target.closest("[data-action]");
  if (control && !control.disabled && control.tagName !== "FORM" && !control.dataset.field) emit({...control.dataset});
}"""
_SUBMIT = """(event) => {
  const form = event.target.closest("form[data-action]");
  if (!form) return;
  event.preventDefault();
  emit({...form.dataset, ...Object.fromEntries(new FormData(form))});
}"""
_INPUT = """(event) => {
  const field = event.target.closest("[data-action][data-field]");
  if (field) emit({...field.dataset, value: field.value});
}"""


def id_in(data: dict[str, str], name: str) -> int:
    """The id (or seq) in a control's `data-{name}`; NO_ID if there is none."""
    return ids.from_text(data.get(name, ''))


class View(ui.element):
    """An element whose content is `template`, filled with `values`."""

    def __init__(self, template: str, *, tag: str = 'div', **values: Any) -> None:
        super().__init__(tag)
        self.template = template
        self.values = values
        if page_data.is_open(self.client):
            page_data.put_inner_html(self.client, f'inside-{self.html_id}', self._render())
            self.on('vnode-mounted', js_handler=_TAKE_IN)
        else:
            self.refresh()

    def refresh(self, **values: Any) -> None:
        """Redraw with some values changed."""
        self.values |= values
        self.props['innerHTML'] = self._render()
        self.update()

    def redraw(self, *, is_asked: bool, **values: Any) -> None:
        """Redraw a table with some values changed.

        Unless the reader asked for it (`is_asked`), rows (each with an id) stay in place under their pointer or focus.
        """
        self.values |= values
        args = ', '.join(map(json.dumps, (self.html_id, self._render(), is_asked)))
        self.client.run_javascript(client_call(f'messenger.redrawTable({args})'))

    def _render(self) -> str:
        return templates.get_template(self.template).render(self.values)

    def on_action(self, act: Callable[[dict[str, str]], Any]) -> None:
        """Call `act` with the `data-` attributes of a control when it is used.

        A form adds its fields by name; an input with `data-field` adds `value`, at most every 0.3 s while typing.
        """

        def handle(event: GenericEventArguments) -> Any:
            args = event.args if isinstance(event.args, dict) else {}
            data = {name: value for name, value in args.items() if isinstance(value, str)}
            return lasting(lambda: act(data))()

        self.on('click', handle, js_handler=_CATCH)
        self.on('submit', handle, js_handler=_SUBMIT)
        self.on('input', handle, js_handler=_INPUT, throttle=0.3, leading_events=False)
