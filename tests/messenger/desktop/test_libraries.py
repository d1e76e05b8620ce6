"""The desktop window names the system libraries that it lacks before Qt starts."""

import importlib.util
from pathlib import Path
from types import SimpleNamespace

import pytest

from messenger.desktop import libraries, window

ROOT = Path(__file__).parents[3]
LDD = """#!/bin/sh
echo "	linux-vdso.so.1 (0x00007ffc)"
echo "	libxcb-icccm.so.4 => not found"
echo "	libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)"
echo "	libdbus-1.so.3 => not found"
"""


@pytest.fixture
def lacking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine whose loader does not find two libraries of Qt."""
    ldd = tmp_path / 'ldd'
    ldd.write_text(LDD)
    ldd.chmod(0o755)
    for part in libraries.NEEDING:
        (tmp_path / part).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / part).touch()
    monkeypatch.setattr(
        importlib.util, 'find_spec', lambda _name: SimpleNamespace(origin=str(tmp_path / '__init__.py'))
    )
    monkeypatch.setattr('shutil.which', lambda _name: str(ldd))


@pytest.mark.usefixtures('lacking')
def test_the_sentence_names_the_libraries_and_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('DISPLAY', ':0')
    monkeypatch.setattr('sys.platform', 'linux')
    assert window.missing() == (
        '--native needs libraries that are not installed: libdbus-1.so.3, libxcb-icccm.so.4. '
        'On Debian and Ubuntu: apt install libdbus-1-3 libxcb-icccm4'
    )


@pytest.mark.parametrize(
    ('library', 'package'),
    [
        ('libEGL.so.1', 'libegl1'),
        ('libdbus-1.so.3', 'libdbus-1-3'),
        ('libxkbcommon-x11.so.0', 'libxkbcommon-x11-0'),
        ('libXcomposite.so.1', 'libxcomposite1'),
        ('libxcb-render-util.so.0', 'libxcb-render-util0'),
        ('libnssutil3.so', 'libnss3'),
        ('libglib-2.0.so.0', 'libglib2.0-0'),
        ('libX11.so.6', 'libx11-6'),
        ('libasound.so.2', 'libasound2'),
        ('libbrotlidec.so.1', 'libbrotli1'),
    ],
)
def test_packages_are_named_as_debian_does(library: str, package: str) -> None:
    assert libraries.packages_with([library]) == [package]


def test_nothing_is_missing_where_qt_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, 'find_spec', lambda _name: None)
    assert libraries.missing() == []


def test_the_readme_names_all_of_them() -> None:
    readme = (ROOT / 'README.md').read_text()
    assert f'apt install {" ".join(libraries.PACKAGES)}' in ' '.join(readme.split())
