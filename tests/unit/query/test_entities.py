import time

import pytest

from bot.query.entities import countries, territories


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("ประเทศลาวเป็นเจ้าภาพ", {"LA"}),
        ("ชาวลาวและคนไทย", {"LA", "TH"}),
        ("สปป.ลาว", {"LA"}),
        ("หัวหน้าทีมลาวใคร", {"LA"}),  # newmm splits it into ที|มลาว
        ("ส่วนลาวจะจัดการประชุม", {"LA"}),  # newmm splits it into ลา|วจะ
        ("ภาษาจีน อาหารไทย", {"CN", "TH"}),
        ("จีนกับญี่ปุ่น", {"CN", "JP"}),
        ("ไทยแลนด์ 4.0", {"TH"}),
        ("รัฐมนตรีการค้ามัลดีฟส์", {"MV"}),
        ("อินโดนีเซียเป็นเจ้าภาพ", {"ID"}),
        ("องค์การสหประชาชาติ", {"UN"}),
        ("Malaysian ministers met in the UK", {"MY", "GB"}),
        ("ในจีนและ Myanmar", {"CN", "MM"}),
    ],
)
def test_finds_the_countries_in_a_text(text: str, codes: set[str]) -> None:
    assert countries(text) == codes


@pytest.mark.parametrize(
    "text",
    [
        "เวลาวันไหน",
        "ศาลาว่าการ",
        "เวลาว่าง",
        "ใช้เวลาวิ่งนานแค่ไหน",
        "ผู้ว่าฯ สงขลาว่ายังไง",
        "ระบบคลาวด์กลางภาครัฐ",
        "รุ้งลาวัลย์ ขำดี",
        "ศูนย์ประชุมลาวาลูอา",
        "หลาว",
        "คนที่ปราจีนบุรี",
        "เช็กอินกี่โมง",
        "ปรัสเซีย",
        "ลัมโบร์กินี",
        "ฟอร์มาลีน",
        "กระทรวงมหาดไทย",
        "İndia",  # a letter whose lower case has two characters
        "",
    ],
)
def test_a_country_name_inside_another_word_is_not_found(text: str) -> None:
    assert countries(text) == frozenset()


@pytest.mark.parametrize("context", ["{}", "ประเทศ{}", "คน{}", "ใน{}และที่อื่น", "{}เป็นเจ้าภาพ", "ไป{}เมื่อไหร่", "ที่{}ไหม"])
def test_every_thai_name_is_found_in_a_sentence(context: str) -> None:
    names = {name: code for name, code in territories().items() if not name.isascii() and "ก" <= name[0] <= "๎"}
    missed = {name for name, code in names.items() if code not in countries(context.format(name))}
    assert missed == set()


def test_a_long_text_of_such_letters_is_processed_quickly() -> None:
    started = time.perf_counter()
    countries("เวลาวันไหน ศาลาวงกลม " * 250)
    assert time.perf_counter() - started < 1
