"""The few words of the server-rendered pages, in both languages; templates see them as globals."""

STANDING = {
    "th": {"official": "ข้อความทางการ", "translation": "คำแปลอย่างไม่เป็นทางการ"},
    "en": {"official": "Official text", "translation": "Unofficial translation"},
}
WORDS = {
    "receipt": {"th": "ใบรับคำตอบ", "en": "Receipt of an answer"},
    "corrected": {"th": "แก้ไข", "en": "Corrected"},
    "withdrawn": {
        "th": "คำตอบนี้ถูกถอนแล้ว ข้อมูลต้นทางไม่ได้เผยแพร่อยู่ในขณะนี้",
        "en": "This answer has been withdrawn: what it came from is not published at present.",
    },
}
