"""The search page when there is too much to scan at once, or no time for it."""

import html
import re

import httpx
import pytest

from messenger.errors import TookTooLong
from messenger.messages import messages
from messenger.rooms import rooms
from messenger.search import plan, results, walk
from tests.pages.conftest import SignUp, UserWindow


@pytest.fixture
async def anna(sign_up: SignUp) -> UserWindow:
    """A person who has sent many messages, the oldest of them about soup."""
    anna = await sign_up('anna')
    room = await rooms.create(anna.user_id, f'Kitchen of {anna.user_id}', [])
    for number in range(60):
        await messages.send(anna.user_id, room, f'k{number}', 'soup' if number < 2 else f'bread {number}')
    return anna


@pytest.fixture
def short_of_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search reads few rows before it answers."""

    def little(budget: walk.Budget) -> None:
        budget.rows, budget.seconds = 70, 60
        budget.__post_init__()

    monkeypatch.setattr(plan, 'quick_plans', lambda _criteria: [])
    monkeypatch.setattr(walk, 'LIST_COST_ROWS', 0)
    monkeypatch.setattr(walk.Budget, '__init__', little)


async def test_a_search_that_stopped_early_says_how_far_back_it_looked_and_offers_to_continue(
    anna: UserWindow, short_of_rows: None
) -> None:
    answer = await anna.http.get('/search', params={'q': '-bread '})
    assert answer.status_code == httpx.codes.OK
    status = re.search(
        r'role=\S*status[^/]*Nothing found yet\. Searched back to:.{1,10}local-time datetime=', answer.text
    )
    assert status, answer.text[-2_000:]
    assert 'Search further back' in answer.text
    assert 'Nothing found.' not in answer.text


async def test_best_first_says_where_to_continue_further_back(anna: UserWindow, short_of_rows: None) -> None:
    page = await results.find(anna.user_id, '-bread ', order=results.BEST)
    assert (page.following, page.since is not None) == (None, True)


async def test_a_search_without_an_answer_is_a_page_with_a_try_again_button(
    anna: UserWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def late(*_args: object, **_options: object) -> results.Results:
        raise TookTooLong

    monkeypatch.setattr(results, 'find', late)
    answer = await anna.http.get('/search', params={'q': 'soup'})
    assert answer.status_code == httpx.codes.OK
    assert 'The server is too busy to answer.' in answer.text
    assert 'Try again' in answer.text


async def found_page(anna: UserWindow, query: str) -> str:
    """The page for a query, as the text that the person sees."""
    answer = await anna.http.get('/search', params={'q': query})
    return html.unescape(re.sub(r'\\[nu"]\w*|<[^>]*>', ' ', answer.text))


@pytest.mark.parametrize(
    ('query', 'sentence'),
    [
        ('suop', 'No results for “suop”. Showing results for “soup”.'),
        ('has:unicorn', '“has:unicorn” is not a filter. Use has:file'),
        ('soup has:unicorn', '“has:unicorn” is not a filter. Use has:file'),
        ('is:unicorn', '“is:unicorn” is not a filter. Use has:file'),
        ('mentions:me', '“mentions:me” is not a filter. Use from:, in:'),
        ('soup type:pdf', '“type:pdf” is not a filter. Use from:, in:'),
        ('???', 'Type letters, digits or emoji to search for.'),
        (':-)', 'Type letters, digits or emoji to search for.'),
    ],
)
async def test_the_page_says_how_it_understands_a_query(anna: UserWindow, query: str, sentence: str) -> None:
    assert sentence in await found_page(anna, query)


async def test_text_with_a_colon_is_no_filter_when_it_is_found(anna: UserWindow) -> None:
    room = await rooms.create(anna.user_id, f'Garden of {anna.user_id}', [])
    await messages.send(anna.user_id, room, 'note', 'note:important and std::string at http://example.org:80')
    for query in ('note:important', 'std::string', 'http://example.org', 'std::list', 'http://nowhere', '12:30'):
        assert 'is not a filter' not in await found_page(anna, query), query
