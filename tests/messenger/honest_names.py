"""Real names and words for people in many alphabets: none may be mistaken for a reserved name."""

LATIN = """
    Ada Adam Adele Agnes Aino Al Ala Alan Alba Albert Alda Alec Aled Alef Aleš Alessandro Alex Alexa Alf Alfie Ali ALI
    Alice Alicia Alina Alla ALLA Allan Allegra allen Ally Allyson Alma Alois Älla Alva Alvin Amelia Ana Ángel Anna Anne
    Axel Bella Ben Bill Björn Carl Celia Céline Chandler Chanel Channing Chanelle Charlotte Chloé Chris Claire Clara
    Cole Dan Della Ed Élan Eleanor Elena Eli Elin Ella Ellen Elle Else Elsa Emma Eric Éva Eva Eve Evelyn Everett Ever
    Every Evren Eryn Finn Gail Geoff Gil Greta Hal Halle Hallo Hall Hanna Hannah Hans Harald Helen Helene Henry Her Hera
    Herb Here4you Herman Hermann Hermine Hero Herr Hérens Heřman Hilda Il Ilja Ilse Inès Iris Jan Joël José Jürgen Kai
    Karl Lal Lala Lale Lars Laura Léa Lea Leïla Lena Lev Li Lia Lili Lilli Lill Lily Liv Lola Lou Louis Luca Łucja
    Łukasz
    Maël María Mary Max Mia Michael Neil Nell Nelly Niels Nils Noël Nora Ola Olaf Ole Olga Ólafur Otto Paul Pål Per Ray
    Réné Rhea Rory Rosa Sal Sally Søren Tom Val Vally Valery Vera Věra Will Willy Xavier Yan Yves Zoë Željko Ål Åke Åsa
    Əli ƏLİ Lalə Ələsgər Əhməd İlham Işıl Ağca Çelik Ñandú Nguyễn Đức Alì Þór Ðalla Ŋalla a11y alle Halla Hally channels
    Ａｌｉ Ａｌｉｃｅ Ɗanladi Ƙalla Alƙali Kɔfi Ɛlla Alonso Everly everyday Allon alloy allo
"""
CYRILLIC = """
    Ада Алла АЛЛА Алёна Али Алина Алия Анна Артём Борис Вася Вера Веся Веста Весна Вика Влад Всеволод Всеслав ВСЕВОЛОД
    Герман Глеб Ева Елена Ёлл Ёлка Женя Игорь Илья Їжак Катя Лев Лёва Люба Маша Нелли Нина Оля Ольга Павел Раиса Роман
    Света Сева Сеня Серж Соня Тарас Ульяна Фёдор Хелл Элла Юля Яна Всем Совсем Вас Бес Ґалаґан Єва Ілля Ўладзімір Ђорђе
    Његош Љиљана Жәния Әли Әсел Ұлан Қасым Ғалым Өмір Үміт Ңалла Вы Сев
"""
GREEK = 'Άννα Αλέξανδρος Αλίκη Βασίλης Γιάννης Δήμητρα Ελένη Ελλη Έλλη Ηρώ Ηλίας Ίρις Κώστας Λίλα ΛΙΛΑ Μαρία Νίκος Όλγα'
ARABIC = (
    'علي على الله ليلى سارة سارا آلاء هالة هلا لالا آل ال ألاء إلياس أحمد محمد مريم فاطمة خالد يوسف ١٢٣علي سار1 رضا'
)
HEBREW = 'אלי אלה הלל דוד רון סיון אור אורון יוון נוי לילי לאה שרה רחל יעל נועם משה אברהם ון אלון עלי הלה רון1 לוו'
CHINESE = '李 李明 王芳 张伟 刘洋 陈静 丨一 一 中村 艾拉 阿拉 全体 林黛玉 欧阳修 李明辉'
JAPANESE = 'さくら はな アリ アル ノア エラ アラー 山田太郎 田中さん ゆうこ ケン レーナ ヒーロー 佐々木 ＡＫＩ ｱﾘ'
KOREAN = '이 이이 김민준 이서연 박지훈 알라 최일 일리 이일 하루 리리 전체'
HINDI = 'अली अल्ला आलिया अनिल राम लीला सीता प्रिया कृष्ण विजय हरि एला'
GEORGIAN = 'ალა ელენე გიორგი ნინო თამარ ლალი ლევან ანა ილია ყველა'
ARMENIAN = 'Ալլա Աննա Արամ Հայկ Հերմինե Նարե Լևոն Օհան Սոնա Հռիփսիմե Ալլեն'
OTHERS = 'อลิสา แอล ลลิตา আলী லீலா కళ లీలా ಲೀಲಾ ലീല ᐊᓪᓚ ᐊᓕ ᎠᎵ ᏎᏉᏯ አለም ሀና ကို ລາວ ខេមរា ᠠᠯᠢ ⵉⴷⵉⵔ ބަށި ߊ߬ߟߌ ܥܠܝ'
SEVERAL_WORDS = (
    *(
        'Al Lee',
        'Al 李',
        'Al 山田さん',
        'Al 이',
        'Al דוד',
        'Al الياس',
        'Al Ким',
        'Al ლალი',
        'Ali علي',
        'Лев Все',
        'Al Pacino',
    ),
    *(
        'Anna Hall',
        'Herr R. E.',
        'Ева Всё',
        'Al-Amin',
        'Al Б.',
        'Al Λ',
        'Hera Е',
        'Alla P.',
        'J. Channel',
        'D. Everyone',
        'مرحبا 1',
    ),
    *('李 Al', 'אל אל', 'Ка Ве', 'Всеволод Все', 'Elle Al', 'Al Bo', 'Channel Four', 'Everyone else'),
)
ONE_WORD = (LATIN, CYRILLIC, GREEK, ARABIC, HEBREW, CHINESE, JAPANESE, KOREAN, HINDI, GEORGIAN, ARMENIAN, OTHERS)
HONEST = (*(name for names in ONE_WORD for name in names.split()), *SEVERAL_WORDS)
