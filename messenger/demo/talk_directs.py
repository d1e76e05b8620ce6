"""The messages in direct conversations, by the people in them."""

LINES: dict[str | tuple[str, ...], tuple[tuple[str, str] | tuple[str, str, float], ...]] = {
    ('admin',): (
        (
            'admin',
            'Сделать на этой неделе:\n'
            '- объявление про поддержку ✓\n'
            '- ответить клубу из Твери\n'
            '- продлить домен, пока не напомнили\n'
            '- записаться к зубному (третья неделя подряд)',
            0.6,
        ),
        ('admin', 'Мысль с прогулки: вход должен быть тише. Не «добро пожаловать», а «вот дверь».', 3.1),
        ('admin', "Spare key for the workshop: at Marta's. Spare-spare key: nobody knows, ask Гриша.", 3.9),
        (
            'admin',
            'Телефон аварийной электросетей наконец нашёлся: висит на щитке, который в темноте не видно. '
            'Переклеить на дверь.',
            9.3,
        ),
        ('admin', 'Купить третью струну.', 0.5),
        ('admin', 'Для Боба: кастрюля 10 л, эмалированная, гравировка. Мастер на рынке, второй ряд, до шести.', 2.2),
        (
            'admin',
            'Что я поняла про паромы: мы хорошо чиним и плохо сомневаемся. Спросить у всех, в чём они уверены '
            'без проверки. Начать с себя.',
            6.2,
        ),
        (
            'admin',
            '```sh\nrsync -a --delete photos/ backup:/photos/\n```\nСначала с `--dry-run`! Сначала с `--dry-run`!',
            3.8,
        ),
        (
            'admin',
            'Books people recommended at the club: "The Third Policeman", «Трое на велосипедах, не считая '
            'насоса» (check, I think Гриша made the second one up)',
            3.2,
        ),
        ('admin', 'Зубной — сделано!!! Домен тоже.', 2.8),
    ),
    ('admin', 'bob'): (
        ('bob', "Do you have ten minutes today? It's about the icons, nothing terrible.", 2.4),
        ('admin', 'Давай в четыре. Чай с меня.'),
        (
            'bob',
            "I'd like to redraw all 24 instead of fixing three. It's most of a week. I know how it sounds "
            'before a release.',
        ),
        ('admin', 'А если не успеешь?'),
        ('bob', "Then the old ones stay, they're in a separate file. Nothing else waits for it."),
        ('admin', 'Тогда рисуй. И покажи Onni на улице, он у нас главный по дождю.'),
        ('bob', 'They\'re in. Thank you for not saying "after the release".', 5.39),
        ('admin', 'Я чуть не сказала.'),
        ('bob', "I can't stop looking at the pot. Whose idea was it?", 17.6),
        ('admin', 'Тайна следствия. Но гравировку предложила Марта.'),
        ('bob', 'I knew it. She has never forgiven the fridge.'),
        (
            'bob',
            "For the painters: may I keep the pencil marks behind my desk? They're the first sketches of the "
            'heron, from before we had paper.',
            11.25,
        ),
        ('admin', 'Конечно! Попрошу закрасить вокруг. А лучше повесим рамку.'),
        ('bob', 'A frame around a bare piece of wall. I like us.'),
    ),
    ('admin', 'anna'): (
        (
            'anna',
            'Оля, можно я покажу вход шести людям из клуба до того, как он готов? Хочу увидеть, где спотыкаются.',
            4.4,
        ),
        ('admin', 'Нужно. Только предупреди, что ломать можно.'),
        ('anna', 'Они уже. Один вошёл под именем своей жены и ушёл читать её маршруты.'),
        ('anna', 'Мне прислали предложение из большой студии. Отказываюсь, но хотела, чтобы ты узнала от меня.', 14.1),
        ('admin', 'Спасибо, что сказала. Чего тебе тут не хватает — честно?'),
        ('anna', 'Одного дня в неделю без сообщений. Чтобы рисовать, а не отвечать.'),
        ('admin', 'Среда. С этой недели. Поставь себе тишину, я всем объясню.'),
        ('anna', 'Вот за это и отказываюсь 💛'),
        ('anna', 'Среды работают. Экран, который я собрала заново, — это две среды подряд и ни одного вопроса.', 17.39),
        ('admin', 'Видно. Он и сам стал похож на среду.'),
    ),
    ('admin', 'tomas'): (
        (
            'tomas',
            "Small confession: the fixed height in the form was mine, at 23:40. I don't want to work at 23:40 "
            'any more.',
            14.6,
        ),
        ('admin', 'И не надо. Что тебя туда загнало?'),
        ('tomas', 'GPX, the group rides and my own optimism.'),
        ('admin', 'Отдай кому-нибудь повторные проверки ссылок. Саня просит настоящую задачу.'),
        ('tomas', "Good idea. I'll sit with him for an hour, he's quick."),
        (
            'tomas',
            "Sanya did it in two days and found a hole: the link worked after the ride was deleted. I'd have "
            'missed it.',
            4.99,
        ),
        ('admin', 'Скажи ему это при всех, хорошо? Не мне.'),
        ('tomas', 'Already did. He went red and fixed two more things.'),
        ('tomas', 'The rule for avatars is in the release. And Нона broke it in one sentence, of course.', 17.09),
        ('admin', '1×5000?'),
        ('tomas', 'How did you know?'),
        ('admin', 'Она меня так принимала на работу. Я тогда спросила: «А кто пришлёт такую картинку?» Она прислала.'),
    ),
    ('admin', 'anna', 'tomas'): (
        ('anna', 'Тихо. У Боба через два дня день рождения, 41. План?', 22.6),
        ('tomas', 'A cake with him on it as a road sign. I know a baker who can do vectors.'),
        ('anna', 'Я нарисую. Круглый знак, Боб в профиль с ложкой.'),
        ('admin', 'Подарок: кастрюля. Десять литров. С крышкой и гравировкой.'),
        ('tomas', 'What does it say on it?'),
        ('admin', '«Best before: today». Придумала Марта, за одну секунду, не поднимая глаз от отчёта.'),
        ('tomas', "Money: I'm collecting, everybody so far gave more than I asked. Even Гриша, in coins."),
        ('admin', 'Сколько не хватает?'),
        ('tomas', 'Minus twelve euros. We can afford a better lid.'),
        ('anna', 'Торт везут к девяти. Кто задержит Боба на улице минут на десять?', 0.98),
        ('tomas', "Onni will ring him and ask about dots in the sand icon. He can't resist that."),
        ('admin', 'Гениально и немного жестоко.'),
        ('anna', 'Свет выключаем, Гриша сидит у рубильника. Он сказал, что ждал этого всю карьеру.'),
        ('tomas', "He cried a little when he saw the line width. I saw it. I'm telling nobody but you two.", 1.2),
        ('admin', 'Мы молодцы. В следующий раз — Марта, и она уже наверняка всё знает.'),
    ),
    ('admin', 'grisha'): (
        (
            'grisha',
            'По переезду. Хочу взять машину с двумя дисками в зеркале, дороже на 11 евро в месяц. Объяснить зачем?',
            8.4,
        ),
        ('admin', 'Объясни, мне интересно.'),
        (
            'grisha',
            'Один диск умирает — никто не замечает, меняю в рабочее время. Сейчас один диск умирает — я еду '
            'ночью на вокзал.',
        ),
        ('admin', 'Одиннадцать евро за твой сон. Берём.'),
        (
            'grisha',
            'Ещё: отступление репетировал, 14 минут от «всё плохо» до старого сервера. Запись команд лежит '
            'рядом с планом.',
        ),
        ('admin', 'А кто, кроме тебя, сможет её выполнить?'),
        ('grisha', 'Хороший вопрос. Михаил. Позову его в пять утра, пусть смотрит.'),
        (
            'grisha',
            'Переехали. Из неприятного: библиотеки там новее, чем были. Тесты прошли, но мне не нравится, что '
            'это вышло само.',
            5.09,
        ),
        ('admin', 'Закрепить версии долго?'),
        ('grisha', 'День. После выпуска сяду.'),
        ('admin', 'Помнишь, ты писал, что тебе не нравится? Это были паромы.', 9.09),
        ('grisha', 'Помню. Надо было сесть до выпуска. В следующий раз скажу громче.'),
        ('admin', 'А я в следующий раз спрошу дважды. Мы оба это видели, так что пополам.'),
        (
            'grisha',
            'Закрепил. Сборка падает, если версии где-то разошлись, и пишет, чем именно: '
            'https://example.org/heron/ops/pins',
            2.8,
        ),
        ('admin', 'Красиво. Теперь ты можешь спать на обоих дисках.'),
    ),
    ('no', 'one'): (
        ('one', 'Are you at the keyboard? I have the ferry in front of me, what should I measure?', 21.37),
        ('no', 'Could you ask for the same route with the date set to July?'),
        ('one', 'July: ferry. January: ferry. The 30th of February: an error, which is at least honest.'),
        ('no', 'So it ignores the date completely, as if it thought the ferry always sails.'),
        (
            'one',
            'Every one I\'ve tried says "seasonal: yes" in the details. Kari\'s too. Kari is in the sauna, not on '
            'the lake.',
        ),
        (
            'no',
            'But Kari is "nobody knows" in the data! Then the words don\'t arrive as words. That\'s useful, thank you.',
        ),
        ('one', 'Anything else? My fingers are going.'),
        ('no', "Go inside, Onni. That's an order from somebody with no authority."),
        ('one', "Round the lake it is. 61 km. I'll do it this weekend for real, somebody should.", 0.98),
        ('no', "You don't have to test it with your legs."),
        ('one', "That's what legs are for."),
        (
            'one',
            'Did it. 61.4 km, four hours, one moose. Heron said 61.2, so the moose must have been 200 metres wide.',
            3.33,
        ),
        ('no', "I'll put a tolerance for moose into the tests."),
        ('no', 'Beta 1 of 3.5 has the calendar. Would you try it on the worst phone in the world?', 10.8),
        ('one', "She's charging. She needs an hour and some kind words."),
    ),
    ('bob', 'anna'): (
        ('bob', 'Your eye icon, the pale one: I have a bolder cut of it in the new set. Take it?', 4.9),
        ('anna', 'Беру! Люди щурились, как будто это глаз щурится на них.'),
        ('bob', "Sent. There's a closed one too, with lashes. Optional. Not optional."),
        ('anna', 'Ресницы оставляю 👁️'),
        ('anna', 'Слушай, а как ты решаешь, когда рисунок готов?', 12.69),
        ('bob', "When taking something away makes it worse. Before that I'm only decorating."),
        ('anna', 'А у меня наоборот: готов, когда надоело добавлять.'),
        ('bob', "Between the two of us there's one sensible person."),
        ('anna', 'Спасибо за 6 px. Я смотрела на этот экран неделю и не видела, как он подпрыгивает.', 18.5),
        (
            'bob',
            'I only saw it because my password was wrong. Four times. The heron closed its eye and I felt ashamed.',
        ),
    ),
}
