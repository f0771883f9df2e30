import pytest

from bot.query.spelling import KnowledgeVocabulary

SPELLING = KnowledgeVocabulary(["meeting", "meeting", "when", "ascn", "hosts", "ประชุม", "singapura"])
THAI = KnowledgeVocabulary(
    "เครือข่าย เมือง อัจฉริยะ แผนแม่บท ดิจิทัล ไซเบอร์ รัฐมนตรี ประเทศ อินโดนีเซีย ที่ไหน เมื่อไหร่ เข้าที่ ข้อสรุป เครือรัฐ ประชุม".split(),
    ["พิเชฐ", "ดุรงคเวโรจน์", "ภูเก็ต", "เศรษฐกิจดิจิทัล", "Pichet"],
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("whn is the meetng", "when is the meeting"),
        ("Meeting", "Meeting"),
        ("TikTok", "TikTok"),
        ("Singapore costs", "Singapore costs"),  # similar to `hosts`, but separate words
        ("ASCM", "ASCM"),  # a different acronym
        ("ประชุมm", "ประชุมm"),
        ("", ""),
    ],
)
def test_only_very_similar_words_are_corrected(typed: str, meant: str) -> None:
    assert SPELLING.correct_spelling(typed) == meant


def test_an_empty_vocabulary_changes_nothing() -> None:
    assert KnowledgeVocabulary([]).correct_spelling("meetng") == "meetng"
    assert KnowledgeVocabulary([]).correct_spelling("เครือขาย") == "เครือขาย"


def test_english_words_and_words_of_the_knowledge_base_are_known() -> None:
    assert SPELLING.is_english("hello")
    assert SPELLING.is_english("ascn")
    assert not SPELLING.is_english("ylfu")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("พิเชต", "พิเชฐ"),
        ("ท่านพิเชดเป็นใคร", "ท่านพิเชฐเป็นใคร"),
        ("ดุรงคเวโรจ", "ดุรงคเวโรจน์"),
        ("เมืองอัจริยะ", "เมืองอัจฉริยะ"),
        ("เครือขายเมือง", "เครือข่ายเมือง"),
        ("แผนแม่บดดิจิทัล", "แผนแม่บทดิจิทัล"),
        ("แผนแมบท", "แผนแม่บท"),
        ("ไซเบ้อคืออะไร", "ไซเบอร์คืออะไร"),
        ("เศรษกิจดิจิทัล", "เศรษฐกิจดิจิทัล"),
        ("รัฐมนตีคือใคร", "รัฐมนตรีคือใคร"),
        ("ประเทษ", "ประเทศ"),
        ("อินโดนิเซีย", "อินโดนีเซีย"),
        ("ที่ใหน", "ที่ไหน"),
        ("เมือไหร่", "เมื่อไหร่"),
        ("เครือขาย meetng แผนแม่บด", "เครือข่าย meetng แผนแม่บท"),
    ],
)
def test_similar_sounding_or_looking_thai_is_corrected(typed: str, meant: str) -> None:
    assert THAI.correct_spelling(typed) == meant
    assert THAI.correct_spelling(meant) == meant


@pytest.mark.parametrize(
    "text",
    [
        "พิชัย",  # other names
        "พิเชน",
        "วิเชษฐ์",
        "เครือรัตน์",
        "ประเภท",  # other words
        "ประทาน",
        "ดิจิตอล",
        "บทที่ไหนของเขาที่ขอสรุป",
        "ประชุมๆ",
        "ประเทศๆ ในเอเชีย",
        "กระทรวงดิจิทัลฯ",
        "ภูเก็ตเป็นเมืองท่องเที่ยว",
        "ร้านขายของเปิดเมื่อไหร่",
        "สวัสดีค่ะ ขอบคุณค่ะ",
        "5 ประเทศ 26 เมือง",
        "ก",
        "่",
    ],
)
def test_a_correct_word_or_another_name_is_never_changed(text: str) -> None:
    assert THAI.correct_spelling(text) == text
