"""Files of the demo: drawn, inspected and stored like files that people send."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from messenger.database.engine import in_write
from messenger.demo.enclosures import ENCLOSED
from messenger.files import thumbnails
from messenger.models import Attachment
from messenger.payloads import MessageRow
from messenger.settings import Settings


@dataclass(frozen=True)
class Enclosed:
    """A stored file that is not yet attached to its message."""

    name: str
    stored: str
    size_bytes: int
    content: thumbnails.Content


def draw(settings: Settings) -> dict[str, list[Enclosed]]:
    """Store the files; return them by the beginning of the line they belong to. Blocks; raises StorageUnavailable."""
    return {line: [_store(settings, name, make()) for name, make in files] for line, files in ENCLOSED.items()}


@in_write
def enclose(row: MessageRow, room_id: int, moment: datetime, files: dict[str, list[Enclosed]]) -> None:
    """Attach the files of its line to the message of `row`, sent at `moment`."""
    for line, enclosed in files.items():
        if row.body.startswith(line):
            for number, file in enumerate(enclosed):
                Attachment.create(
                    user=row.author,
                    key=f'demo:{row.seq}:{number}',
                    room=room_id,
                    message=row.id,
                    name=file.name,
                    kind=file.content.kind,
                    media_type=file.content.media_type,
                    size_bytes=file.size_bytes,
                    width=file.content.width,
                    height=file.content.height,
                    lines=file.content.lines,
                    stored=file.stored,
                    created_at=moment,
                )


def _store(settings: Settings, name: str, content: bytes) -> Enclosed:
    stored = hashlib.sha256(content).hexdigest()[:32]
    path = settings.uploads_dir / stored[:2] / stored
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return Enclosed(name, stored, len(content), thumbnails.inspect_and_copy(path, path))
