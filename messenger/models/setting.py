"""Site settings that an admin changes in the browser."""

from peewee import CharField, TextField

from messenger.models.base import Table


class Setting(Table):
    """One setting, by name."""

    name = CharField(40, primary_key=True)
    value = TextField()

    @classmethod
    def store(cls, name: str, value: str) -> None:
        """Set a setting; a new value replaces the old one."""
        cls.insert(name=name, value=value).on_conflict_replace().execute()
