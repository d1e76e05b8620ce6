"""Finds a Chromium for the browser tests, or installs one.

`--desktop`: also a screen for the desktop window. `--engines`: also Firefox and WebKit.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from messenger.desktop import libraries

NAMES = ('chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable')
DOWNLOAD_S, INSTALL_S = 300, 600
APT = ('apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'fonts-noto-color-emoji')
PACKAGES = ('chromium-headless-shell', 'chromium')  # the first is smaller and faster, if the system has it

ENGINES = {'firefox-esr': 'firefox-esr', 'WebKitWebDriver': 'webkit2gtk-driver', 'Xvfb': 'xvfb'}
DESKTOP = {'Xvfb': 'xvfb', 'openbox': 'openbox', 'wmctrl': 'wmctrl', 'xdotool': 'xdotool'}


def find_chromium() -> Path | None:
    """The browser in CHROMIUM_PATH, the system's, or Playwright's own; None if there is none."""
    candidates = [os.environ.get('CHROMIUM_PATH')] + [shutil.which(name) for name in NAMES]
    for path in [*candidates, _playwrights_own()]:
        if path and Path(path).is_file():
            return Path(path)
    return None


def _playwrights_own() -> str | None:
    ask = 'from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)'
    run = subprocess.run([sys.executable, '-c', ask], capture_output=True, text=True, check=False)
    return run.stdout.strip() or None


def _tried(*command: str, limit_s: int) -> bool:
    print('Trying:', ' '.join(command), flush=True)
    try:
        return subprocess.run(command, timeout=limit_s, check=False, stdin=subprocess.DEVNULL).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def install() -> None:
    """Install Playwright's own browser, else the system's package."""
    _tried(sys.executable, '-m', 'playwright', 'install', 'chromium', limit_s=DOWNLOAD_S)
    if find_chromium() is None and shutil.which('apt-get'):
        _tried(*_as_root(), 'apt-get', 'update', '-qq', limit_s=INSTALL_S)
        for package in PACKAGES:
            if _tried(*_as_root(), *APT, package, limit_s=INSTALL_S):
                break


def install_desktop() -> None:
    """Install a virtual screen, a window manager, a tool to type and Qt's libraries.

    Without them the window's tests are skipped.
    """
    if shutil.which('apt-get') and (libraries.missing() or not all(map(shutil.which, DESKTOP))):
        _tried(*_as_root(), 'apt-get', 'update', '-qq', limit_s=INSTALL_S)
        _tried(*_as_root(), *APT, *DESKTOP.values(), *libraries.PACKAGES, limit_s=INSTALL_S)


def install_engines() -> None:
    """Install Firefox and WebKit. Without them their tests are skipped."""
    if shutil.which('apt-get') and not all(map(shutil.which, ENGINES)):
        _tried(*_as_root(), 'apt-get', 'update', '-qq', limit_s=INSTALL_S)
        _tried(*_as_root(), *APT, *ENGINES.values(), limit_s=INSTALL_S)


def _as_root() -> tuple[str, ...]:
    return () if os.geteuid() == 0 else ('sudo', '-n')


def main() -> int:
    """Print which browser the tests will use; exit code 1 if there is none."""
    if find_chromium() is None:
        install()
    if '--desktop' in sys.argv:
        install_desktop()
    if '--engines' in sys.argv:
        install_engines()
    browser = find_chromium()
    if browser is None:
        print('No browser found. Install Chromium or set CHROMIUM_PATH, then run the tests again.', file=sys.stderr)
        return 1
    print(f'Browser: {browser}')
    return 0


if __name__ == '__main__':
    sys.exit(main())
