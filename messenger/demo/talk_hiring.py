"""The messages in Hiring."""

LINES: tuple[tuple[str, str] | tuple[str, str, float], ...] = (
    (
        'admin',
        'Завела комнату, чтобы не обсуждать людей на весь коридор. Здесь только мы пятеро: Лена, Priya, Marta, Jo и я.',
        1.45,
    ),
    ('lena', 'Что мне нужно на самом деле: человек, который дочитывает письмо до конца. Остальному научу.'),
    ('priya', 'And who can say "I don\'t know, I\'ll ask" without dying of shame.'),
    (
        'jo',
        'I rewrote the posting: no "ninja", no "fast-paced", the salary in the second line. '
        'https://example.org/heron/jobs/support',
    ),
    (
        'marta',
        'Budget is approved for full time from next month. Part time is fine as well, then the rest goes to the '
        'winter meeting.',
    ),
    (
        'lena',
        'Тестовое: три настоящих письма, имена заменены. Одно простое, одно злое, одно, где человек сам не '
        'знает, что спрашивает. Оплачиваем два часа.',
    ),
    ('admin', 'Злое — это про печать?'),
    ('lena', 'Нет, про печать — это любовь. Злое про холмы.'),
    ('priya', '17 applications in four days. Four are for another company, one is in verse.', 4.03),
    ('jo', 'In verse and good?'),
    ('priya', 'It rhymes "support" with "support". Twice.'),
    (
        'lena',
        'Прочитала все. Для себя отобрала шестерых, таблица: https://example.org/heron/jobs/six\n'
        'Фотографии и возраст убрала, чтобы не мешали.',
    ),
    (
        'marta',
        'Thank you for that. Please also keep the letters only until the decision, then delete them. We '
        'promised so in the posting.',
    ),
    ('admin', 'Посмотрела шестерых. Мне ближе всех номера 2, 3 и 5. Третий слишком нас хвалит, но пишет ясно.', 1.1),
    ('jo', '2 and 5. Number 5 explained the gears on a bicycle in four sentences and I finally understood my own.'),
    ('priya', "2, 4, 5. Number 4 runs the help channel of a chess club, that's much harder than ours."),
    ('lena', 'Тогда тестовое шлём 2, 3, 4 и 5.'),
    (
        'lena',
        'Все четверо прислали. Самое интересное — письмо про холмы: «Ваша программа ненавидит людей старше '
        'шестидесяти».\n\n'
        'Номер 2 извинился пять раз. Номер 3 предложил поменять велосипед. Номер 4 нашёл настройку «меньше '
        'подъёма» и объяснил, где она. Номер 5 нашла настройку, объяснила, спросила, по какой дороге человек '
        'ездит, и приложила маршрут на 40 метров ниже.',
        3.99,
    ),
    ('jo', "Number 5 asked a question back. That's the whole job, isn't it?"),
    ('priya', "And the third letter, the one where they don't know what they ask?"),
    (
        'lena',
        'Четвёртый ответил на тот вопрос, который прочитал. Пятая написала: «Правильно ли я понимаю, что…» — и '
        'дальше угадала.',
    ),
    ('admin', 'Зовём на разговор четвёртого и пятую?'),
    ('marta', 'I can do the day after tomorrow, 11:00 and 14:00. The small room, the big one smells of glue.'),
    ('marta', 'Both talks are confirmed. Tea, not coffee, for the second one: she asked, which I like.', 0.89),
    (
        'lena',
        'Мои вопросы, чтобы не повторяться:\n'
        '— расскажи про письмо, на которое ты не смог ответить\n'
        '— что ты делаешь, когда неправы мы, а не человек\n'
        '— сколько писем в день для тебя уже много',
    ),
    ('priya', "Mine: explain to me, as if I were angry, why my route is gone. I'll be angry, I've been practising."),
    ('jo', 'Can confirm. She practised on me about the printer.'),
    (
        'lena',
        'Поговорили с обоими. Четвёртый хорош, но ему скучно с простыми письмами, он сам так сказал. Честный человек.',
        1.14,
    ),
    ('admin', 'А пятая?'),
    (
        'lena',
        'На вопрос, что делать, когда неправы мы, ответила: «Сначала написать, что неправы, потом разбираться '
        'почему». И починила мне скрипящий стул, пока разговаривали.',
    ),
    ('priya', "I was as angry as I could and by the end I was apologising to her. I don't know how she did it."),
    (
        'jo',
        "For completeness: she also found a typo in our posting. I've corrected it. I've also gone for a short walk.",
        0.15,
    ),
    (
        'admin',
        'Пауза на выпуск, извините: у нас паромы поехали по льду. Вернёмся к этому через пару дней, обещаю.',
        8.9,
    ),
    ('lena', 'Как раз стало видно, зачем нам второй человек: у меня 130 писем.'),
    ('admin', 'Решаем. Я за пятую — за Катю Юрьеву.', 4.69),
    ('lena', 'За. Двумя руками, третьей отвечаю на письма.'),
    ('priya', 'Yes!'),
    ('jo', "Yes, and number 4 deserves a real letter, not a form. I'd like to write it."),
    ('marta', 'Yes. The contract is ready, start in three days if she says so.'),
    ('admin', 'Только что позвонила. Она согласна и спросила, есть ли где поставить велосипед 🚲'),
    ('lena', 'Письма остальных удалила, таблицу тоже. Кому не ответили — ответила.'),
    (
        'jo',
        "Number 4 wrote back. He thanks us and asks whether the chess club may use Heron's words for errors. I "
        'said of course.',
        0.34,
    ),
    ('marta', 'One week in, as we agreed: how is it going?', 8.8),
    ('lena', 'Я вчера ушла домой в шесть. Впервые с весны. Вот и весь отчёт.'),
    ('admin', 'Тогда закрываю вакансию. Комнату оставлю — осенью, кажется, понадобится ещё один разработчик.'),
)
