"""The hostile members of the proofs can send everything they are supposed to send."""

import json
from typing import Any

import orjson
import pytest

from tests.proofs import flooder

MAKERS = {kind: run.__self__.make for kind, run in flooder.FLOODS.items() if hasattr(run, '__self__')}


@pytest.mark.parametrize('kind', MAKERS)
async def test_each_kind_of_flood_makes_frames(kind: str) -> None:
    rogue = flooder.Rogue(1, 'token')
    rogue.client_id = 'client'
    events = [{'type': name, 'listener_id': 'x'} for name in ('newRoom', 'userMenu', 'details', 'stale', 'input')]
    rogue.learn({'1': {'tag': 'input', 'events': events}})
    make = MAKERS[kind](rogue, 1)
    frames: list[tuple[str, dict[str, Any]]] = [make(number) for number in range(200)]
    for name, data in frames:
        assert orjson.loads(orjson.dumps([name, data])) == [name, data]
    if kind == 'everything':
        assert str(2**70) in {arg for _, data in frames for arg in data['args']}
        assert json.loads(str(2**70)) == 2**70
