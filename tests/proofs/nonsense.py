"""Frames that no window of ours would send, and some that it would, for Hypothesis."""

import json

from hypothesis import strategies as st

from messenger.live.requests.table import EVENTS

OURS = tuple(EVENTS)
NICEGUI = ('handshake', 'event', 'javascript_response', 'ack', 'log', 'disconnect', 'connect')
OUR_FIELDS = sorted({name for route in EVENTS.values() for name in route.request.__struct_fields__})
NICEGUI_FIELDS = ('id', 'listener_id', 'args', 'request_id', 'result', 'level', 'message', 'next_message_id', 'tab_id')
HEADS = ('42', '427', '420', '42/other,1', '45', '451-', '452-["x"]', '43', '4399', '41', '40', '44', '4', '42-1', '1')
CLIENT = 'CLIENT'  # placeholder for the id of the window's own client

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FACTS = st.fixed_dictionaries(
    {'client_id': st.just(CLIENT) | JSON},
    optional={name: JSON | st.integers(-1, 2**70) for name in (*OUR_FIELDS, *NICEGUI_FIELDS)},
)
ASKED = st.builds(
    lambda head, name, data: head + json.dumps([name, data]),
    st.just('42') | st.just('427') | st.sampled_from(HEADS),
    st.sampled_from(OURS + NICEGUI) | st.text(max_size=10),
    FACTS | JSON,
)
NEARLY = st.text('0123456789[]{}",-/', max_size=40)
FRAMES = st.lists(ASKED | ASKED | st.text(max_size=60) | NEARLY, max_size=12)
