import pytest

from summarizer.errors import UnsupportedLanguageError
from summarizer.text.language import check_supported, detect_language, find_sure_language, language_name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The northern pier will reopen on Tuesday after eleven months of repairs.", "en"),
        ("Der nördliche Anleger öffnet am Dienstag nach elf Monaten wieder.", "de"),
        ("Le quai nord rouvrira mardi après onze mois de travaux.", "fr"),
        ("El muelle norte reabrirá el martes tras once meses de obras.", "es"),
        ("北側の桟橋は十一か月の修理を経て火曜日に再開する。", "ja"),
        ("北码头经过十一个月的维修将于星期二重新开放。", "zh"),
        ("북쪽 부두가 열한 달의 수리 끝에 화요일 다시 문을 연다.", "ko"),
        ("Северный причал откроется во вторник после одиннадцати месяцев ремонта.", "ru"),
        ("سيعاد افتتاح الرصيف الشمالي يوم الثلاثاء بعد أحد عشر شهرا من الإصلاحات.", "ar"),
    ],
)
def test_language_of_one_sentence_is_found(text: str, code: str):
    assert detect_language(text) == code


@pytest.mark.parametrize("text", ["", " \n", "42", "👍👍", "12:30 – 14:00", "a"])
def test_a_text_without_words_has_no_language(text: str):
    assert detect_language(text) is None


def test_language_names_are_english():
    assert [language_name(code) for code in ("no", "de", "pt-BR", "zh_Hans")] == [
        "Norwegian",
        "German",
        "Portuguese",
        "Chinese",
    ]


def test_an_unknown_code_is_its_own_name():
    assert language_name("qq") == "qq"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ท่าเรือเหนือจะเปิดอีกครั้งในวันอังคาร", "Thai"),
        ("ທ່າເຮືອພາກເຫນືອຈະເປີດຄືນໃຫມ່", "Lao"),
        ("မြောက်ပိုင်းဆိပ်ကမ်း ပြန်ဖွင့်မည်", "Burmese"),
        ("ផែខាងជើងនឹងបើកឡើងវិញ", "Khmer"),
        ("བྱང་གི་གྲུ་ཁ་གཟའ་མིག་དམར་ལ་སླར་ཡང་སྒོ་འབྱེད།", "Tibetan"),
    ],
)
def test_a_script_we_cannot_cut_into_words_is_refused_by_name(text: str, name: str):
    with pytest.raises(UnsupportedLanguageError) as refusal:
        check_supported(text, detect_language(text))
    assert refusal.value.language == name


@pytest.mark.parametrize(
    "text",
    [
        "ท่าเรือเหนือจะเปิดอีกครั้งในวันอังคาร The northern pier will open again.",  # half of it English
        "ท่าเรือ",  # one word
        "ᦑᦸᧆᧈᦺᦈᧉᦟᦹᧉᦕᦱᧉᦉᦱᧄᦺᦔ",  # a script of several languages
    ],
)
def test_a_script_we_cannot_cut_is_refused_without_a_name_where_the_language_is_not_sure(text: str):
    with pytest.raises(UnsupportedLanguageError) as refusal:
        check_supported(text, detect_language(text))
    assert refusal.value.language is None
    assert refusal.value.message == "That text is in a language that I cannot summarise yet."


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Der nördliche Anleger öffnet am Dienstag nach elf Monaten wieder, sagte das Hafenamt.", "de"),
        ("El muelle norte reabrirá el martes tras once meses de obras, dijo la oficina del puerto.", "es"),
        ("北側の桟橋は十一か月の修理を経て火曜日に再開すると港湾事務所が発表した。", "ja"),
        ("Pohjoinen laituri avataan tiistaina yhdentoista kuukauden korjausten jälkeen.", "fi"),
    ],
)
def test_a_sentence_or_two_are_enough_to_be_sure_of_a_language(text: str, code: str):
    assert find_sure_language(text) == code
    assert find_sure_language(f"{text} " * 12) == code


ENGLISH = "The northern pier will reopen on Tuesday, the harbour office said after a long night of talks. " * 4
GERMAN = "Der nördliche Anleger öffnet am Dienstag wieder, sagte das Hafenamt am Montag in Lowmoor. " * 4


@pytest.mark.parametrize(
    "text",
    [
        "Pier reopens",
        "Marta Olsen, Jonas Pell, Vera Halloran, Mira Tolland, Ines Aldana, Tern Quay",
        "GDP 4.5 CPI 3.2 USD EUR",
        ENGLISH + GERMAN,
        GERMAN + ENGLISH,
        "",
    ],
    ids=["two words", "names", "abbreviations", "half German", "half English", "nothing"],
)
def test_nobody_is_sure_of_a_few_words_of_names_and_of_two_languages(text: str):
    assert find_sure_language(text) is None


def test_a_quote_in_another_language_leaves_it_sure():
    assert find_sure_language(ENGLISH * 2 + GERMAN[:120] + ENGLISH) == "en"


@pytest.mark.parametrize(
    "text", ["北码头星期二重新开放。", "桟橋は火曜日に再開する。", "Пирс открыт.", "The word ไทย is Thai.", ""]
)
def test_everything_else_is_read(text: str):
    check_supported(text, detect_language(text))
