"""The messages in Announcements."""

LINES: tuple[tuple[str, str] | tuple[str, str, float], ...] = (
    (
        'admin',
        'Всем привет! Начинаем цикл 3.4. Коротко, что войдёт:\n\n'
        '- сезонные дороги и паромы, чтобы зимой не вести людей на закрытую переправу\n'
        '- поездки компанией: одна ссылка на всех\n'
        '- карты без сети собираются вдвое быстрее\n\n'
        'Заморозка через две с половиной недели, выпуск ещё через три дня. Подробности в Releases, спорим там же.',
        0.4,
    ),
    (
        'jo',
        "In English, for the community page: https://example.org/heron/3-4-plan - corrections welcome, I'll "
        'publish it tonight.',
        0.05,
    ),
    (
        'priya',
        'The forum already asks whether group rides need an account. I answered: to start one yes, to join one '
        "no. Shout if that's wrong.",
    ),
    (
        'admin',
        'Ищем ещё одного человека в поддержку: писем за лето стало втрое больше, а Лена одна.\n'
        'Условия и тестовое здесь: https://example.org/heron/jobs/support\n'
        'Если знаете кого-то терпеливого и ездящего на велосипеде — пишите Лене напрямую.',
        0.95,
    ),
    (
        'marta',
        'Expense reports for the quarter are due by the end of the month. A scan of the receipt, please, not a '
        'photo of the receipt lying on a cat.',
        5.1,
    ),
    ('lena', 'Это был единственный чистый фон в доме.'),
    (
        'grisha',
        'Переезд сервера карт через три дня, с 06:00 до 08:00 по Москве.\n\n'
        'Что изменится:\n'
        '1. старый адрес работает ещё месяц и перенаправляет на новый\n'
        '2. два часа карты только на чтение: смотреть можно, сохранить маршрут нельзя\n'
        '3. форум и сайт не трогаю\n\n'
        'План целиком и план отступления: https://example.org/heron/ops/move',
        3.9,
    ),
    ('tomas', 'Will signing in work during those two hours?'),
    ('grisha', 'Yes. Accounts live on another machine, only the tiles move.'),
    ('grisha', 'Начал. Карты в режиме чтения.', 2.84),
    (
        'grisha',
        'Закончил, 1 ч 52 мин. Новый адрес отвечает за 38 мс против 140 у старого. Если где-то видите серые '
        'квадраты вместо карты — пришлите координаты, а не «у меня серое» 🙂',
        0.092,
    ),
    ('admin', 'Гриша, это был самый скучный переезд в моей жизни, спасибо! Именно таким он и должен быть.'),
    (
        'admin',
        'В мастерской с обеда нет света, обещают дать к вечеру. Кто ещё внутри — собирайтесь домой, пока в '
        'ноутбуках есть заряд. Морозилку не открывать!',
        3.26,
    ),
    (
        'no',
        'Heron 3.4 is out 🎉 Seasonal roads, group rides, a calmer sign-in, maps built twice as fast. 214 '
        'commits, 19 people, one of them twelve years old (hi, Leo, thank you for the Welsh translation).',
        3.85,
    ),
    ('jo', 'Notes, with pictures: https://example.org/heron/3-4'),
    (
        'priya',
        "Known problem in 3.4: some routes near big lakes are led over ferries that don't sail in winter. The "
        'fix is being tested, please send people here instead of answering each one: '
        'https://example.org/heron/known/ferries',
        1.0,
    ),
    (
        'no',
        '3.4.1 is out and fixes the ferries. Maps refresh by themselves within a day, "Check for new maps" does '
        'it at once. What went wrong will be written up honestly, as usual.',
        0.95,
    ),
    (
        'admin',
        'Сегодня у нас первый день у Кати Юрьевой — она будет отвечать на письма вместе с Леной. Катя три года '
        'чинила велосипеды и столько же объясняла людям, почему они сломались. Давайте без экзаменов в первую неделю!',
        7.0,
    ),
    (
        'katya',
        'Всем привет! Доехала на велосипеде, по маршруту от Heron, мимо одного лишнего холма. Претензию уже '
        'оформила по всем правилам 😄',
    ),
    ('emil', 'Welcome, Катя! The translators wave from Vienna 👋'),
    (
        'marta',
        'The workshop is being painted at the end of next week, two days. Everything on the desks goes into '
        'boxes with your name on it. Everything on the floor goes to whoever finds it.',
        3.99,
    ),
    (
        'admin',
        'Дата 3.5: через шесть недель. Главное в ней — вход, собранный заново, и общий календарь поездок. '
        'Список, из которого ещё можно что-то вычеркнуть: https://example.org/heron/3-5-plan',
        2.1,
    ),
)
