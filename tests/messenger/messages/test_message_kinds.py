"""Kinds of messages: the server asks their rules, and nowhere compares their names."""

import re
from pathlib import Path

import pytest

from messenger import history
from messenger.errors import NotAllowed, NotFound
from messenger.messages import messages, pins, reactions
from messenger.models.message_kinds import KINDS, NOTICE
from tests.factories import make_room, make_user

ROOT = Path(__file__).parents[3]


@pytest.mark.usefixtures('database')
async def test_a_notice_cannot_be_edited_deleted_pinned_reacted_to_or_quoted() -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    notice = (await history.open_room(anna.id, room)).messages[0]
    assert notice.kind == NOTICE
    with pytest.raises(NotAllowed):
        await messages.edit(anna.id, notice.id, 'words')
    for change in (
        messages.delete(anna.id, notice.id),
        pins.put(anna.id, notice.id, on=True),
        reactions.put(anna.id, notice.id, '👍', on=True),
    ):
        with pytest.raises(NotFound):
            await change
    assert (await messages.send(anna.id, room, 'k', 'what?', reply=notice.seq)).reply is None


def test_only_the_module_of_kinds_knows_what_each_kind_may_do() -> None:
    comparison = re.compile(rf"kind\b.{{0,12}}(?:==|!=)\s*(?:TEXT\b|NOTICE\b|'(?:{'|'.join(KINDS)})')")
    comparisons = [
        f'{path.relative_to(ROOT)}: {line.strip()}'
        for path in (ROOT / 'messenger').rglob('*.py')
        for line in path.read_text().splitlines()
        if comparison.search(line)
    ]
    assert comparisons == []
