"""Russian: a Russian reader sees no other language, from the first page on, until they choose one."""

import re
from collections.abc import Awaitable, Callable

import pytest
from babel.messages.pofile import read_po
from playwright.async_api import Page, expect

from messenger import i18n
from tests.browser.conftest import Arrive
from tests.browser.people import PASSWORD, Person
from tests.live import LiveServer

RUSSIAN = {'locale': 'ru-RU'}
# what is shown, read aloud or used as a placeholder, visible or not; icons are drawn with letters
WORDS_OF_PAGE = """() => {
  const found = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    const aside = "script, style, [aria-hidden=true], .q-icon, #esm-fallback, .nicegui-error-popup, button[lang]";
    if (!parent.closest(aside)) found.push(walker.currentNode.textContent);
  }
  for (const element of document.body.querySelectorAll("*"))
    for (const name of ["aria-label", "title", "placeholder", "alt", "data-online", "data-offline"])
      if (!element.closest("#esm-fallback, .nicegui-error-popup")) found.push(element.getAttribute(name) ?? "");
  return found.join("\\n");
}"""


def words(text: str) -> set[str]:
    return set(re.findall(r'[A-Za-z]{2,}', text))


def english() -> set[str]:
    """Every word of the English texts, except those that also occur in the Russian ones (png, MB …)."""
    with (i18n.LOCALE_DIR / 'ru' / 'LC_MESSAGES' / 'messenger.po').open('rb') as file:
        catalogue = [message for message in read_po(file) if message.id]
    said = words(' '.join(re.sub(r'\{\w+\}', ' ', str(message.id)) for message in catalogue))
    return said - words(' '.join(re.sub(r'\{\w+\}', ' ', str(message.string)) for message in catalogue))


async def found_english(page: Page) -> set[str]:
    """The English words on the page outside of addresses, which have random parts; `admin` is somebody's name here."""
    shown = await page.evaluate(WORDS_OF_PAGE)
    return (words(re.sub(r'https?://\S+', ' ', shown)) & english()) - {'admin'}


async def arrive_in_russian(person: Person) -> None:
    """Sign up through the Russian form."""
    await person.page.goto(f'{person.url}/register')
    await expect(person.page.locator('html')).to_have_attribute('lang', 'ru')
    await person.page.get_by_role('textbox', name='Логин').fill(person.name)
    await person.page.get_by_role('textbox', name='Пароль', exact=True).fill(PASSWORD)
    await person.page.get_by_role('textbox', name='Повторите пароль').fill(PASSWORD)
    await person.page.get_by_role('button', name='Зарегистрироваться').click()
    await online(person)


async def online(person: Person) -> None:
    await expect(person.page.get_by_role('status', name='Связь')).to_have_text('В сети')


async def make_open_room(person: Person, name: str) -> str:
    """Make a room that everyone may join; returns its address."""
    await person.page.goto(f'{person.url}/rooms')
    await online(person)
    await person.main.get_by_role('button', name='Новая комната').click()
    dialog = person.page.get_by_role('dialog', name='Новая комната')
    await dialog.get_by_role('textbox', name='Название комнаты').fill(name)
    await dialog.get_by_role('radio', name='Читать и вступать могут все').click()
    await dialog.get_by_role('button', name='Создать').click()
    await expect(person.heading).to_have_text(name)
    return person.page.url


async def say(person: Person, *lines: str) -> None:
    composer = person.main.get_by_role('textbox', name='Сообщение', exact=True)
    for line in lines:
        await composer.fill(line)
        await composer.press('Enter')
    await expect(person.page.get_by_role('log', name='Сообщения').get_by_text(lines[-1], exact=True)).to_be_visible()


async def test_a_russian_browser_gets_russian_pages(live_server: LiveServer, visit: Arrive) -> None:
    anna, boris = await visit(live_server, 'анна', **RUSSIAN), await visit(live_server, 'борис', **RUSSIAN)
    await arrive_in_russian(anna)
    await arrive_in_russian(boris)
    name = f'Кухня {anna.name}'
    address = await make_open_room(anna, name)
    members = anna.main.locator('header')
    await expect(members).to_contain_text('1 участник')
    await expect(members).not_to_contain_text('участника')
    log = anna.page.get_by_role('log', name='Сообщения')
    await expect(log.get_by_role('note')).to_contain_text(f'{anna.name} создаёт комнату')
    await expect(log.get_by_role('separator').first).to_have_text('Сегодня')
    await expect(anna.main).to_contain_text(f'Начало комнаты «{name}»')
    await boris.page.goto(address)
    await boris.main.get_by_role('button', name=f'Вступить в «{name}»').click()
    await expect(members).to_contain_text('2 участника')
    await expect(log).to_contain_text(f'{boris.name} вступает в комнату')
    await boris.page.goto(f'{live_server.url}/users')
    await online(boris)
    badge = boris.in_sidebar(name).get_by_role('img')
    await say(anna, 'раз')
    await expect(badge).to_have_accessible_name('1 непрочитанное')
    await say(anna, 'два')
    await expect(badge).to_have_accessible_name('2 непрочитанных')
    await say(anna, *(f'счёт {number}' for number in range(3, 22)))
    await expect(badge).to_have_accessible_name('21 непрочитанное')
    await boris.page.goto(f'{live_server.url}/rooms')
    await expect(boris.main.get_by_role('img', name='21 непрочитанное')).to_be_visible()
    await boris.page.goto(address)
    await expect(boris.page.get_by_role('log').get_by_text('Новые', exact=True)).to_be_visible()


async def test_the_language_can_be_chosen_in_the_profile_and_on_the_sign_in_page(
    live_server: LiveServer, visit: Arrive
) -> None:
    anna = await visit(live_server, 'анна', **RUSSIAN)
    await arrive_in_russian(anna)
    await anna.page.goto(f'{live_server.url}/profile')
    html = anna.page.locator('html')
    await expect(anna.heading).to_have_text('Профиль')
    assert await anna.page.evaluate('Quasar.Lang.props.isoName') == 'ru'
    await anna.main.get_by_role('button', name='English').click()
    await expect(anna.heading).to_have_text('Profile')
    await expect(html).to_have_attribute('lang', 'en')
    assert await anna.page.evaluate('Quasar.Lang.props.isoName') == 'en-US'
    await anna.online()
    await anna.page.get_by_role('button', name='Log out').click()
    await anna.page.get_by_role('button', name='Русский').click()
    await expect(anna.page.get_by_role('heading', level=1)).to_have_text('С возвращением')
    await anna.page.get_by_role('textbox', name='Логин').fill(anna.name)
    await anna.page.get_by_role('textbox', name='Пароль').fill(PASSWORD)
    await anna.page.get_by_role('button', name='Войти').click()
    await expect(anna.page.get_by_role('button', name='Log out'), 'the account has its own').to_be_visible()
    await anna.goto('/profile')
    await anna.main.get_by_role('button', name='Same as browser').click()
    await expect(anna.heading).to_have_text('Профиль')
    await expect(html).to_have_attribute('lang', 'ru')
    await anna.main.get_by_role('button', name='Русский').click()
    await expect(anna.main.get_by_role('button', name='Русский')).to_have_attribute('aria-pressed', 'true')
    await online(anna)


@pytest.mark.expects_errors(
    r'422 .*/login', r'alert: Неверный логин', r'alert: В названии комнаты должно быть от 1 до 80'
)
async def test_refusals_are_in_russian(live_server: LiveServer, visit: Arrive) -> None:
    anna = await visit(live_server, 'анна', **RUSSIAN)
    await anna.page.goto(f'{live_server.url}/login')
    await anna.page.get_by_role('textbox', name='Логин').fill(anna.name)
    await anna.page.get_by_role('textbox', name='Пароль').fill('не тот')
    await anna.page.get_by_role('button', name='Войти').click()
    await expect(anna.page.get_by_role('alert')).to_have_text('Неверный логин или пароль.')
    await arrive_in_russian(anna)
    await anna.main.get_by_role('button', name='Новая комната').click()
    dialog = anna.page.get_by_role('dialog', name='Новая комната')
    await dialog.get_by_role('button', name='Создать').click()
    await expect(dialog.get_by_text('В названии комнаты должно быть от 1 до 80 видимых символов.')).to_be_visible()


Step = Callable[[Page], Awaitable[None]]


def opened(role: str, *names: str) -> Step:
    """Use one control after another; the last one opens something with this role."""

    async def steps(page: Page) -> None:
        for name in names:
            control = page.get_by_role('button', name=name).or_(page.get_by_role('menuitem', name=name))
            await control.first.click()
        await expect(page.get_by_role(role).first).to_be_visible()  # type: ignore[arg-type] # Playwright lists them

    return steps


async def stay(_page: Page) -> None:
    """Leave the page as it is."""


ADMIN = ('', '/rooms', '/messages', '/bin', '/settings', '/log', '/figures')
MEMBERS_PAGES: list[tuple[str, Step]] = [
    *(
        (path, stay)
        for path in ('/rooms', '/rooms?welcome=admin', '/users', '/users/1', '/profile', '/search', '/nowhere')
    ),
    *((f'/admin{path}', stay) for path in ADMIN),
    ('/search?q=чайник', stay),
    ('/rooms', opened('menu', 'Вы вошли как')),
    ('/rooms', opened('option', 'Поиск и переход…')),
    ('/rooms', opened('dialog', 'Новая комната')),
    ('/users', opened('dialog', 'Новая беседа')),
    ('/admin', opened('menu', 'Действия: admin')),
    ('/admin', opened('dialog', 'Действия: admin', 'Переименовать')),
    ('/admin', opened('dialog', 'Действия: admin', 'Создать ссылку для сброса пароля')),
    ('/admin/rooms', opened('menu', 'Действия: Кухня')),
    ('ROOM', stay),
    ('ROOM', opened('menu', 'Меню комнаты')),
    ('ROOM', opened('complementary', 'Подробности')),
    *(
        ('ROOM', opened('dialog', 'Меню комнаты', name))
        for name in ('Изменить комнату', 'Участники', 'Перейти к дате', 'Выйти из комнаты', 'Удалить комнату')
    ),
]


@pytest.mark.expects_errors(r'404 .*/reset/no-such-link', r'alert: Ссылкой уже воспользовались', r'404 .*/nowhere')
async def test_no_english_word_is_left_on_any_page(own_server: LiveServer, visit: Arrive) -> None:
    boss = await visit(own_server, 'admin', **RUSSIAN)
    for path in ('/login', '/register', '/reset/no-such-link'):
        await boss.page.goto(own_server.url + path)
        assert not await found_english(boss.page), path
    await boss.page.goto(f'{own_server.url}/login')
    await boss.page.get_by_role('textbox', name='Логин').fill('admin')
    await boss.page.get_by_role('textbox', name='Пароль').fill(PASSWORD)
    await boss.page.get_by_role('button', name='Войти').click()
    await boss.page.goto(f'{own_server.url}/admin/settings')
    await boss.page.get_by_role('textbox', name='Название мессенджера').fill('Мастерская')
    await boss.page.get_by_role('button', name='Сохранить').click()
    room = await make_open_room(boss, 'Кухня')
    await say(boss, 'чайник вскипел')
    for path, step in MEMBERS_PAGES:
        await boss.page.goto(room if path == 'ROOM' else own_server.url + path)
        if path != '/nowhere':
            await online(boss)
        if path == 'ROOM':
            await expect(boss.page.get_by_role('article')).to_be_visible()
        await step(boss.page)
        assert await boss.page.locator('html').get_attribute('lang') == 'ru'
        assert not await found_english(boss.page), path


async def test_the_search_for_english_words_does_find_them(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.goto('/rooms')
    assert {'Rooms', 'Users', 'Profile', 'Online', 'Direct'} <= await found_english(anna.page)
    with pytest.raises(AssertionError):
        await expect(anna.page.locator('html')).to_have_attribute('lang', 'ru', timeout=1)
