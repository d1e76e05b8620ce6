"""The process that decodes pictures receives its input complete, however late it starts to read."""

from pathlib import Path

import pytest

from messenger.files import image_process, image_worker
from messenger.files.picture_sizes import Bounds

LATE = """
import sys, time
time.sleep(3 * {look_s})
content = sys.stdin.buffer.read()
sys.stdout.buffer.write(b'picture')
sys.stderr.write(f'{{len(content)}} 1')
"""
MORE_THAN_A_PIPE_HOLDS = 1_000_000


def test_a_process_that_starts_late_gets_the_whole_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / 'late.py'
    program.write_text(LATE.format(look_s=image_process.STOP_LOOK_S))
    monkeypatch.setattr(image_worker, '__file__', str(program))
    monkeypatch.setattr(image_process, 'WALL_LIMIT_S', 20)
    assert image_process.scale_to_fit(b'x' * MORE_THAN_A_PIPE_HOLDS, Bounds(10)).width == MORE_THAN_A_PIPE_HOLDS
