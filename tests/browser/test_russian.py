"""Russian: a Russian reader sees no other language, from the first page on, until they choose one."""

import re
from collections.abc import Awaitable, Callable

import pytest
from babel.messages.pofile import read_po
from playwright.async_api import Page, expect

from messenger import i18n
from tests.browser.conftest import Arrive
from tests.browser.layout import WIDE_FONT, faults
from tests.browser.people import Person
from tests.factories import PASSWORD
from tests.live_server import LiveServer

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
    english_words = words(' '.join(re.sub(r'\{\w+\}', ' ', str(message.id)) for message in catalogue))
    return english_words - words(' '.join(re.sub(r'\{\w+\}', ' ', str(message.string)) for message in catalogue))


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
    if person.page.url != f'{person.url}/rooms':
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


@pytest.mark.expects_errors(r'422 .*/login', r'alert: Неверный логин', r'alert: В названии комнаты должно быть от 1 до')
async def test_a_russian_browser_gets_russian_pages_until_another_language_is_chosen(
    live_server: LiveServer, visit: Arrive
) -> None:
    anna, boris = await visit(live_server, 'анна', **RUSSIAN), await visit(live_server, 'борис', **RUSSIAN)
    await anna.page.goto(f'{live_server.url}/login')
    await anna.page.get_by_role('textbox', name='Логин').fill(anna.name)
    await anna.page.get_by_role('textbox', name='Пароль').fill('не тот')
    await anna.page.get_by_role('button', name='Войти').click()
    await expect(anna.page.get_by_role('alert')).to_have_text('Неверный логин или пароль.')
    await arrive_in_russian(anna)
    await _a_refused_name_is_explained_in_russian(anna)
    address = await make_open_room(anna, f'Кухня {anna.name}')
    await boris.register()
    await _people_and_messages_are_counted_in_russian(anna, boris, address)
    await anna.page.goto(f'{live_server.url}/profile')
    await _the_language_can_be_chosen_in_the_profile_and_on_the_sign_in_page(anna)


async def _a_refused_name_is_explained_in_russian(anna: Person) -> None:
    await anna.main.get_by_role('button', name='Новая комната').click()
    dialog = anna.page.get_by_role('dialog', name='Новая комната')
    await dialog.get_by_role('button', name='Создать').click()
    await expect(dialog.get_by_text('В названии комнаты должно быть от 1 до 80 видимых символов.')).to_be_visible()
    await anna.page.keyboard.press('Escape')
    await expect(dialog).to_have_count(0)


async def _people_and_messages_are_counted_in_russian(anna: Person, boris: Person, address: str) -> None:
    name = f'Кухня {anna.name}'
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
    await boris.page.goto(f'{boris.url}/rooms')
    await online(boris)
    badge = boris.in_sidebar(name).get_by_role('img')
    await say(anna, 'раз')
    await expect(badge).to_have_accessible_name('1 непрочитанное')
    await say(anna, 'два')
    await expect(badge).to_have_accessible_name('2 непрочитанных')
    await anna.post(int(address.rsplit('/', 1)[1]), *(f'счёт {number}' for number in range(3, 22)))
    await expect(badge).to_have_accessible_name('21 непрочитанное')
    await expect(boris.main.get_by_role('img', name='21 непрочитанное')).to_be_visible()
    await boris.in_sidebar(name).click()
    await expect(boris.page.get_by_role('log').get_by_text('Новые', exact=True)).to_be_visible()


async def _the_language_can_be_chosen_in_the_profile_and_on_the_sign_in_page(anna: Person) -> None:
    html = anna.page.locator('html')
    await expect(anna.heading).to_have_text('Профиль')
    assert await anna.page.evaluate('Quasar.Lang.props.isoName') == 'ru'
    await anna.main.get_by_role('button', name='English').click()
    await expect(anna.heading).to_have_text('Profile')
    await expect(html).to_have_attribute('lang', 'en')
    assert await anna.page.evaluate('Quasar.Lang.props.isoName') == 'en-US'
    await anna.online()
    assert {'Rooms', 'Users', 'Profile', 'Online', 'Direct'} <= await found_english(anna.page), 'they are found'
    await anna.page.get_by_role('button', name='Log out').click()
    await expect(anna.page.get_by_role('heading', level=1)).to_have_text('Welcome back')
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


Step = Callable[[Page], Awaitable[None]]


def opened(role: str, *names: str) -> Step:
    """Use one control after another; the last one opens something with this role."""

    async def steps(page: Page) -> None:
        for name in names:
            control = page.get_by_role('button', name=name).or_(page.get_by_role('menuitem', name=name))
            await control.first.click()
        await expect(page.get_by_role(role).first).to_be_visible()  # type: ignore[arg-type] # Playwright lists them

    return steps


# what opens on a page; Escape closes all but the last
OPENED: dict[str, list[Step]] = {
    '/rooms': [opened('menu', 'Вы вошли как'), opened('option', 'Поиск и переход…'), opened('dialog', 'Новая комната')],
    '/users': [opened('dialog', 'Новая беседа')],
    '/admin': [
        opened('menu', 'Действия: admin'),
        opened('dialog', 'Действия: admin', 'Переименовать'),
        opened('dialog', 'Действия: admin', 'Создать ссылку для сброса пароля'),
    ],
    '/admin/rooms': [opened('menu', 'Действия: Кухня')],
    'ROOM': [
        opened('menu', 'Меню комнаты'),
        *(
            opened('dialog', 'Меню комнаты', name)
            for name in ('Изменить комнату', 'Участники', 'Перейти к дате', 'Выйти из комнаты', 'Удалить комнату')
        ),
        opened('complementary', 'Подробности'),
    ],
}
PAGES = (
    *('/rooms', '/rooms?welcome=admin', '/users', '/users/1', '/profile', '/search', '/nowhere', '/search?q=чайник'),
    *(f'/admin{path}' for path in ('', '/rooms', '/messages', '/bin', '/settings', '/log', '/figures')),
)


async def no_english(page: Page, where: str) -> None:
    assert await page.locator('html').get_attribute('lang') == 'ru', where
    assert not await found_english(page), where


async def nothing_that_opens_is_english(page: Page, where: str) -> None:
    """Open one thing after another on this page."""
    for number, step in enumerate(OPENED.get(where, [])):
        if number:
            await page.keyboard.press('Escape')
            await expect(page.locator('[role=menu], [role=dialog], [role=option]')).to_have_count(0)
        await step(page)
        await no_english(page, f'{where}, {number}')


@pytest.mark.long
@pytest.mark.expects_errors(r'404 .*/reset/no-such-link', r'alert: Ссылкой уже воспользовались', r'404 .*/nowhere')
async def test_every_page_is_russian_and_fits_every_width(own_server: LiveServer, visit: Arrive) -> None:
    boss = await visit(own_server, 'admin', **RUSSIAN)
    for path in ('/register', '/reset/no-such-link', '/login'):
        await boss.page.goto(own_server.url + path)
        assert not await found_english(boss.page), path
    await boss.enter()
    await boss.page.goto(f'{own_server.url}/admin/settings')
    await boss.page.get_by_role('textbox', name='Название мессенджера').fill('Мастерская')
    await boss.page.get_by_role('button', name='Сохранить').click()
    await make_open_room(boss, 'Кухня')
    await say(boss, 'чайник вскипел')
    assert await faults(boss.page, 'ROOM', WIDE_FONT) == []
    await nothing_that_opens_is_english(boss.page, 'ROOM')
    assert await faults(boss.page, 'the details of a room', WIDE_FONT) == []
    for path in PAGES:
        await boss.page.goto(own_server.url + path)
        await expect(boss.page.locator('h1')).not_to_be_empty()
        await no_english(boss.page, path)
        assert await faults(boss.page, path, WIDE_FONT) == []
        await nothing_that_opens_is_english(boss.page, path)
