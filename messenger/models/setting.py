"""Site settings that an admin changes in the browser."""

from peewee import CharField, TextField

from messenger.models.base import Table


class Setting(Table):
    """One setting, by name."""

    name = CharField(40, primary_key=True)
    value = TextField()
