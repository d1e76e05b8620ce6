"""The words of text files, as the search index has them."""

from peewee import BlobField, IntegerField

from messenger.models.attachment import Attachment
from messenger.models.base import Table, reference


class FileWords(Table):
    """The word stems of the beginning of a text file, deflated; null until the file of a message has been read.

    The row of the message in the index contains them, and only with exactly these words can it be removed. `chars` is
    how many characters they have. Files of other kinds from before text files were recognised have a row until they
    have been read.
    """

    attachment = reference(Attachment, on_delete='CASCADE', primary_key=True)
    attachment_id: int
    words = BlobField(null=True)
    chars = IntegerField(default=0)


FileWords.add_index(FileWords.attachment, where=FileWords.words.is_null(), name='file_words_waiting')
