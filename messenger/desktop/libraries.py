"""The system libraries that Qt's window needs on Linux, and the Debian packages that have them."""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

LDD_S = 20
NEEDING = ('Qt/plugins/platforms/libqxcb.so', 'Qt/lib/libQt6WebEngineCore.so.6', 'Qt/libexec/QtWebEngineProcess')
# all that a machine without a desktop lacks: for the README, and for the tests of the window
PACKAGES = (
    *('libasound2', 'libdbus-1-3', 'libegl1', 'libfontconfig1', 'libgl1', 'libglib2.0-0', 'libnss3', 'libxcb-cursor0'),
    *('libxcb-icccm4', 'libxcb-image0', 'libxcb-keysyms1', 'libxcb-randr0', 'libxcb-render-util0', 'libxcb-shape0'),
    *('libxcb-sync1', 'libxcb-xfixes0', 'libxcb-xkb1', 'libxcomposite1', 'libxdamage1', 'libxkbcommon-x11-0'),
    *('libxkbfile1', 'libxrandr2', 'libxtst6'),
)
_NAME = re.compile(r'(?P<name>lib.+?)\.so(?:\.(?P<version>\d+).*)?')
_IN_OTHER_PACKAGES = {
    'libbrotlicommon.so.1': 'libbrotli1',
    'libbrotlidec.so.1': 'libbrotli1',
    'libglib-2.0.so.0': 'libglib2.0-0',
    'libgobject-2.0.so.0': 'libglib2.0-0',
    'libgthread-2.0.so.0': 'libglib2.0-0',
    'libgio-2.0.so.0': 'libglib2.0-0',
    'libnssutil3.so': 'libnss3',
    'libsmime3.so': 'libnss3',
    'libssl3.so': 'libnss3',
    'libplc4.so': 'libnspr4',
    'libplds4.so': 'libnspr4',
}


def missing() -> list[str]:
    """The libraries that the dynamic loader does not find for Qt's window; none if nothing can be asked."""
    spec = importlib.util.find_spec('PySide6')
    ldd = shutil.which('ldd')
    if spec is None or spec.origin is None or ldd is None:
        return []
    folder = Path(spec.origin).parent
    return sorted({library for part in NEEDING for library in _not_found(ldd, folder / part)})


def _not_found(ldd: str, program: Path) -> list[str]:
    if not program.exists():
        return []
    try:
        command = [ldd, str(program)]
        answer = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LDD_S)  # noqa: S603 - our own
    except (OSError, subprocess.TimeoutExpired):
        return []
    return [line.split()[0] for line in answer.stdout.splitlines() if line.rstrip().endswith('not found')]


def packages_with(libraries: Iterable[str]) -> list[str]:
    """The names of the packages of Debian and Ubuntu that have these libraries, by Debian's rule for such names."""
    return sorted({_package_with(library) for library in libraries})


def _package_with(library: str) -> str:
    parts = _NAME.fullmatch(library)
    if library in _IN_OTHER_PACKAGES or parts is None:
        return _IN_OTHER_PACKAGES.get(library, library)
    name, version = parts['name'].lower(), parts['version'] or ''
    return f'{name}-{version}' if version and name[-1].isdigit() else name + version
