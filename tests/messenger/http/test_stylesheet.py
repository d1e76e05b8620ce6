"""The stylesheet: its files, their layers, and how the server joins them."""

import re
from pathlib import Path

import pytest

from messenger.http import stylesheet

STYLES = Path(__file__).parents[3] / 'pages' / 'styles'
MAIN = STYLES / 'main.css'


def test_every_file_is_imported_once_and_into_a_layer() -> None:
    imported = [name for name, _layer in stylesheet.IMPORT.findall(MAIN.read_text())]
    assert sorted(imported) == sorted(str(path.relative_to(STYLES)) for path in STYLES.rglob('*.css') if path != MAIN)


def test_all_layers_are_declared_in_order() -> None:
    main = MAIN.read_text()
    declared = re.search(r'@layer (messenger\.[a-z., ]+);', main)
    assert declared
    used = dict.fromkeys(layer for _name, layer in stylesheet.IMPORT.findall(main))
    assert list(used) == declared[1].split(', ')


def test_the_joined_stylesheet_imports_nothing_and_every_rule_is_in_a_layer() -> None:
    joined = stylesheet.join_styles(MAIN).decode()
    assert '@import' not in joined
    depth, outside = 0, ''
    for part in re.split(r'([{}])', re.sub(r'/\*.*?\*/', '', joined, flags=re.DOTALL)):
        depth += {'{': 1, '}': -1}.get(part, 0)
        outside += part if not depth and part not in '{}' else ''
    assert depth == 0
    assert all(line.startswith('@layer ') for line in outside.split('\n') if line.strip())


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    main = tmp_path / 'main.css'
    main.write_text('@import "gone.css" layer(a);\n')
    with pytest.raises(FileNotFoundError):
        stylesheet.join_styles(main)
