"""The messages in the design room."""

LINES: tuple[tuple[str, str] | tuple[str, str, float], ...] = (
    (
        'anna',
        'Начинаю экран входа. Посчитала, что на нём сейчас: 94 слова, 3 ссылки, 2 кнопки одного цвета и цапля, '
        'которая закрывает поле на маленьких телефонах.',
        1.45,
    ),
    ('bob', '94 words to say "name, password, go". I\'d like to meet the person who wrote all that.'),
    ('jo', 'Hello. It was me, in three different years. Each sentence answered a real complaint.'),
    ('bob', 'Then I apologise to one third of you.'),
    (
        'priya',
        'Before we cut: the line "your name is not your e-mail" saves about five letters a week. Please don\'t '
        'lose that one.',
    ),
    ('anna', 'Тогда пусть она живёт в самом поле, подсказкой, а не абзацем сверху.'),
    (
        'one',
        'On phones the keyboard covers the button. Nobody on the forum says "the keyboard covers the button", '
        'they say "sign-in is broken".',
        0.16,
    ),
    (
        'tomas',
        'I can reproduce that on anything below 640 px of height. The form is centred in the *whole* window, '
        "should be in what's left of it:\n\n"
        '```css\n'
        '.sign-in { min-height: 100dvh; display: grid; align-items: start }\n'
        '```',
    ),
    ('anna', 'О, а почему `dvh`, а не `vh`?'),
    (
        'tomas',
        "`vh` ignores the browser's own bars, so the last 60 px of the page are under them. `dvh` follows the bars.",
    ),
    ('anna', 'Записала. Значит форма прижата к верху, цапля уезжает вниз и прячется первой.'),
    ('sanya', 'А можно цапля будет отворачиваться, пока вводишь пароль?'),
    ('bob', 'Sanya, I was going to say no and then I imagined it.'),
    ('admin', 'Можно. Но в последнюю очередь и только если без единого лишнего килобайта.'),
    ('sanya', 'Это 14 строк svg, я уже посчитал 🙃'),
    (
        'anna',
        'Первый набросок: https://example.org/heron/design/sign-in-1\n'
        'Слов 31. Кнопка одна. «Забыли пароль?» под полем, а не под кнопкой.',
        0.96,
    ),
    ('noone', 'Что будет, если ошибиться паролем? На наброске только счастливые люди.'),
    ('anna', 'Честно говоря, несчастных я ещё не рисовала. Сколько их видов?'),
    (
        'noone',
        'Я насчитала семь: пусто, не тот пароль, имени нет, заблокирован, слишком много попыток, нет сети, '
        'сервер на обслуживании. «Не тот пароль» и «имени нет» должны выглядеть одинаково, иначе мы '
        'рассказываем, кто у нас есть.',
    ),
    ('anna', 'Семь видов несчастья, а счастье одно. Толстой бы одобрил.'),
    (
        'jo',
        'My proposal for the shared one: "The name and the password don\'t fit together." It blames neither the '
        'person nor the password.',
    ),
    ('tomas', 'I like it. In Spanish it works too, "no encajan".'),
    ('admin', 'По-русски: «Имя и пароль не подходят друг к другу». Почти про любовь.'),
    ('bob', 'Shipping it before somebody makes it a poem.'),
    (
        'anna',
        'Показала второй набросок шести людям из клуба. Что увидела:\n\n'
        '• четверо сразу нажали Enter в первом поле и ждали, что курсор перейдёт во второе\n'
        '• двое искали, где показать пароль, — глаз был слишком бледным\n'
        '• один прочитал название кнопки вслух и сказал «ну войти так войти»\n'
        '• никто не заметил цаплю\n\n'
        'Записи встреч: https://example.org/heron/design/six-people',
        1.99,
    ),
    ('sanya', 'Никто не заметил цаплю 😢'),
    ('bob', 'That is the best thing one can say about a picture on a sign-in screen.'),
    (
        'tomas',
        "Enter in the first field: browsers submit the form, that's the default for one submit button. Moving "
        'the focus would surprise the other half. What if Enter submits and we put the cursor into the empty '
        'field with no error shown?',
    ),
    ('noone', 'Поддерживаю: пустой пароль — это не ошибка, это человек ещё не закончил.'),
    ('anna', 'Хорошо, так и сделаем. Красного не показываем, пока человек ничего не написал.'),
    (
        'priya',
        "Can we keep the language switch on that screen? Half of the people who write to me about it don't have "
        'an account yet.',
        0.13,
    ),
    ('anna', 'Да, в правом верхнем углу, и названия языков на самих языках: «Русский», «English», «Español».'),
    ('bob', 'Not flags, I hope.'),
    ('anna', 'Боб. Мы же договаривались, что флагов не будет никогда.'),
    ('bob', 'I just like hearing it.'),
    (
        'bob',
        'New icons for roads: 24 of them, drawn on a 20 px grid with a 1.5 px line. Ferries now look like '
        'ferries and not like irons: https://example.org/heron/design/icons-3',
        2.75,
    ),
    ('jo', "I'm relieved. I had to explain the iron to my mother."),
    (
        'one',
        "The gravel one and the sand one are the same to me at arm's length in the sun. Could sand have fewer "
        'dots, but bigger ones?',
    ),
    ('bob', 'Sent a second version, three big dots against nine small. Please look at it outside, not at the desk.'),
    (
        'one',
        'Looked at it outside, in the rain, with wet glasses. I can tell them apart. Signed: Onni, certified '
        'worst case.',
        0.19,
    ),
    ('noone', 'Проверила на дальтонизм: красный «закрыто» и зелёный «открыто» на карте одинаковые. Нужна ещё форма.'),
    ('bob', 'Closed gets a diagonal bar through the line. Good catch, thank you.'),
    (
        'anna',
        'Новый вход на тестовом сервере. Заходите своими именами, пароли те же. Жалобы сюда, похвалы тоже сюда, '
        'но короче.',
        6.7,
    ),
    (
        'tomas',
        'Password managers offer to fill it in on all three browsers. Focus order is right. I tried to be '
        'annoyed and failed.',
    ),
    (
        'noone',
        'Нашла две вещи.\n'
        '1. При увеличении текста до 200 % кнопка обрезается снизу.\n'
        '2. Экранный диктор читает «показать пароль, кнопка» и не говорит, показан он уже или нет.',
    ),
    (
        'tomas',
        "The second one is `aria-pressed`, I'm adding it now. The first one is a fixed height, and whoever "
        'fixed it was me, in a hurry, at 23:40.',
    ),
    (
        'priya',
        "I asked five people from the forum who had complained the loudest. Four say it's better. The fifth "
        'says it\'s better "but the heron looks judgemental".',
    ),
    ('sanya', 'Она не осуждает, она смотрит на рыбу.'),
    ('bob', "I've seen that heron at 2 a.m. after the third wrong password. It judges."),
    (
        'jo',
        'Final words for all seven errors, both languages, in one table: https://example.org/heron/words/sign-in\n'
        'Longest is 58 characters, nothing ends with an exclamation mark, and the word "invalid" doesn\'t occur.',
        0.28,
    ),
    ('admin', '«Слишком много попыток. Попробуйте через 4 минуты» — а можно без «попыток» дважды?'),
    ('jo', "«Слишком много попыток. Подождите 4 минуты.» I'd been staring at it too long."),
    (
        'sanya',
        'Отворачивающаяся цапля готова, 1,1 КБ. Уважает «меньше движения» в настройках системы: тогда просто '
        'закрывает глаз.',
        10.9,
    ),
    ('anna', 'Саня. Закрывает глаз. Это лучшее, что случилось с нами в этом месяце.'),
    ('tomas', "Merged. I don't care that it isn't in the plan."),
    ('admin', 'Я тоже ничего не видела. Как и цапля.'),
    (
        'noone',
        'После выпуска: 11 % входов с первого экрана теперь заканчиваются ошибкой, раньше было 19 %. Считала с '
        'самого выпуска.',
        6.84,
    ),
    ('anna', 'А что в оставшихся одиннадцати?'),
    (
        'noone',
        'Больше половины — старый пароль с прошлого велосезона. С этим мы ничего не сделаем. Остальное — '
        'раскладка: люди пишут имя русскими буквами.',
    ),
    (
        'bob',
        'Could we notice that? If the name is all Cyrillic and unknown, try it as typed on the other layout and '
        'suggest.',
    ),
    ('noone', 'Подсказать значит признаться, что такое имя есть. Смотри на семь видов несчастья.'),
    (
        'bob',
        'Right. So we say "Check the keyboard layout" whenever the name has no Latin letter. No look-up, no secret.',
    ),
    (
        'tomas',
        "One line:\n\n```js\nconst hint = name && !/[a-z]/i.test(name) ? words.layout : ''\n```",
    ),
    ('admin', 'Только имена бывают и кириллические. Пусть будет мягко: «Раскладка та?»'),
    (
        'anna',
        'Раз уж меняем подсказки: попробую пересобрать экран с нуля, с тем, что узнали за месяц. Аватары туда '
        'тоже попросились — если на компьютере уже входили, показываем круглую картинку и имя.',
        1.14,
    ),
    ('one', 'Only if people can forget it. Family computers, libraries, the one laptop in the ski hut.'),
    ('anna', 'Конечно, крестик рядом, и «это не мой компьютер» сразу видно.'),
    ('bob', 'For avatars we need one rule for the sizes everywhere. Right now I count four.'),
    (
        'anna',
        'Собрала экран входа заново: меньше слов, крупнее поля. Посмотрите, пожалуйста, до четверга.\n'
        'https://example.org/heron/design/sign-in-5',
        2.11,
    ),
    (
        'bob',
        'Much calmer. Two small things: the error under the field jumps the layout by 6 px, and Password needs '
        '`autocomplete="current-password"`',
    ),
    ('priya', "19 words! From 94. I'm going to frame the old one."),
    ('sanya', 'Цапля на месте. Всё остальное обсуждаемо.'),
    (
        'tomas',
        '@Оля here is the rule I use for the avatar sizes, does it match yours?\n\n'
        '```python\n'
        'def fitted(width, height, limit=300):\n'
        '    scale = min(1, limit / max(width, height))\n'
        '    return round(width * scale), round(height * scale)\n'
        '```',
        0.65,
    ),
    ('admin', 'Да, ровно так. 600×400 даёт 300×200, 100×80 не трогаем: маленькое не растягиваем никогда.'),
    ('tomas', 'I will put it into the release today'),
    ('anna', 'Прыжок на 6 px убрала: место под ошибку теперь есть всегда, просто пустое.'),
)
