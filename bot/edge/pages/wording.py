"""The few words of the server-rendered pages, in both languages; templates see them as globals."""

from bot.dialogue.transcript import WITHDRAWN

STANDING = {
    "th": {"official": "ข้อความทางการ", "translation": "คำแปลอย่างไม่เป็นทางการ"},
    "en": {"official": "Official text", "translation": "Unofficial translation"},
}
WORDS = {
    "receipt": {"th": "บันทึกของคำตอบ", "en": "Record of an answer"},
    "given": {"th": "ตอบเมื่อ", "en": "Given on"},
    "corrections": {"th": "การแก้ไข", "en": "Corrections"},
    "corrected": {"th": "แก้ไขเมื่อ", "en": "Corrected on"},
    "dates": {"th": "วันที่ที่กล่าวถึง", "en": "Dates mentioned"},
    "source": {"th": "ที่มา", "en": "Source"},
    "paragraph": {"th": "ย่อหน้าที่", "en": "paragraph"},
    "original": {"th": "ต้นฉบับ", "en": "The original"},
    "calendar": {"th": "เพิ่มลงปฏิทิน (.ics)", "en": "Add to calendar (.ics)"},
    "as_of": {"th": "ข้อมูล ณ", "en": "As of"},
    "ask": {"th": "ถามฝ่ายข่าว", "en": "Ask the press desk"},
    "withdrawn": WITHDRAWN,
}
