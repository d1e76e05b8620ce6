"""The browser code as one module: what syntax its modules may use, and in which order they run."""

import re
from pathlib import Path

import pytest

from messenger.http.joined_modules import NotJoinable, join
from tests.conftest import STATIC_DIR

CLIENT = STATIC_DIR.parent / 'client'


def joined(folder: Path, **modules: str) -> str:
    for name, text in modules.items():
        (folder / f'{name}.js').write_text(text)
    return join(folder, 'main.js')


def test_a_module_runs_once_and_after_those_that_it_imports(tmp_path: Path) -> None:
    text = joined(
        tmp_path,
        main='import "./a.js";\nimport { b } from "./b.js";\n',
        a='import { b } from "./b.js";\nconst used = b;\n',
        b='export const b = 1;\n',
    )
    assert re.findall(r'^// (.*)', text, re.MULTILINE) == ['b.js', 'a.js', 'main.js']


def test_imports_and_exports_become_constants(tmp_path: Path) -> None:
    text = joined(
        tmp_path,
        main='// Starts.\nimport { one, Two as Deux } from "./a.js";\n\nnew Deux(one);\n',
        a='export const one = 1;\nexport class Two {}\nexport function three() {}\nexport async function four() {}\n',
    )
    assert 'const { one, Two: Deux } = $module0;' in text
    assert 'return { one, Two, three, four };' in text
    assert re.findall(r' as (\w+)', text) == ['one', 'Two', 'three', 'four']


def test_an_import_may_take_several_lines_and_come_from_another_folder(tmp_path: Path) -> None:
    (tmp_path / 'part').mkdir()
    (tmp_path / 'part' / 'a.js').write_text(
        'import { base } from "../base.js";\nexport const one = base,\n  two = 2;\n'
    )
    text = joined(tmp_path, main='import {\n  one,\n} from "./part/a.js";\none;\n', base='export const base = 0;\n')
    assert 'const {\n  one,\n} = $module1;' in text


@pytest.mark.parametrize(
    'line',
    [
        'export default {};',
        'export let count = 0;',
        'export { one };',
        'export * from "./a.js";',
        'export const { one } = all;',
        'import all from "./a.js";',
        'import * as all from "./a.js";',
        'import { one } from "package";',
        "import { one } from './a.js';",
        'await start();',
    ],
)
def test_other_syntax_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / 'a.js').write_text('export const one = 1;\n')
    with pytest.raises(NotJoinable):
        joined(tmp_path, main=f'{line}\n')


def test_lines_that_are_only_a_comment_are_left_out(tmp_path: Path) -> None:
    text = '// first\n/** Says it.\n * @type {string}\n */\nexport const a = "// kept"; // kept, too\n  /* gone */\n'
    (tmp_path / 'main.js').write_text(text)
    joined = join(tmp_path, 'main.js')
    assert 'const a = "// kept"; // kept, too\n' in joined
    assert not any(word in joined for word in ('first', 'Says', '@type', 'gone'))


def test_circles_and_names_exported_twice_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotJoinable, match=r'main\.js → a\.js → main\.js'):
        joined(tmp_path, main='import "./a.js";\n', a='import "./main.js";\n')
    with pytest.raises(NotJoinable, match='both export one'):
        joined(tmp_path, main='import "./a.js";\nexport const one = 1;\n', a='export const one = 1;\n')


def test_every_module_of_the_client_is_used() -> None:
    used = set(re.findall(r'^// (\S+\.js)$', join(CLIENT, 'main.js'), re.MULTILINE))
    assert used == {str(path.relative_to(CLIENT)) for path in CLIENT.rglob('*.js')}
