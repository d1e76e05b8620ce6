"""Reserved names that mention everyone, and names that look alike: nobody may take one, but the old ones work."""

import unicodedata
from functools import cache
from itertools import combinations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from messenger import markup, name_rules, reserved_names
from messenger.accounts import accounts
from messenger.admin import moderation
from messenger.database.engine import read, write
from messenger.demo.people import PEOPLE
from messenger.errors import InvalidName, NameTaken, ReservedName
from messenger.messages import messages
from messenger.models import User
from messenger.people import profiles
from tests.factories import PASSWORD, make_room, make_user
from tests.messenger.honest_names import HONEST

RESERVED = {
    'the word': 'all',
    'capitals': 'ALL',
    'Russian': 'все',
    'Russian capitals': 'ВСЕ',
    'here': 'here',
    'everyone': 'Everyone',
    'channel': 'channel',
    'Cyrillic a': 'аll',
    'Greek alpha': 'αll',
    'palochka': 'aӀӀ',
    'Cyrillic I': 'aІІ',
    'capital i': 'aIl',
    'only the first is a capital': 'AII',
    'digits': 'a11',
    'full width': 'ａｌｌ',
    'mathematical': '𝐚𝐥𝐥',
    'Roman fifty': 'aⅼⅼ',
    'Roman two': 'aⅡ',
    'small capitals': 'ᴀʟʟ',
    'strokes': 'ałł',
    'accents': 'áll',
    'a mark below': 'a\u0331ll',
    'dots': 'a.l.l',
    'a dot behind': 'all.',
    'dashes': '-all-',
    'underscores': '_all_',
    'spaces': 'a l l',
    'Latin letters for Russian ones': 'Bce',
    'half Latin': 'вce',
    'yo': 'всё',
    'Russian with dots': 'в.с.е',
    'Cyrillic here': 'hеrе',
    'digit in everyone': 'every0ne',
    'Cyrillic channel': 'сhаnnеl',
    'what cuts off a call': 'all hands',
    'the same in Russian': 'Все свои',
    'the same with a look-alike': 'аll hands',
    'the same with a rare letter': 'ⲁll hands',
    'the same with a dot that is a letter': 'всеꓸ свои',
}
LOOKALIKES = """
    ꭺꮮꮮ a١١ ꮋere вꮳе βce ꞵce ϐce a丨丨 aㅣㅣ aꟾꟾ aꞁꞁ aⱡⱡ aıı aıl aɩɩ aꙇꙇ aᥣᥣ
    aǁ aװ aךך ɒll ꬱll hεre hєre hɛre ⱨere ꜧere chaηηel chaɳɳel chaппel
    evегyoпe всє ѵсе Ьсе 8се ßce
    allꞏ всеꓸ ⲁll hⲉre aᶅᶅ allᐧ allᣟ allᱹ all٠ allʼ allˑ allː allˉ allـ allー aꞏll ꞏall все一 Ⲁll ᗩll Λll Ʌll aȴȴ aꝇꝇ
    aٱٱ a߁߁ heɹe hꬳrꬳ everyⴰne ᑕhannel ꞓhannel everyoᑎe
    คll chaחחel everyهne hეre aꓡⲗ ᗩᒪᒪ ꓮꓡꓡ ꓮꓡꓡꓸ ᎪᏞᏞᐧᐧᐧᐧᐧ allʰ ᵃˡˡ ͣll 中all ꓮ.ꓡ.ꓡ ⲁl.l
"""
RESERVED |= {f'looks like one: {name}': name for name in LOOKALIKES.split()}


@cache
def strange() -> list[str]:
    """Every character that a name may contain and everyday names do not."""
    return [
        char
        for char in map(chr, range(0x110000))
        if name_rules.is_personal(char)
        and not any(reserved_names.EVERYDAY.match(base) for base in unicodedata.normalize('NFKD', char))
    ]


@cache
def stand_ins() -> list[str]:
    """Those that can replace a letter."""
    return [char for char in strange() if unicodedata.category(char)[0] in 'LN']


def test_nobody_can_have_a_reserved_name(subtests: pytest.Subtests) -> None:
    for name in RESERVED.values():
        with subtests.test(repr(name)):
            with pytest.raises(ReservedName) as refusal:
                name_rules.personal(name, field='nick')
            assert refusal.value.field == 'nick'
            assert 'reserved' in str(refusal.value)


def test_a_lookalike_counts_in_either_case() -> None:
    for letter, forms in reserved_names.LOOKALIKES.items():
        for form in forms:
            cases = {form, form.lower(), form.upper(), form.casefold()}
            assert {
                character for character in cases if len(character) == 1 and character not in reserved_names.SMALL_I
            } <= set(forms), (
                letter,
                form,
            )


def test_honest_names_are_allowed(subtests: pytest.Subtests) -> None:
    for name in [*HONEST, *(person.nick for person in PEOPLE)]:
        with subtests.test(repr(name)):
            assert name_rules.personal(name, field='nick') == unicodedata.normalize('NFC', name)


@st.composite
def disguised(draw: st.DrawFn) -> str:
    """A reserved word with up to half of its letters replaced by strange characters, and others inserted anywhere."""
    letters = list(draw(st.sampled_from(sorted(reserved_names.RESERVED))))
    replaced = st.lists(st.integers(0, len(letters) - 1), unique=True, max_size=len(letters) // 2)
    for index in draw(replaced):
        letters[index] = draw(st.sampled_from(stand_ins()))
    for char in draw(st.lists(st.sampled_from(strange()), max_size=8)):
        letters.insert(draw(st.integers(0, len(letters))), char)
    return ''.join(letters)


@given(disguised())
@settings(max_examples=100, deadline=None)
@example('ⲁll')
@example('allꞏ')
def test_any_disguised_reserved_name_is_refused(name: str) -> None:
    with pytest.raises(ReservedName):
        name_rules.personal(name, field='nick')


@pytest.mark.usefixtures('database')
async def test_a_reserved_name_is_refused_wherever_a_name_is_given() -> None:
    admin, anna = await make_user('root', admin=True), await make_user('anna')
    with pytest.raises(ReservedName):
        await accounts.sign_up('all', PASSWORD, PASSWORD, address='192.0.2.1', device='')
    anna.nick = 'все'
    with pytest.raises(ReservedName):
        await profiles.save(anna)
    with pytest.raises(ReservedName):
        await moderation.rename(admin.id, anna.id, 'here')
    assert (await read(lambda: User.get_by_id(anna.id))).nick == 'anna'


@pytest.mark.usefixtures('database')
@pytest.mark.parametrize('nick', ['all', 'все', 'all hands', 'Все свои'])
async def test_an_old_reserved_nick_no_longer_intercepts_the_mention(nick: str) -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    older = await write(accounts.create, nick, '')
    room = await make_room(anna, bob, older)
    row = await messages.send(anna.id, room, 'a', f'@{nick} come here')
    assert '<span class="mention" data-user="all">@' in row.html
    assert row.html.count('class="mention"') == 1
    answer = await messages.send(bob.id, room, 'b', f'@{nick} come here')
    assert 'class="mention"' not in answer.html, 'bob may not call everyone'


@pytest.mark.usefixtures('database')
@pytest.mark.parametrize('nick', ['all', 'allꞏ', 'ⲁll hands'])
async def test_an_old_reserved_nick_must_be_changed_at_the_next_edit(nick: str) -> None:
    older = await write(accounts.create, nick, '')
    older.about = 'I was here first'
    with pytest.raises(InvalidName) as refusal:
        await profiles.save(older)
    assert refusal.value.field == 'nick'
    older.nick = 'Allan'
    assert (await profiles.save(older)).username == nick, 'the name to log in with stays'


def test_names_that_look_the_same_are_noticed(subtests: pytest.Subtests) -> None:
    alike = (
        'anna аnnа|anna ɑnna|anna ᎪNNA|Bob Воb|bob Вob|ivan Іvan|'
        'Ilya llya|admin admın|bill bi1l|bob b0b|TATA ТАТА|anna anna\u0331'
    )
    for pair in [*alike.split('|'), 'Max\u00a0Rey Мах\u00a0Rеу']:
        name, other = pair.split(' ')
        with subtests.test(pair):
            assert reserved_names.look_alike(name, other)
            assert reserved_names.look_alike(other, name)


def test_honest_names_do_not_look_the_same() -> None:
    pairs = 'José Jose Søren Soren Ali All Анна Anna Кот kot Тома toma 田中 山中 김민수 박민수 Nguyễn Nguyen ანა ნანა'
    names = [*pairs.split(), *(person.nick for person in PEOPLE)]
    keys = {name_rules.key(name): name for name in names}
    alike = [pair for pair in combinations(keys.values(), 2) if reserved_names.look_alike(*pair)]
    assert not alike


@pytest.mark.usefixtures('database')
async def test_nobody_can_have_a_name_that_looks_like_that_of_another_person() -> None:
    admin, anna, bob = await make_user('root', admin=True), await make_user('anna'), await make_user('bob')
    anna.nick = 'Мира'
    await profiles.save(anna)
    await moderation.block(admin.id, anna.id)
    for name in ('аnnа', 'anna', 'Mиpa'):
        bob.nick = name
        with pytest.raises(NameTaken) as refusal:
            await profiles.save(bob)
        assert refusal.value.field == 'nick'
        with pytest.raises(NameTaken):
            await moderation.rename(admin.id, bob.id, name)
        with pytest.raises(NameTaken):
            await accounts.sign_up(name, PASSWORD, PASSWORD, address='192.0.2.1', device='')


@pytest.mark.usefixtures('database')
async def test_people_whose_names_already_look_alike_keep_them() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    await write(lambda: User.update(nick='аnnа', nick_key=name_rules.key('аnnа')).where(User.id == bob.id).execute())
    for person in (anna, bob):
        stored = await profiles.get_own(person.id)
        stored.about = 'still here'
        assert (await profiles.save(stored)).about == 'still here'


def test_a_mention_of_everyone_without_permission_is_not_taken_for_a_person() -> None:
    rendered = markup.render_with_mentions('@all and @all hands', lambda name: 7 if name.startswith('all') else None)
    assert rendered.mentions == frozenset()
