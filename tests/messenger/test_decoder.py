"""The process that decodes pictures: what it is given arrives whole, however late it begins to read."""

from pathlib import Path

import pytest

from messenger import decoder, pictures

LATE = """
import sys, time
time.sleep(3 * {look_s})
content = sys.stdin.buffer.read()
sys.stdout.buffer.write(b'picture')
sys.stderr.write(f'{{len(content)}} 1')
"""
MORE_THAN_A_PIPE_HOLDS = 1_000_000


def test_a_process_that_begins_late_gets_the_whole_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / 'late.py'
    program.write_text(LATE.format(look_s=decoder.STOP_LOOK_S))
    monkeypatch.setattr(pictures, '__file__', str(program))
    monkeypatch.setattr(decoder, 'WALL_LIMIT_S', 20)
    assert decoder.fitted(b'x' * MORE_THAN_A_PIPE_HOLDS, 10).width == MORE_THAN_A_PIPE_HOLDS
