"""The messages in Releases."""

LINES: tuple[tuple[str, str] | tuple[str, str, float], ...] = (
    (
        'no',
        'The board for 3.4 is up: https://example.org/heron/board/3-4\n'
        'Three columns only: "not started", "somebody is on it", "Нона is content". There is no column called "done".',
        0.5,
    ),
    ('noone', 'Спасибо за честность.'),
    (
        'mikhail',
        'Беру сезонные дороги. Данные по паромам грязные: в одном поле бывает `yes`, `no`, `summer`, `May-Sep`, '
        '`5-9` и один раз «спросите у Кари».',
    ),
    ('one', "Kari runs the ferry. It's accurate data."),
    ('mikhail', 'Не спорю, но как это превратить в логическое значение?'),
    (
        'no',
        'Three states: sails, doesn\'t, nobody knows. "Nobody knows" gets a warning on the route and lets the '
        'person decide.',
    ),
    ('mikhail', 'Подходит. Кари отправляется в «никто не знает».'),
    (
        'tomas',
        'Group rides: the link is 9 characters, from an alphabet without `0 O 1 l I`. Enough?\n\n'
        '```python\n'
        '>>> 27 ** 9\n'
        '7625597484987\n'
        '```',
        2.09,
    ),
    ('no', "Seven and a half million million. With ten guesses a minute per address we'll all be retired first."),
    ('grisha', 'Десять попыток в минуту держу на входе, не в приложении. Так дешевле.'),
    ('noone', 'А если ссылку открыть после того, как поездка закончилась?'),
    ('tomas', 'Now: a blank page. Soon: "This ride is over. It was 42 km and nobody got lost."'),
    ('emil', 'Could the last half be optional? In our club it would be a lie.'),
    (
        'mikhail',
        'Сборка карт: было 51 минута на страну, стало 24. Почти всё время уходило на то, что мы дважды '
        'распаковывали один и тот же файл.',
        2.99,
    ),
    ('admin', 'Дважды?! С какого года?'),
    ('mikhail', 'Не хочу смотреть. Ладно, посмотрел. Шесть лет.'),
    ('grisha', 'Шесть лет мы грели серверную. Зимой это было даже приятно.'),
    (
        'no',
        'Add it up for the notes: six years × nightly × 27 minutes. I want that number next to a picture of a '
        'radiator.',
    ),
    ('jo', "985 hours. Forty-one days of warm air. It's going in."),
    (
        'no',
        'Reminder: freeze in a week. Still "not started": export to GPX 1.1, the battery warning, the French '
        'plural. Who?',
        4.89,
    ),
    ('one', 'Battery warning is mine, I have the worst phone.'),
    (
        'emil',
        'I\'ll ask Claire for the French plural. She says there are two of them and zero is singular, "0 kilomètre".',
    ),
    ('tomas', "GPX: I'll take it. The format is older than my sister."),
    (
        'noone',
        'GPX из тестовой сборки не открывается в двух навигаторах из пяти. Оба ругаются на время без часового пояса.',
        1.49,
    ),
    ('tomas', 'I wrote local time. I know. I know.'),
    (
        'tomas',
        "Fixed, always UTC with a Z at the end. Test added so that future me can't do it again:\n\n"
        '```python\n'
        'def test_times_are_utc(track):\n'
        "    assert all(point.time.endswith('Z') for point in track.points)\n"
        '```',
    ),
    ('noone', 'Пять из пяти. Даже тот серый кирпич 2009 года.'),
    (
        'grisha',
        'Напоминаю: завтра в шесть утра карты переезжают. До восьми ничего не собирать и не выкладывать, кто '
        'соберёт — тот и завтракает в серверной.',
        0.59,
    ),
    (
        'grisha',
        'Переехали. Сборка карт на новой машине: 9 минут на страну. Восемь ядер и диск, который не помнит '
        'крещения Руси.',
        0.78,
    ),
    ('mikhail', 'Было 51. Я начинаю скучать по тому времени, когда успевал пообедать.'),
    ('no', 'Nice. Does the new machine run the same Python and libraries as the old one?'),
    ('grisha', 'Python новее на две версии, библиотека разбора YAML тоже. Тесты зелёные.'),
    ('no', 'Green is good enough for me.'),
    (
        'noone',
        'Заморозка. Прогнала большой список: 212 проверок, 209 прошло, три сняли с выпуска по согласию. Список: '
        'https://example.org/heron/checks/3-4',
        4.12,
    ),
    ('no', 'Which three?'),
    ('noone', 'Печать на матричном принтере, тёмная тема в режиме печати и печать вообще.'),
    ('lena', 'Про печать пишет ровно один человек, зато каждую неделю. Я ему отвечу сама, мы уже почти друзья.'),
    ('admin', 'Тогда выпускаем через три дня, как договорились. Нона, последнее слово за тобой.'),
    ('noone', 'Довольна. Пишу это заранее, чтобы не передумать.'),
    ('no', "3.4 is tagged and building. I'll watch it until it's everywhere.", 2.89),
    ('no', 'Out: web, both app stores, the F-Droid people build it themselves tomorrow.'),
    ('jo', 'Notes are live. The radiator picture is at the very top.'),
    ('priya', 'First reaction on the forum: "at last I can tell a ferry from an iron". Bob will be happy.'),
    (
        'emil',
        'Twenty-two languages complete, a record. Danish came in four minutes before the tag, by e-mail, from a train.',
    ),
    (
        'lena',
        'Писем за вечер 40, вдвое больше обычного, но почти все — «спасибо» и «где кнопка». Кнопка там же, '
        'просто раньше её не было видно.',
        0.34,
    ),
    ('one', 'Good morning. The planner sends me straight across Lake Saimaa. On a bike. In winter.', 0.6),
    (
        'one',
        'It says: "Continue on the ferry for 14 km." The ferry is on land until May, upside down, I can see it '
        'from here.',
    ),
    ('mikhail', 'Ой. Пришли точку начала и конца, пожалуйста.'),
    ('one', "61.0587, 28.1887 to 61.2000, 28.7667. Any ferry that I tried does it, so it isn't just this one."),
    ('lena', 'У меня уже четыре таких письма: Онега, Боденское озеро, Балатон и кто-то с Байкала, он очень вежливый.'),
    ('priya', 'Putting up a "known problem" page now so that people stop guessing. What do I write as the workaround?'),
    ('no', 'Settings → Avoid → Ferries. It loses the real ones too, but nobody swims.'),
    (
        'mikhail',
        'На моей машине всё правильно: паром закрыт, маршрут идёт вокруг. На сервере — открыт. Код один и тот же.',
        0.084,
    ),
    ('grisha', 'Данные тоже одни и те же, сравнил суммы: `9f41c0` и там, и там.'),
    ('noone', 'А разобранные данные? Не файл, а то, что из него получилось.'),
    (
        'mikhail',
        'Нашёл. Старая библиотека превращала `no` из файла в False. Новая читает его строкой, как в стандарте '
        'YAML 1.2. А дальше у нас вот это:\n\n'
        '```python\n'
        ">>> bool('no')\n"
        'True\n'
        '```',
    ),
    ('no', 'So every ferry that says "no" now says "yes".'),
    ('tomas', 'Nils. Your user name is `no`. Your user name evaluates to True.'),
    ('no', "I've been waiting for this all my life and it's not how I imagined it."),
    ('admin', 'То есть тесты были зелёные, потому что в тестах словари, а не файл?'),
    ('noone', 'Да. И это моя половина вины: я проверяла летнюю дату. Летом все паромы ходят.'),
    (
        'mikhail',
        'Чиню так: никаких `bool()`, явный список слов, неизвестное слово — «никто не знает».\n\n'
        '```python\n'
        "SAILS = {'yes': True, 'no': False, 'true': True, 'false': False}\n\n"
        'def sails(word: object) -> bool | None:\n'
        '    return word if isinstance(word, bool) else SAILS.get(str(word).strip().lower())\n'
        '```',
    ),
    ('no', 'Reviewed. And a test that goes through the real file on the real parser, please, with a winter date.'),
    ('mikhail', 'Уже там: 31 паром, четыре даты, по одной на сезон.'),
    ('grisha', 'Пересобираю карты стран с паромами, их 38. По девять минут, к ночи будет всё.', 0.076),
    ('lena', 'Вежливому человеку с Байкала написала. Он ответил: «Ничего, я всё равно хотел посмотреть на лёд».'),
    (
        'one',
        "Tested 3.4.1: the route goes round the lake, 61 km instead of 14, headwind all the way. It's correct "
        'and I hate it.',
        0.79,
    ),
    ('noone', 'Зима, весна, лето, осень — 124 маршрута, ни одного по льду. Довольна, на этот раз по-настоящему.'),
    ('no', 'Tagging 3.4.1.'),
    (
        'priya',
        'The "known problem" page now says "solved". It was read 1,900 times in a day and I got only six '
        'letters. Worth writing that page first next time too.',
    ),
    ('emil', 'For the record, from the log: written by no, reviewed by noone, noticed by one.'),
    ('tomas', 'Print it on a mug.'),
    (
        'no',
        'What went wrong with 3.4, my draft. No names in it, we all did it together.\n\n'
        '1. The machine changed a week before the release, the parser with it. We compared the files, not what '
        'was read from them.\n'
        '2. The tests used dictionaries typed by hand, so they never met the parser.\n'
        '3. The manual check used a date in July.\n\n'
        'From now on: versions of everything are pinned and the same on every machine; every kind of data has '
        'one test through the real file; the big list is gone through with two dates.\n'
        'https://example.org/heron/reports/ferries',
        3.25,
    ),
    (
        'admin',
        'Хороший текст. Я бы добавила, что от первого письма до исправления прошло меньше суток. Это тоже правда.',
    ),
    ('grisha', 'И что закреплённые версии теперь проверяет сборка, а не моя память.'),
    ('no', 'Added both. Jo, could you make it readable?'),
    ('jo', 'It is readable. I took out one "basically" and two "just".'),
    (
        'no',
        '3.5 board: https://example.org/heron/board/3-5\n'
        'Big ones: the new sign-in, the calendar of rides. Small ones: 46 and counting.',
        4.89,
    ),
    (
        'mikhail',
        'Календарь беру, если кто-нибудь возьмёт повторяющиеся поездки. «Каждый второй вторник, кроме мая» — '
        'это не ко мне.',
    ),
    ('tomas', "I'll do those, I already lost my innocence with time zones."),
    (
        'katya',
        'Можно вопрос от новенькой? В письмах чаще всего просят «вернуть маршрут, который я случайно удалил». '
        'За неделю девять раз. Такое вообще возможно?',
        4.49,
    ),
    ('no', 'Technically yes: deleted routes stay for 30 days, but only we can see them.'),
    ('katya', 'А если показать их самому человеку? Корзина, как у всех.'),
    ('noone', 'Это сняло бы пятую часть писем. Я за.'),
    ('admin', 'Вписала в 3.5. Катя, ты здесь неделю, а уже сэкономила себе работу. Так держать!'),
    (
        'mikhail',
        'Календарь: первая сборка на тестовом сервере. Неделя начинается с понедельника, кроме стран, где она '
        'начинается с воскресенья, и тех, где с субботы.',
        0.45,
    ),
    ('emil', "There is one more: in the Maldives it's Friday. One user. He'll be delighted."),
    ('mikhail', 'Уже. Взял таблицу, а не написал свою, я учусь.'),
    ('no', "3.5 beta 1 tomorrow, then. Whatever isn't in by noon waits for beta 2."),
    ('tomas', "Avatars: one rule for the sizes now, nothing gets enlarged. It's in.", 1.21),
    ('noone', 'Смотрю. Вопрос сразу: что с картинкой 1×5000?'),
    ('tomas', '0×300. Oh.'),
    ('tomas', '`max(1, round(...))`. Thank you, as always.'),
)
