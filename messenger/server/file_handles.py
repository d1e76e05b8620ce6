"""File handles: as many as the system allows, some of them reserved for work in progress."""

import errno
import logging
import sys

logger = logging.getLogger(__name__)

WANTED = 2**20
KEPT, KEPT_PART = 256, 4  # reserved for uploads, downloads, decoders and the database; at most a quarter of the limit

_limit: int | None = None


def raise_limit() -> None:
    """Let this process open as many files and sockets as its hard limit allows; many systems start with 1,024."""
    global _limit
    if sys.platform == 'win32':  # has no such limit
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = WANTED if hard == resource.RLIM_INFINITY else min(hard, WANTED)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        wanted = soft
    else:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        except (OSError, ValueError) as error:
            logger.warning('The limit of %d open files cannot be raised (%s)', soft, error)
            wanted = soft
    _limit = None if wanted == resource.RLIM_INFINITY else wanted


def left(handle: int) -> int:
    """How many more connections may be opened; `handle` is the newest file handle.

    The system assigns the lowest free number, so the newest number is about the number of open handles.
    """
    return WANTED if _limit is None else _limit - kept() - handle


def kept() -> int:
    """How many handles are reserved and not for connections."""
    return KEPT if _limit is None else min(KEPT, _limit // KEPT_PART)


def ran_out(error: BaseException) -> bool:
    """Whether something failed because no handle was free; it may work a moment later."""
    return isinstance(error, OSError) and error.errno in (errno.EMFILE, errno.ENFILE)
