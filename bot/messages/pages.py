"""Pages of the edge and the transcript. Thai and English."""

from bot.reply import Language

WITHDRAWN: dict[Language, str] = {
    "th": "คำตอบนี้ถูกถอนแล้ว ข้อมูลต้นทางไม่ได้เผยแพร่อยู่ในขณะนี้",
    "en": "This answer has been withdrawn: what it came from is not published at present.",
}
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
TRANSCRIPT_LABELS: dict[Language, dict[str, str]] = {
    "th": {"asked": "ถาม", "said": "ตอบ", "source": "ที่มา", "paragraph": "ย่อหน้าที่ {0}", "original": "ข้อความทางการ"},
    "en": {
        "asked": "Question",
        "said": "Answer",
        "source": "Source",
        "paragraph": "paragraph {0}",
        "original": "Official text",
    },
}
TRANSCRIPT_TITLE: dict[Language, str] = {"th": "บันทึกการสนทนา {date}", "en": "Transcript of {date}"}
