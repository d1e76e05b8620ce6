"""Starts the messenger; `python main.py --help` tells what can be asked of it."""

import sys

from messenger.cli.parse import Arguments, run
from messenger.settings import Settings


def serve(settings: Settings, arguments: Arguments) -> None:
    """Import the pages, which takes a second that other commands do without, and serve them."""
    from pages import server

    server.serve(settings, arguments)


if __name__ == '__main__':
    sys.exit(run(sys.argv[1:], serve))
