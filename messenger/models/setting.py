"""What an admin sets for the whole place, from the browser."""

from peewee import CharField, TextField

from messenger.models.base import Table


class Setting(Table):
    """One choice, by name."""

    name = CharField(40, primary_key=True)
    value = TextField()
