"""What a process has used, as the kernel counts it (Linux, proc(5)), and the machine it was measured on."""

import os
import platform
import sqlite3
import subprocess
from importlib.metadata import version
from pathlib import Path

TICKS_PER_S = os.sysconf('SC_CLK_TCK')


def cpu_s(pid: int) -> float:
    """Seconds of CPU that a process and its threads have used, in user and kernel."""
    fields = Path(f'/proc/{pid}/stat').read_text().rsplit(')', 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_S


def memory_kb(pid: int) -> int:
    """Kilobytes (1,024 bytes) that belong to a process: proportional set size."""
    for line in Path(f'/proc/{pid}/smaps_rollup').read_text().splitlines():
        if line.startswith('Pss:'):
            return int(line.split()[1])
    raise AssertionError('the kernel tells no Pss')


def describe() -> dict[str, str]:
    """Machine and versions, for the record."""
    cpu = next(
        (line.split(':')[1].strip() for line in Path('/proc/cpuinfo').read_text().splitlines() if 'model name' in line),
        platform.machine(),
    )
    commit = subprocess.run(['git', 'rev-parse', '--short', 'HEAD'], capture_output=True, text=True, check=False)
    return {
        'cpu': cpu,
        'cores': str(os.cpu_count()),
        'python': platform.python_version(),
        'nicegui': version('nicegui'),
        'peewee': version('peewee'),
        'uvicorn': version('uvicorn'),
        'sqlite': sqlite3.sqlite_version,
        'commit': commit.stdout.strip(),
    }
