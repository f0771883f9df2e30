import pytest

from bot.text.language import detect


@pytest.mark.parametrize(
    "text",
    [
        "ประชุมที่ไหน",
        "ที่ไหน",
        "ค่ะ",
        "ABCN meeting เมื่อไหร่",
        "Annual Network of Cities meeting จัดที่ไหนคะ",
        "hi ค่ะ",
        "ขอ link https://example.org/a/very/long/address?with=many&letters=inside",
        "ปี 2030",
        "ABCN คือ?",
    ],
)
def test_thai(text: str) -> None:
    assert detect(text) == "th"


@pytest.mark.parametrize(
    "text",
    [
        "where was it held",
        "where",
        "what is ABCN?",
        "WHERE WAS IT HELD",
        "Hello",
        "HELLO!!!",
        "Hi!",
        "THANKS",
        "Where?",
        "what's up",
        "ABCN meeting",
        "Dialogue Partners Forum",  # three words, even if they are names
        "the word กก in English please tell me what it means",
    ],
)
def test_english(text: str) -> None:
    assert detect(text) == "en"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "2019",
        "๒๕๖๒",
        "28-29/03",
        "😀👍",
        "???",
        "500 ฿",
        "ABCN",
        "ABCN?",
        "ABCN 2019",
        "ABCN ๒๐๑๙",
        "WHO?",
        "Montreal",
        "Montreal Protocol",
        "X",
        "a",
        "https://example.org/where-is-it",
        "press@example.org",
        "日本",
        "\x00",
    ],
)
def test_text_of_neither_language_has_no_language(text: str) -> None:
    assert detect(text) is None


def test_a_fifth_of_thai_letters_makes_a_text_thai() -> None:
    assert detect("กก" + " abcdefgh") == "th"  # 2 of 10
    assert detect("กก" + " abcdefghi") == "en"  # 2 of 11
