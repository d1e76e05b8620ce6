"""File handles: as many as the system allows, and some of them kept for what already runs."""

import errno
import logging
import sys

logger = logging.getLogger(__name__)

WANTED = 2**20
KEPT, KEPT_PART = 256, 4  # for uploads, downloads, decoders and the database: so many, or a fourth of few

_limit: int | None = None


def raise_limit() -> None:
    """Let this process open as many files and sockets as its hard limit allows; many systems begin at 1,024."""
    global _limit
    if sys.platform == 'win32':  # counts no handles
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
    """How many more connections may be opened; `handle` is the newest one.

    The system gives the lowest free number, so that the number of the newest is about how many are open.
    """
    return WANTED if _limit is None else _limit - kept() - handle


def kept() -> int:
    """How many are not for connections."""
    return KEPT if _limit is None else min(KEPT, _limit // KEPT_PART)


def ran_out(error: BaseException) -> bool:
    """Whether something failed for want of a handle, and may work a moment later."""
    return isinstance(error, OSError) and error.errno in (errno.EMFILE, errno.ENFILE)
