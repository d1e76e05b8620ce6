"""One server at a time on a data folder."""

import subprocess
import sys
from pathlib import Path

from tests.live_server import ROOT, LiveServer, free_port


def start_another(data_dir: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, 'main.py', '--data', str(data_dir), '--port', str(free_port())]
    return subprocess.run(
        command, cwd=ROOT, env=environment or None, capture_output=True, text=True, timeout=30, check=False
    )


def test_a_second_server_on_the_same_folder_is_refused_in_one_sentence(tmp_path: Path) -> None:
    first = LiveServer(tmp_path / 'data')
    first.start()
    try:
        second = start_another(tmp_path / 'data')
        assert second.returncode == 2
        assert second.stderr.startswith('DATA_DIR: another messenger (process ')
        assert len(second.stderr.strip().splitlines()) == 1
        elsewhere = start_another(tmp_path / 'other', DATABASE_URL=f'sqlite:///{tmp_path}/data/messenger.db')
        assert elsewhere.returncode == 2
    finally:
        first.kill()
    first.start()
    first.stop()
