"""The people of the demo: a small studio that makes Heron, a bicycle ride planner, and its community."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """A person. `hue` (0..359) is the colour of their avatar."""

    username: str
    nick: str
    about: str
    hue: int


PEOPLE: tuple[Person, ...] = (
    Person('admin', 'Оля', 'Держу мастерскую и этот сервер. Если что-то пропало — сначала спросите меня.', 212),
    Person(
        'no', 'Nils Olsen', 'Releases and route planning. Yes, that is my user name. No, I am not changing it.', 146
    ),
    Person(
        'one',
        'Onni Eskola',
        'Maps of the North, the worst phone in the team. Usually outside, usually in the rain.',
        190,
    ),
    Person('noone', 'Нона Онегина', 'Проверяю всё, что можно проверить. Картинка 1×5000 — это я.', 320),
    Person('bob', 'Bob Marsh', 'Icons, lines, soup.', 28),
    Person('anna', 'Анна Ким', 'Рисую экраны. По средам меня нет. Хозяйка Булки, или наоборот.', 262),
    Person('tomas', 'Tomás Rey', 'Front end, time zones, noodles. I do not work at 23:40 any more.', 8),
    Person('lena', 'Лена Савина', 'Поддержка: читаю письма до конца. Кинзу несите мне.', 96),
    Person('grisha', 'Гриша Белов', 'Серверы, диски, термос.', 232),
    Person('priya', 'Priya Nair', 'Community and forum. I collect old stickers and polite letters.', 46),
    Person('mikhail', 'Михаил Дорн', 'Данные карт и всё, что в них врёт. С паромами больше не шучу.', 172),
    Person('jo', 'Jo Whitfield', 'Words: notes, help pages, errors. I take out one "basically" a day.', 290),
    Person('marta', 'Marta Lind', 'Money, keys, paper, the coffee machine. Receipts without cats, please.', 344),
    Person('sanya', 'Саня Ветров', 'Учусь, рисую цаплю, поливаю кактус.', 72),
    Person(
        'katya', 'Катя Юрьева', 'Поддержка, новенькая. Раньше чинила велосипеды. Гайка и Втулка передают привет.', 120
    ),
    Person('emil', 'Emil Haas', 'Volunteer in Vienna, I look after 22 translations and all their commas.', 248),
)
