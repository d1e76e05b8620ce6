"""File handles: as many as the system allows, some of them reserved for work in progress."""

import errno
import logging
import sys

logger = logging.getLogger(__name__)

WANTED = 2**20
KEPT, KEPT_PART = 256, 4  # reserved for uploads, downloads, decoders and the database; at most a quarter of the limit


def raise_limit() -> None:
    """Let this process open as many files and sockets as its hard limit allows; many systems start with 1,024."""
    if sys.platform == 'win32':  # has no such limit
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    limit = WANTED if hard == resource.RLIM_INFINITY else min(hard, WANTED)
    if soft == resource.RLIM_INFINITY or soft >= limit:
        return
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
    except (OSError, ValueError) as error:
        logger.warning('The limit of %d open files cannot be raised (%s)', soft, error)


def _limit() -> int | None:
    """How many handles this process may have; None if there is no limit."""
    if sys.platform == 'win32':
        return None
    import resource

    soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return None if soft == resource.RLIM_INFINITY else soft


def count_left(handle: int) -> int:
    """How many more connections may be opened; `handle` is the newest file handle.

    The system assigns the lowest free number, so the newest number is about the number of open handles.
    """
    limit = _limit()
    return WANTED if limit is None else limit - count_reserved() - handle


def count_reserved() -> int:
    """How many handles are reserved and not for connections."""
    limit = _limit()
    return KEPT if limit is None else min(KEPT, limit // KEPT_PART)


def ran_out(error: BaseException) -> bool:
    """Whether something failed because no handle was free; it may work a moment later."""
    return isinstance(error, OSError) and error.errno in (errno.EMFILE, errno.ENFILE)
