"""Any form and any sequence of upload requests is answered without an internal error, and nothing is mixed up.

FUZZ_MINUTES limits each test of the long form, see `proof`.
"""

import asyncio
import itertools
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from messenger.database.engine import read
from messenger.errors import FileGone
from messenger.files import attachments, upload_states, uploads
from messenger.messages import messages
from messenger.models import Attachment, User
from messenger.models.attachment import UNFINISHED
from messenger.settings import Settings
from tests.bad_pictures import picture
from tests.factories import log_in, make_room, make_user

FAULT = 500
ANSWER_S = 60
STORIES = 3
FUZZ_MINUTES = float(os.environ.get('FUZZ_MINUTES', 10 / STORIES))
SHORT, LONG = 40, 1_000_000
PNG = picture()

PART_HEADER = st.sampled_from(
    [
        b'Content-Disposition: form-data; name="avatar"; filename="a.png"',
        b'Content-Disposition: form-data; name="left"',
        b'Content-Disposition: form-data; name="top"',
        b'Content-Disposition: form-data; name="size"',
        b'Content-Disposition: form-data; name="\xff"; filename*=utf-8\'\'%ff',
        b'Content-Disposition: form-data',
        b'Content-Disposition: attachment; filename="',
        b'Content-Type: image/png',
        b'Content-Type: multipart/mixed; boundary=x',
        b'Content-Transfer-Encoding: base64',
        b'Content-Length: -1',
        b': ',
        b'no colon',
        b'x' * 70_000,
    ]
)
HEADERS = st.lists(st.one_of(PART_HEADER, st.binary(max_size=30)), max_size=4).map(b'\r\n'.join)
CONTENT = st.one_of(
    st.sampled_from([PNG, b'', b'1', b'nan', b'--x', b'\r\n--x--\r\n', PNG[:40]]), st.binary(max_size=200)
)
PART = st.tuples(st.sampled_from([b'--x\r\n', b'--x', b'\r\n--x\r\n', b'--x--', b'']), HEADERS, CONTENT).map(
    lambda part: part[0] + part[1] + b'\r\n\r\n' + part[2] + b'\r\n'
)
BODY = st.tuples(st.lists(PART, max_size=6).map(b''.join), st.sampled_from([b'--x--\r\n', b'--x--', b'--x', b''])).map(
    b''.join
)
KIND = st.one_of(
    st.sampled_from(
        [
            b'multipart/form-data; boundary=x',
            b'multipart/form-data; boundary="x"',
            b'multipart/form-data; boundary=',
            b'multipart/form-data; boundary=' + b'x' * 300,
            b'multipart/form-data; charset=nothing; boundary=x',
            b'multipart/form-data; charset=utf-16; boundary=x',
            b'multipart/form-data; boundary=x; boundary=y',
            b'MULTIPART/FORM-DATA;boundary=x',
            b'multipart/form-data',
        ]
    ),
    st.binary(max_size=20).map(lambda rest: b'multipart/form-data; boundary=' + rest),
)
CUTS = st.lists(st.integers(0, 400), max_size=5)

KEYS = ('k', 'l')
PART_OF_FILE = st.tuples(st.integers(-2, 70), st.integers(0, 70))
DEED = st.one_of(
    st.tuples(st.just('announce'), st.sampled_from(KEYS), st.sampled_from([60, 60, 60, 61, 0, -1])),
    st.tuples(st.just('append'), st.sampled_from(KEYS), PART_OF_FILE),
    st.tuples(st.just('rest'), st.sampled_from(KEYS), st.booleans()),
    st.tuples(st.just('discard'), st.sampled_from(KEYS), st.none()),
    st.tuples(st.just('send'), st.sampled_from(KEYS), st.none()),
)
ROUNDS = st.lists(st.lists(DEED, min_size=1, max_size=4), max_size=8)

Examine = Callable[..., None]


@pytest.fixture
async def anna(client: httpx.AsyncClient) -> User:
    user = await make_user('anna')
    await log_in(client, user)
    return user


@pytest.fixture
async def room(anna: User) -> int:
    return await make_room(anna)


@pytest.fixture(params=[SHORT, pytest.param(LONG, marks=pytest.mark.proof)])
async def examine(request: pytest.FixtureRequest) -> Examine:
    """`examine(act, **strategies)`: await `act` with examples, a fixed number of times or for FUZZ_MINUTES."""
    loop = asyncio.get_running_loop()
    end = time.monotonic() + FUZZ_MINUTES * 60
    options: dict[str, Any] = {'phases': (Phase.explicit, Phase.generate)} if request.param == LONG else {}

    def run(act: Callable[..., Awaitable[None]], **strategies: st.SearchStrategy[Any]) -> None:
        tried = 0

        def story(**drawn: Any) -> None:
            nonlocal tried
            if time.monotonic() < end or request.param == SHORT:
                tried += 1
                loop.run_until_complete(asyncio.wait_for(act(**drawn), ANSWER_S))

        batch = min(request.param, 500)
        examined = examples(
            max_examples=batch, deadline=None, suppress_health_check=list(HealthCheck), database=None, **options
        )(given(**strategies)(story))
        examined()
        while request.param == LONG and time.monotonic() < end:
            examined()
        assert tried

    return run


async def cut(body: bytes, places: list[int]) -> AsyncIterator[bytes]:
    """The body in pieces, cut at these positions, as it arrives over a connection."""
    before = 0
    for place in [*sorted(places), len(body)]:
        yield body[before:place]
        before = max(before, place)


def test_any_form_is_answered(examine: Examine, client: httpx.AsyncClient, anna: User) -> None:
    async def act(body: bytes, kind: bytes, places: list[int]) -> None:
        headers = httpx.Headers([(b'content-type', kind)])
        answer = await client.post('/avatars', content=cut(body, places), headers=headers)
        assert answer.status_code < FAULT, answer.text

    examine(act, body=BODY, kind=KIND, places=CUTS)


def test_a_valid_form_is_accepted_however_it_is_cut(examine: Examine, client: httpx.AsyncClient, anna: User) -> None:
    async def act(places: list[int], crop: list[str]) -> None:
        fields = dict(zip(('left', 'top', 'size'), crop, strict=False))
        request = client.build_request('POST', '/avatars', data=fields, files={'avatar': PNG})
        whole = request.read()
        headers = {'content-type': request.headers['content-type']}
        answer = await client.post('/avatars', content=cut(whole, places), headers=headers)
        assert answer.status_code == 200 if not any(crop) else answer.status_code < FAULT

    examine(act, places=CUTS, crop=st.lists(st.sampled_from(['', '0', '10', '-1', 'nan', '1e999', '٣']), max_size=3))


def test_any_sequence_of_requests_is_answered(
    examine: Examine, client: httpx.AsyncClient, anna: User, room: int, settings: Settings
) -> None:
    """Several at once, round after round: a file that was sent stays the same, byte for byte."""
    stories, marks = 0, itertools.count()

    async def act(rounds: list[list[tuple[str, str, Any]]]) -> None:
        nonlocal stories
        stories += 1
        sent: dict[int, bytes] = {}
        for changes in rounds:
            await asyncio.gather(*(do(*change, sent) for change in changes))
            for file, content in sent.items():
                download = await client.get(f'/files/{file}/x')
                assert (download.status_code, download.content) == (200, content)
        for key in KEYS:
            await client.delete(f'/files/{stories}{key}')
        assert uploads.running.value == {}
        await asyncio.to_thread(attachments.threads.submit(bool).result)
        left = {path.name for path in settings.uploads_dir.rglob('*') if path.is_file()}
        assert left == await read(lambda: {row.stored for row in Attachment.select(Attachment.stored)})

    async def do(change: str, key: str, fact: Any, sent: dict[int, bytes]) -> None:
        path, content = f'/files/{stories}{key}', bytes([next(marks) % 256]) * 70
        if change == 'announce':
            answer = await client.post(path, params={'room': room, 'name': 'a', 'size': fact})
        elif change == 'append':
            offset, length = fact
            answer = await client.patch(path, params={'offset': offset}, content=content[:length])
        elif change == 'rest':
            row = await read(Attachment.get_or_none, Attachment.key == f'{stories}{key}')
            there = upload_states.count_arrived(row.stored) if row else 0
            answer = await client.patch(
                path,
                params={'offset': there, 'wait': int(fact)},
                content=content[there : row.size_bytes if row else 70],
            )
        elif change == 'discard':
            answer = await client.delete(path)
        else:
            await send(f'{stories}{key}', sent)
            return
        assert answer.status_code < FAULT, answer.text

    async def send(key: str, sent: dict[int, bytes]) -> None:
        row = await read(Attachment.get_or_none, Attachment.key == key)
        if row is not None and row.kind != UNFINISHED and row.message_id is None:
            try:
                await messages.send(anna.id, room, f'm{row.id}', '', files=[row.id])
            except FileGone:
                return
            sent[row.id] = attachments.path_of(row.stored).read_bytes()
            assert len(sent[row.id]) == row.size_bytes

    examine(act, rounds=ROUNDS)
