"""Runs the tests of the browser's modules: each function that a `*.test.js` in this folder exports is one test."""

import re
from pathlib import Path

import pytest

from tests.client.page import ClientPage

FOLDER = Path(__file__).parent
EXPORTED = re.compile(r'^export (?:async )?function (test_\w+)\(', re.MULTILINE)
TESTS = [
    pytest.param(path.name, name, id=f'{path.name.removesuffix(".test.js")}-{name}')
    for path in sorted(FOLDER.glob('*.test.js'))
    for name in EXPORTED.findall(path.read_text())
]


@pytest.mark.parametrize(('script', 'name'), TESTS)
async def test_in_chromium(client: ClientPage, script: str, name: str) -> None:
    await client.run(f'/tests/{script}', name)
