"""Starts the messenger; `python main.py --help` lists the options."""

import sys

from messenger.cli.parse import Arguments, run
from messenger.settings import Settings


def serve(settings: Settings, arguments: Arguments) -> None:
    """Import the pages and serve them. Importing takes a second, which other commands save."""
    from pages import server

    server.serve(settings, arguments)


if __name__ == '__main__':
    sys.exit(run(sys.argv[1:], serve))
