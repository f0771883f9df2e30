import pytest

from bot.query.splitting import split_questions, with_subjects


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("who chaired it and where was it held?", ["who chaired it", "where was it held?"]),
        ("จัดที่ไหน และเมื่อไหร่", ["จัดที่ไหน", "เมื่อไหร่"]),
        ("ใครเป็นประธาน แล้วจัดวันไหน", ["ใครเป็นประธาน", "จัดวันไหน"]),
        ("When is the forum? Also who hosts it?", ["When is the forum?", "who hosts it?"]),
        ("ประชุมที่ไหนคะ? แล้วใครเป็นเจ้าภาพคะ?", ["ประชุมที่ไหนคะ?", "ใครเป็นเจ้าภาพคะ?"]),
        ("ASCN คืออะไร และใครเป็นประธาน", ["ASCN คืออะไร", "ใครเป็นประธาน"]),
        ("ASCN คืออะไร\nใครเป็นประธาน", ["ASCN คืออะไร", "ใครเป็นประธาน"]),
        ("What is ASCN; who chairs it", ["What is ASCN", "who chairs it"]),
        ("What is ASCN and what does it do?", ["What is ASCN", "what does it do?"]),
        ("Is it free and can I attend?", ["Is it free", "can I attend?"]),
        ("Did Dr. Pichet speak? What did he say?", ["Did Dr. Pichet speak?", "What did he say?"]),
        ("Tell me who chaired it and where it was held", ["Tell me who chaired it", "where it was held"]),
        ("มีส่วนร่วมอย่างไรและใครรับผิดชอบ", ["มีส่วนร่วมอย่างไร", "ใครรับผิดชอบ"]),
        ("ทุนมีกี่ทุน และสมัครยังไง", ["ทุนมีกี่ทุน", "สมัครยังไง"]),
        (
            "Who attended, what did they decide and when is the next one?",
            ["Who attended", "what did they decide", "when is the next one?"],
        ),
        (
            "where is it? when is it? who is there? what is it? why is it?",
            ["where is it?", "when is it?", "who is there?", "what is it? why is it?"],
        ),
        ("I write for the Bangkok Post. Who chaired the meeting?", ["Who chaired the meeting?"]),
        ("Hi, I'm with Reuters. Where and when was this retreat held?", ["Where and when was this retreat held?"]),
        ("ผมเป็นนักข่าวครับ ใครเป็นประธานการประชุม", ["ใครเป็นประธานการประชุม"]),
    ],
)
def test_several_questions_are_split(text: str, pieces: list[str]) -> None:
    assert split_questions(text) == pieces


@pytest.mark.parametrize(
    "text",
    [
        "when and where was it held?",
        "จัดเมื่อไหร่ที่ไหน",
        "จัดเมื่อไหร่และที่ไหน",
        "เมื่อไหร่และที่ไหนที่จัดงาน",
        "who and when",
        "At what time and where was the meeting?",
        "Do you know where and when the forum is held?",
        "Who is and who is not a member?",
        "What did ministers say about laws and cybersecurity?",
        "What did he say about who pays and when it starts?",
        "What is the date and venue of the retreat?",
        "ใครและประเทศไหนเข้าร่วม",
        "ประเทศไหนและใครเข้าร่วม",
        "ใครเข้าร่วมแล้วบ้าง",
        "เกี่ยวกับเศรษฐกิจและสังคมคืออะไร",
        "ใครเป็นรัฐมนตรีดิจิทัลเพื่อเศรษฐกิจและสังคม จัดที่ไหน",
        "The ASCN meeting? Where was it held?",
        "The forum will be in Indonesia. When is it?",
        "I'm from Reuters. When is it?",
        "I met the minister who chaired it.\nWhere was it held?",
        "see http://example.com/?when=1&where=2 what is it",
        "When is it? Thanks!",
        "ประชุมที่ไหนคะ",
        "",
    ],
)
def test_a_single_question_is_not_split(text: str) -> None:
    assert split_questions(text) == [text]


@pytest.mark.parametrize(
    ("pieces", "searched"),
    [
        (
            ["who hosts the Public Private Forum", "when is it?"],
            ["who hosts the Public Private Forum", "when is it? who hosts the Public Private Forum"],
        ),
        (["ฟอรัมจัดที่ไหน", "เมื่อไหร่"], ["ฟอรัมจัดที่ไหน", "เมื่อไหร่ ฟอรัมจัดที่ไหน"]),
        (
            ["What is ASCN", "where was it held?", "who hosts it?"],
            ["What is ASCN", "where was it held? What is ASCN", "who hosts it? What is ASCN"],
        ),
        (["What is ASCN", "who chaired the retreat?"], ["What is ASCN", "who chaired the retreat?"]),
        (["when is it?", "where?"], ["when is it?", "where? when is it?"]),
        ([], []),
    ],
)
def test_a_question_without_a_subject_takes_that_of_the_previous_one(pieces: list[str], searched: list[str]) -> None:
    assert with_subjects(pieces) == searched


def test_only_the_questions_of_a_long_text_are_used() -> None:
    told, told_thai = (
        "The ministers met in Phuket and spoke of many things. " * 60,
        "รัฐมนตรีพบกันที่ภูเก็ตและหารือหลายเรื่อง " * 60,
    )
    assert split_questions(f"{told}Who chaired the meeting? {told}") == ["Who chaired the meeting?"]
    assert split_questions(f"{told_thai}ใครเป็นประธานการประชุมครั้งนี้คะ {told_thai}") == ["ใครเป็นประธานการประชุมครั้งนี้คะ"]
    assert split_questions(told) == [told[:1000]]
