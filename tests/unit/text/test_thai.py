import pytest

from bot.text.thai import dictionary, normalize, words


@pytest.mark.parametrize(
    ("text", "regular"),
    [
        ("เเผนเเม่บท", "แผนแม่บท"),
        ("นํ้า", "น้ำ"),  # NIKHAHIT, tone mark and SARA AA, as some keyboards send it
        ("ที่่ไหน", "ที่ไหน"),
        ("๒๕๖๒", "2562"),
        ("สวัสดี\u200bค่ะ\ufeff", "สวัสดีค่ะ"),
        ("soft\u00adhyphen", "softhyphen"),
        ("cafe\u0301", "café"),
        ("ประชุมที่ไหน", "ประชุมที่ไหน"),
        ("Plain English, 2019.", "Plain English, 2019."),
        ("", ""),
    ],
)
def test_normalize(text: str, regular: str) -> None:
    assert normalize(text) == regular
    assert normalize(regular) == regular


def test_words_of_thai_are_found_without_spaces() -> None:
    assert words("ประชุมที่ไหน") == ["ประชุม", "ที่ไหน"]


def test_words_of_latin_script_are_lower_case_and_punctuation_is_dropped() -> None:
    assert words("Where is the ABCN meeting?!") == ["where", "is", "the", "abcn", "meeting"]


def test_no_word_is_white_space() -> None:
    assert words("  ประชุม \n\t ที่ไหน ") == ["ประชุม", "ที่ไหน"]
    assert words("") == words(" ?! ") == []


def test_a_name_stays_one_word() -> None:
    name = "พลูโตเนี่ยน"
    assert name not in words(f"โรงแรม{name}อยู่ที่ไหน")
    assert name in words(f"โรงแรม{name}อยู่ที่ไหน", (name,))


def test_a_latin_name_is_found_in_any_case_spaces_included() -> None:
    names = ("Smart Harbour Forum", "ABC-19")
    assert words("SMART HARBOUR FORUM กับ abc-19 คืออะไร", names)[0] == "smart harbour forum"
    assert "abc-19" in words("abc-19 คืออะไร", names)


def test_the_dictionary_of_a_set_of_names_is_built_once() -> None:
    assert dictionary(("หนึ่ง", "สอง")) is dictionary(("หนึ่ง", "สอง"))
    assert dictionary(("หนึ่ง",)) is not dictionary(("หนึ่ง", "สอง"))
