"""The time somebody has to wait is given in whole seconds or minutes, in the reader's language."""

from collections.abc import Iterator

import pytest

from messenger import i18n
from messenger.errors import LimitReached, TooManySignUps


@pytest.fixture(params=['en', 'ru'])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    token = i18n.language.set(request.param)
    yield request.param
    i18n.language.reset(token)


@pytest.mark.parametrize(
    ('seconds', 'english', 'russian'),
    [
        (0.0, '1 second', '1 секунду'),
        (0.1, '1 second', '1 секунду'),
        (1.0, '1 second', '1 секунду'),
        (1.1, '2 seconds', '2 секунды'),
        (4.2, '5 seconds', '5 секунд'),
        (21.0, '21 seconds', '21 секунду'),
        (81.5, '82 seconds', '82 секунды'),
        (90.0, '90 seconds', '90 секунд'),
        (90.1, '2 minutes', '2 минуты'),
        (300.0, '5 minutes', '5 минут'),
        (1201.0, '21 minutes', '21 минуту'),
    ],
)
def test_a_wait_is_rounded_up_to_whole_units(language: str, seconds: float, english: str, russian: str) -> None:
    wait = {'en': english, 'ru': russian}[language]
    sentences = {
        'en': 'Too many requests. Try again in {}.',
        'ru': 'Слишком много запросов. Повторите через {}.',
    }
    assert str(LimitReached(retry_after=seconds)) == sentences[language].format(wait)
    assert str(TooManySignUps(retry_after=seconds)).endswith(f'{wait}.')
