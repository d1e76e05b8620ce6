"""Every public function that writes to the database says so with `@in_write`."""

import ast
from collections.abc import Iterator
from pathlib import Path

PRODUCT = Path(__file__).parents[3] / 'messenger'
WRITES = {'insert', 'insert_many', 'update', 'delete', 'create', 'store', 'replace', 'save', 'delete_instance'}


def test_public_functions_that_write_are_marked() -> None:
    functions = list(_writing_functions())
    assert len(functions) > 20
    assert not [where for where, is_marked in functions if not is_marked]


def _writing_functions() -> Iterator[tuple[str, bool]]:
    """Where they are, and whether they are marked. Inner functions are what their function gives to `write`."""
    for path in sorted(PRODUCT.rglob('*.py')):
        if 'migrations' in path.parts:
            continue
        tree = ast.parse(path.read_text())
        tables = _imported_from_models(tree)
        for function in tree.body:
            if not isinstance(function, ast.FunctionDef) or function.name.startswith('_'):
                continue
            if any(_writes(node, tables) for node in ast.walk(function)):
                marks = [mark.id for mark in function.decorator_list if isinstance(mark, ast.Name)]
                yield f'{path.relative_to(PRODUCT)}: {function.name}', 'in_write' in marks


def _imported_from_models(tree: ast.Module) -> set[str]:
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module == 'messenger.models']
    return {alias.asname or alias.name for node in imports for alias in node.names}


def _writes(node: ast.AST, tables: set[str]) -> bool:
    """Whether this is a call like `User.create(…)`, `user.save()`, `_INSERT.insert(…)` or `after_commit(…)`."""
    match node:
        case ast.Call(func=ast.Name(id='after_commit')):
            return True
        case ast.Call(func=ast.Attribute(attr='save'), args=[]):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attribute)):
            return attribute in WRITES and (name in tables or name.isupper())
    return False
