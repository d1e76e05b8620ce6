"""A long topic is cut in the header of a room; the counts after it stay visible."""

from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.live_server import LiveServer

WIDTHS_PX = (320, 390, 768, 1024, 1600)


async def test_a_long_topic_leaves_the_counts_visible(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna')
    room = await anna.create_room(f'Pier of {anna.name}')
    [mine] = await anna.server.call('ids_of', [anna.name])
    await anna.server.call('rooms.update', mine, room, member_ids=[mine], topic='boats ' * 33)
    await anna.goto(f'/rooms/{room}')
    topic, counts = (anna.main.locator('.titles p > span').nth(index) for index in (0, 1))
    await expect(counts).to_contain_text('1 member')
    await expect(topic).to_contain_text('boats')
    for width in WIDTHS_PX:
        await anna.page.set_viewport_size({'width': width, 'height': 700})
        assert await counts.evaluate(
            """(counts) => {
              const inside = counts.parentElement.getBoundingClientRect(), own = counts.getBoundingClientRect();
              return counts.scrollWidth <= counts.clientWidth + 1 && own.right <= inside.right + 1 && own.width > 40;
            }"""
        ), width
