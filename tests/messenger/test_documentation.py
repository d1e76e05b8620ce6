"""Everything that can be set is documented: a missing setting or option fails here."""

import contextlib
import io
import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from messenger.cli.parse import parse
from messenger.settings import Settings
from tests import limits_table, protocol

ROOT = Path(__file__).parents[2]
NAMES = [field.name.upper() for field in fields(Settings)]


def _options() -> list[str]:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), pytest.raises(SystemExit):
        parse(['--help'])
    return sorted(set(re.findall(r'--[a-z][a-z-]+', printed.getvalue())))


def test_each_setting_is_in_the_example_with_an_explanation_and_its_default(subtests: pytest.Subtests) -> None:
    for name in NAMES:
        with subtests.test(repr(name)):
            lines = (ROOT / '.env.example').read_text().splitlines()
            default = next(field.default for field in fields(Settings) if field.name.upper() == name)
            shown = {'True': 'on', 'False': 'off', '()': ''}.get(str(default), str(default))

            number = lines.index(f'# {name}={shown}')

            assert lines[number - 1].startswith('# ')
            assert lines[number - 1].endswith('.')


def test_the_example_has_nothing_that_is_not_a_setting() -> None:
    assert re.findall(r'^#? ?([A-Z_]+)=', (ROOT / '.env.example').read_text(), re.MULTILINE) == NAMES


def test_each_setting_is_in_the_readme(subtests: pytest.Subtests) -> None:
    for name in NAMES:
        with subtests.test(repr(name)):
            assert f'`{name}`' in (ROOT / 'README.md').read_text()


def test_each_option_is_in_the_readme(subtests: pytest.Subtests) -> None:
    for option in _options():
        with subtests.test(repr(option)):
            assert option in (ROOT / 'README.md').read_text()


def test_the_table_of_limits_matches_the_code() -> None:
    assert limits_table.DOCUMENT.read_text() == limits_table.written(), 'run `make docs`'
    assert limits_table.paced(1 / 60) == '1 a minute'
    assert limits_table.paced(0.2) == '12 a minute'
    assert limits_table.paced(40 / 3600) == '40 an hour'


def test_the_protocol_document_and_the_types_of_the_browser_match_the_code() -> None:
    assert protocol.DOCUMENT.read_text() == protocol.document(), 'run `make docs`'
    assert protocol.DECLARATIONS.read_text() == protocol.declarations(), 'run `make docs`'


ARCHITECTURE = (ROOT / 'docs' / 'architecture.md').read_text()


def test_the_architecture_document_names_only_things_that_exist(subtests: pytest.Subtests) -> None:
    for path in sorted(set(re.findall(r'\b(?:messenger|pages|tests)/[\w/.-]*\w', ARCHITECTURE))):
        with subtests.test(repr(path)):
            assert (ROOT / path).exists() or path == 'pages/NAME.py' or 'NNNN' in path or 'CODE' in path


def test_the_architecture_document_shows_the_import_order_that_is_checked() -> None:
    contracts = tomllib.loads((ROOT / 'pyproject.toml').read_text())['tool']['importlinter']['contracts']
    layers = next(contract['layers'] for contract in contracts if contract.get('containers') == ['messenger'])
    shown = ARCHITECTURE.partition('messenger/  ')[2].partition('```')[0]
    assert [line.strip() for line in shown.strip().split('\n')] == layers
