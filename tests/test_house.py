"""Project rules that no linter knows: lengths, names, and dangerous calls with text from people."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILE_LIMIT_LINES = 250
LINE_LIMIT_CHARS = 120
VUE_LIMIT_LINES = 1_900  # of at most LINE_LIMIT_CHARS each
BANNED_NAMES = {'utils', 'util', 'helpers', 'helper', 'common', 'misc', 'manager', 'managers'}
TOP_LEVEL = {
    *('main.py', 'messenger', 'pages', 'data', 'tests', 'requirements.txt', 'README.md', 'pyproject.toml'),
    *(
        'requirements.in',
        'requirements-dev.in',
        'requirements-dev.txt',
        'requirements-native.in',
        'LICENSE',
        'docs',
        'Makefile',
    ),
    *('requirements-native.txt', 'requirements-bench.in', 'requirements-bench.txt', 'CHANGELOG.md', 'BENCHMARKS.md'),
    *('.env.example', '.ci', '.gitignore', 'deploy'),
}
# names that fit anything, with what to write instead
VAGUE_NAMES = {
    'found': 'the result: rows, match, path',
    'one': 'the singular of the list it comes from',
    'told': 'what was sent or shown: event, text, error',
    'said': 'the message, its text or its id',
    'known': 'the things: names, ids, options',
    'facts': 'data of an event, fields, values',
    'heard': 'the events, frames or listeners',
    'met': 'is_met, or the people',
}
# design.md, "What NiceGUI does and does not do": each of these runs or displays typed text
DANGEROUS = {
    r'ui\.html\(': 'draws unescaped HTML',
    r'ui\.markdown\(': 'renders in the event loop',
    r'ui\.editor\(': 'hands out unescaped HTML',
    r'ui\.upload\(': 'enforces its limits in the browser only',
    r'ui\.sub_pages\(': 'leaves subscriptions behind',
    r'html=True': 'draws a notification unescaped',
    r'add_(head|body)_html\(': 'draws unescaped HTML',
    r'run_javascript\(\s*f[\'"]': 'runs what a person typed',
    r'\.(props|classes|style)\(\s*f[\'"][^\'"]*\{(?![\d *]*(\w+\.)?[A-Z_]+\})': 'parses what a person typed',
    r'app\.storage\.user': 'is no place for sessions',
}


def project_files() -> list[Path]:
    """The files of the project: those git tracks, and new ones it does not ignore."""
    command = ['git', 'ls-files', '--cached', '--others', '--exclude-standard']
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split('\n')
    return [ROOT / name for name in listed if name and (ROOT / name).exists()]


def sources(*suffixes: str) -> list[Path]:
    return [path for path in project_files() if path.suffix in suffixes]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_a_python_file_is_short_and_says_what_it_is_for(subtests: pytest.Subtests) -> None:
    for path in sources('.py'):
        with subtests.test(name_of(path)):
            text = path.read_text()
            assert len(text.splitlines()) <= FILE_LIMIT_LINES
            assert not text.strip() or text.startswith('"""'), 'a module starts with a docstring'
            assert path.stem not in BANNED_NAMES


OURS = [path for path in sources('.js') if path.name != 'built.js' and path.parent.name != 'vendor']


def test_scripts_and_styles_are_short_too_and_say_what_they_are_for(subtests: pytest.Subtests) -> None:
    for path in [*OURS, *sources('.css')]:
        with subtests.test(name_of(path)):
            lines = path.read_text().splitlines()
            assert len(lines) <= FILE_LIMIT_LINES
            assert lines[0].startswith(('// ', '/* '))
            assert max(map(len, lines)) <= LINE_LIMIT_CHARS


def test_the_vue_files_stay_small() -> None:
    vue = re.compile(r'^ *(template|computed|methods): ', re.MULTILINE)
    files = [path for path in OURS if vue.search(path.read_text())]
    assert files
    assert sum(len(path.read_text().splitlines()) for path in files) <= VUE_LIMIT_LINES


def test_what_an_element_mixes_in_is_in_a_folder_of_its_own() -> None:
    """`parts/` holds the mixins of `Chat` and `Sidebar`; elements with a template and plain classes are outside."""
    parts = {path for path in OURS if path.parent.name == 'parts'}
    vue = {path for path in OURS if '/** @type {VuePart} */' in path.read_text()}
    elements = {path for path in vue if re.search(r'^ *template: ', path.read_text(), re.MULTILINE)}
    assert parts
    assert vue - elements == parts


def test_scripts_and_styles_agree_on_what_is_a_phone() -> None:
    match = re.search(r'PHONE_MAX_PX = (\d+);', (ROOT / 'pages/client/media.js').read_text())
    assert match
    styles = '\n'.join(path.read_text() for path in sources('.css'))
    widths = {f'{kind} {width}' for kind, width in re.findall(r'@media.*\((min|max)-width: (\d+)px\)', styles)}
    assert {f'max {match[1]}', f'min {int(match[1]) + 1}'} <= widths
    scripts = [name_of(path) for path in OURS if path.name != 'media.js' and re.search(r'76[78]', path.read_text())]
    assert not scripts


def test_no_dangerous_function_is_called(subtests: pytest.Subtests) -> None:
    for pattern, reason in DANGEROUS.items():
        with subtests.test(pattern):
            callers = [
                name_of(path)
                for path in sources('.py')
                if 'tests' not in path.parts and re.search(pattern, path.read_text())
            ]
            assert not callers, f'{pattern} {reason}'


def test_no_decorator_stands_twice() -> None:
    twice = re.compile(r'^( *@.+)\n\1$', re.MULTILINE)
    assert not [name_of(path) for path in sources('.py') if twice.search(path.read_text())]


def test_routes_windows_and_pages_never_query() -> None:
    """For what they show and change they ask the domains; import-linter keeps Peewee itself away from them."""
    query = re.compile(
        r'\b[A-Z]\w+\.(select|get_or_none|get_by_id|get_or_create|insert|update|delete|create|replace)\('
    )
    folders = ('messenger/http', 'messenger/live', 'pages')
    names = [name_of(path) for path in sources('.py') if name_of(path).startswith(folders)]
    assert names
    assert not [name for name in names if query.search((ROOT / name).read_text())]


def test_the_top_level_contains_only_the_intended_files() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in project_files()} <= TOP_LEVEL


def test_nothing_is_loaded_from_elsewhere() -> None:
    """The product works on a machine without internet access: pages load nothing from other sites."""
    loading = re.compile(r'(?:src|href|url\(|import|fetch\()\s*[=(]?\s*["\']?(?:https?:)?//(?!www\.w3\.org)')
    for path in sources('.js', '.css', '.html', '.svg'):
        assert not loading.search(path.read_text()), name_of(path)


def test_tests_replace_only_public_names() -> None:
    """A private name may change with the code around it; what tests replace has a public name."""
    examples = "patch.setattr(a, '_b', 1)", "setattr(a(1), '_b', 2)", "patch.delattr('a._b')", "patch.object(a, '_b')"
    assert all(_replaces_a_private_name(example) for example in examples)
    assert not any(map(_replaces_a_private_name, ("patch.setattr(a, 'b', _c)", "patch.setattr(A, '__init__', b)")))
    tests = [path for path in sources('.py') if name_of(path).startswith('tests/')]
    assert not [name_of(path) for path in tests if _replaces_a_private_name(path.read_text())]


def _replaces_a_private_name(source: str) -> bool:
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    replacing = [
        call for call in calls if ast.unparse(call.func).rpartition('.')[2] in {'setattr', 'delattr', 'object', 'patch'}
    ]
    texts = [
        argument.value
        for call in replacing
        for argument in call.args[:2]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]
    return any(re.search(r'(^|\.)_(?!_)', text) for text in texts)


def test_names_say_what_they_name(subtests: pytest.Subtests) -> None:
    examples = 'for one in rows: pass', 'def _told(): pass', 'lambda found: 0', '[0 for a, said in b]', 'known: int = 1'
    assert all(map(_vague_names, examples))
    assert not any(map(_vague_names, ('met.found(known)', 'def one_room(all_found): pass', 'a.heard = 1')))
    for path in sources('.py'):
        with subtests.test(name_of(path)):
            names = _vague_names(path.read_text())
            assert not names, f'say what it is: {[(name, VAGUE_NAMES[name]) for name in names]}'


def _vague_names(source: str) -> set[str]:
    """The vague names of variables, arguments and functions that a source introduces."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            names.add(node.name)
    return {name.strip('_') for name in names} & {*VAGUE_NAMES}


def test_every_exception_to_a_rule_has_a_reason() -> None:
    exception = re.compile(r'# (noqa|type: ignore)')
    reasoned = re.compile(r'# noqa: [A-Z]+\d+(, [A-Z]+\d+)* - \w|# type: ignore\[[a-z-]+\] # (noqa|\w)')
    for path in sources('.py'):
        for line in path.read_text().splitlines():
            assert not exception.search(line) or reasoned.search(line) or path == Path(__file__), (
                f'{name_of(path)}: {line}'
            )
