"""The render functions of Vue's elements are those of their templates, and windows get only the functions."""

from pages import client_module
from tests import templates
from tests.client.page import ClientPage


async def test_the_render_functions_are_those_of_the_templates(client: ClientPage) -> None:
    current = templates.render_functions(await templates.read_templates(client))
    assert templates.BUILT.read_text() == current, 'run `make docs`'


def test_windows_get_no_templates() -> None:
    text = client_module.join(client_module.module_text({}))
    assert 'RENDER' in text
    assert 'template:' not in text
