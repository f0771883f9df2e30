import pytest
from spellchecker import SpellChecker

from bot.query.keyboard_layout import correct_layout

ENGLISH = SpellChecker(language="en")


def is_english(word: str) -> bool:
    return word in ENGLISH


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        # Thai on the English layout
        ("l;ylfu", "สวัสดี"),
        ("8nvvtwi", "คืออะไร"),
        ("dkixit=6,mujwso", "การประชุมที่ไหน"),
        ("g,njvwsij", "เมื่อไหร่"),
        ("l;ylfu8iy[ xit=6,g,njvwsij", "สวัสดีครับ ประชุมเมื่อไหร่"),
        ("l;ylfu 8jt", "สวัสดี ค่ะ"),
        # one part of a message
        ("ASCN 8nvvtwi", "ASCN คืออะไร"),
        ("ประชุม mujwso", "ประชุม ที่ไหน"),
        ("ทรงเป็นvtwi", "ทรงเป็นอะไร"),
        ("วันที่ ทำำะรืเ", "วันที่ meeting"),
        # English on the Thai layout
        ("้ำสสน", "hello"),
        ('"้ฟะ รห ะ้ำ ทำำะรืเฦ', "What is the meeting?"),
        ("ไ้ำพำ ไฟห ะ้ำ ทำำะรืเ ้ำสกฦ", "where was the meeting held?"),
        ("ไ้ฟะ รห ฤฆฉ์ฦ", "what is ASCN?"),
        ("ไ้น ้นหะห ระ", "who hosts it"),
    ],
)
def test_the_wrong_layout_is_corrected(typed: str, meant: str) -> None:
    assert correct_layout(typed, is_english) == meant
    assert correct_layout(meant, is_english) == meant


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com/l;ylfu",
        "mujwso@example.com",
        "ANSAC ASCN TELMIN MDES",
        "Pichet Durongkaveroj",
        "a good Brexit,' he added",
        "whn is ASCN meetng",
        "What is ASCN?",
        "22-24",
        "28/3/62",
        "081-234-5678",
        "x86_64 k8s sk-1234 f47ac10b",
        "asdfgh qwerty zxcvbn",
        "ฟหกด",
        "mu",
        "9am",
        "pertemuan para menteri digital",
        "Kapan pertemuan itu diadakan",
        "khi nào cuộc họp diễn ra",
        "Wo findet das Treffen der Minister statt",
        "où est la réunion",
        "ประชุมที่ไหน",
        "ดร.พิเชต ดุรงคเวโรจน์",
        "เมืองอัจริยะ แผนแม่บด ไซเบ้อ",
        "จัดที่ไหนน้าาาา 5555",
        "สวัสดีค่ะ ASCN คืออะไร",
        "",
        " ",
    ],
)
def test_text_that_may_be_intended_is_never_changed(text: str) -> None:
    assert correct_layout(text, is_english) == text
