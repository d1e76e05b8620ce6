"""Where a module finds the objects that live as long as the process; `messenger/app.py` creates and sets them.

Domain functions run in reader and writer threads and are called from routes, windows, pages and the command line. So a
module that needs such an object keeps a `Current` for it instead of passing it through every signature. With several
processes, the root sets another implementation with the same methods.
"""

from typing import Generic, TypeVar

from messenger.settings import Settings

T = TypeVar('T')


class Current(Generic[T]):
    """The object of this process. Reading `value` before the root has set it raises AttributeError."""

    __slots__ = ('value',)

    value: T

    def set(self, value: T) -> None:
        """Use this object from now on. Only the composition root and tests call this."""
        self.value = value


settings: Current[Settings] = Current()
