"""What the tests of the command line share."""

from dataclasses import fields
from pathlib import Path

import pytest

from messenger.settings import Settings
from tests.live import free_port
from tests.terminal import Run, terminal


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line in an empty folder, with no setting in the environment but a free port."""
    monkeypatch.chdir(tmp_path)
    for field in fields(Settings):
        monkeypatch.delenv(field.name.upper(), raising=False)
    monkeypatch.setenv('PORT', str(free_port()))
    return terminal(capsys)
