"""What people type finds what they mean, however it is spelled: marks, invisible signs, joined words, emoji."""

import pytest

from messenger.messages import messages
from messenger.models import User
from messenger.search import results
from tests.factories import make_room, make_user, upload
from tests.messenger.search.test_results import say, texts

pytestmark = pytest.mark.usefixtures('database')

FOUND = [
    # a number beside a sign or letters
    *(('1542', 'Договор №1542'), ('№1542', 'Договор № 1542'), ('№1542', 'Договор №1542'), ('1542', 'договор Nº1542')),
    *(('1542', 'INV1542'), ('1542', 'сумма 1542₽'), ('1542', 'сумма 1542руб'), ('1542', 'см. #1542'), ('1542', '١٥٤٢')),
    *(('inv-1542', 'INV1542'), ('inv1542', 'INV-1542'), ('1542', 'ДГ-1542/3'), ('acme', 'Acme™'), ('1542', '１５４２')),
    # signs that combine with letters, and signs that nobody sees
    *(('Пушкин', 'Пу́шкин'), ('Пу́шкин', 'Пушкин'), ('Пушкин', 'Пуш\u00adкин'), ('Пушкин', 'Пуш\u200bкин')),
    *(('Пушкин', '\u2068Пушкин\u2069\ufeff'), ('йога', 'и\u0306ога'), ('елка', 'е\u0308лка'), ('cafe', 'cafe\u0301')),
    *(('naive', 'na\u0308i\u0308ve'), ('école', 'ECOLE'), ('éco', 'école'), ('ελλαδα', 'Ελλάδα'), ('łódź', 'Lodz')),
    *(('lukasz', 'Łukasz'), ('istanbul', 'İstanbul'), ('محمد', 'مُحَمَّد'), ('مُحَمَّد', 'محمد'), ('محمد', 'محـــمد')),
    *(('احمد', 'أحمد'), ('שלום', 'שָׁלוֹם'), ('שָׁלוֹם', 'שלום'), ('हिन्दी', 'यह हिन्दी है'), ('हिन्', 'यह हिन्दी है')),
    *(('می\u200cخواهم', 'میخواهم'), ('z\u0335a\u0336l\u0337g\u0338o\u0321', 'zalgo')),
    # words joined by a sign, and not
    *(
        ('wifi', 'our Wi-Fi'),
        ('wi-fi', 'our wifi'),
        ('wifi', 'our Wi\u2011Fi'),
        ('wi\u2011fi', 'Wi-Fi'),
        ('wif', 'Wi-Fi'),
    ),
    *(('wi-f', 'our wifi'), ('wi-fi', 'wi fi'), ('email', 'e-mails'), ('e-mail', 'emails'), ('dont', 'don’t')),
    *(("don't", 'dont'), ('obrien', "O'Brien"), ('o’brien', "O'Brien"), ('nodejs', 'Node.js'), ('node.js', 'NodeJS')),
    *(('вайфай', 'Вай-фаем'), ('вай-фай', 'вайфай'), ('снейккейс', 'снейк_кейс'), ('att', 'AT&T'), ('usa', 'U.S.A.')),
    *(('wifi', 'new wi-fi-router'), ('utf8', 'UTF-8'), ('utf-8', 'utf8'), ('צהל', 'צה״ל')),
    # emoji and other signs
    *(
        ('🎉', 'party 🎉'),
        ('🎉', '🎉🎉'),
        ('party 🎉', 'party 🎉'),
        ('👍', 'ok 👍🏽'),
        ('👍🏽', 'ok 👍'),
        ('❤️', 'I ❤ it'),
    ),
    *(('❤', 'I ❤️ it'), ('👩‍🚀', 'an 👩‍🚀'), ('🚀', 'an 👩‍🚀'), ('🇩🇪', 'from 🇩🇪'), ('1️⃣', '1️⃣ first'), ('€', '5€')),
    *(('→', 'a → b'), ('✅', '✅done'), ('"party 🎉"', 'party 🎉 now'), ('🎉 has:link', '🎉 https://example.org')),
    # a doubled minus belongs to the word
    *(('--force', 'git push --force'), ('--no-verify', 'commit --no-verify'), ('push --force', 'push --force')),
    *(('–force', 'git push --force'), ('−force', 'push --force'), ('"--force"', 'git push --force')),
]
NOT_FOUND = [
    *(('1542', '15.42'), ('1542', '15-42'), ('1542', '21542'), ('🎉', 'party'), ('🎉', 'x1f389'), ('🇪🇪', '🇩🇪🇪🇸')),
    *(('-🎉', '🎉'), ('-force', '--force'), ('-wi-fi', 'our wifi'), ('-wifi', 'our Wi-Fi'), ('--force', 'push')),
    *(('йога', 'иога'), ('wifi', 'wi - fi'), ('doneit', 'done. it'), ('हिन्दी', 'हुनदा')),
]


async def uncorrected(user: User, query: str) -> list[str]:
    """The texts of the messages found, unless the query had to be corrected."""
    page = await results.find(user.id, query)
    return [] if page.instead else [''.join(piece for piece, _ in hit.excerpt) for hit in page.hits]


@pytest.mark.parametrize(('query', 'body'), FOUND)
async def test_a_message_is_found(query: str, body: str) -> None:
    anna = await make_user('anna')
    await say(anna, await make_room(anna), body, 'nothing of it')
    assert await uncorrected(anna, query) == [body]
    if query not in ('éco', 'wif', 'wi-f', 'हिन्'):
        assert await uncorrected(anna, f'{query} ') == [body]


@pytest.mark.parametrize(('query', 'body'), NOT_FOUND)
async def test_a_message_is_not_found(query: str, body: str) -> None:
    anna = await make_user('anna')
    await say(anna, await make_room(anna), body)
    assert await uncorrected(anna, query) == []


@pytest.mark.parametrize(
    ('query', 'name'),
    [
        *(('1542', 'Договор №1542.txt'), ('Пушкин', 'Пу́шкин.txt'), ('wifi', 'wi-fi.txt'), ('🎉', '🎉 party.txt')),
        *(('my-file_v2.tar.gz', 'my-file_v2.tar.gz'), ('myfile', 'my-file_v2.tar.gz'), ('--force', '--force.txt')),
    ],
)
async def test_a_file_is_found(query: str, name: str) -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    await messages.send(anna.id, room, 'k', 'look', files=[await upload(anna, room, name=name)])
    (hit,) = (await results.find(anna.id, query)).hits
    assert any(marked for _, marked in hit.files[0])


@pytest.mark.parametrize(
    ('query', 'name'),
    [
        *(
            ('1542', 'Договор №1542'),
            ('Пушкин', 'Пу́шкин'),
            ('wifi', 'Wi-Fi'),
            ('wi-fi', 'The wifi'),
            ('🎉', '🎉 Party'),
        ),
        *(('obrien', "Pat O'Brien"), ('пуш\u200bкин', 'Пушкин'), ('محمد', 'مُحَمَّد'), ('1542', 'INV1542')),
    ],
)
async def test_a_person_and_a_room_are_found(query: str, name: str) -> None:
    anna, other = await make_user('anna'), await make_user('zoe')
    room = await make_room(anna, other, name=name)
    await say(anna, room, 'soup')
    assert await texts(anna, f'in:"{query}"') == ['soup']


@pytest.mark.parametrize(
    ('query', 'body', 'marked'),
    [
        *(('wifi', 'our Wi-Fi net', ['Wi-Fi']), ('wi-fi', 'our wifi net', ['wifi']), ('пушкин', 'Пу́шкин!', ['Пу́шкин'])),
        *(('wi-fi', 'our Wi-Fi', ['Wi-Fi']), ('🎉', 'go 🎉🎉 go', ['🎉🎉']), ('👩', 'an 👩‍🚀 flies', ['👩‍🚀'])),
        *(('❤', 'I ❤️ it', ['❤️']), ('1542', 'Договор №1542', ['1542']), ('1542', 'INV1542', ['INV1542'])),
    ],
)
async def test_what_was_found_is_highlighted_unbroken(query: str, body: str, marked: list[str]) -> None:
    anna = await make_user('anna')
    await say(anna, await make_room(anna), body)
    (hit,) = (await results.find(anna.id, query)).hits
    assert [piece for piece, is_marked in hit.excerpt if is_marked] == marked
    assert ''.join(piece for piece, _ in hit.excerpt) == body
