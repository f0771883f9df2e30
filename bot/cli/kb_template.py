"""Template of the files that `kb new` writes: keys to fill in, with a hint beside each."""

from datetime import date

# Hints become YAML comments. The keys stay empty and an empty key is refused, so an unfinished file is never served.
HINTS = {
    "th": {
        "title": "ชื่อเรื่อง",
        "questions": 'คำถามที่คนมักใช้ถาม 5–9 ข้อ บรรทัดละข้อ ขึ้นต้นด้วย "- "',
        "reviewed": "วันที่ตรวจไฟล์นี้ครั้งล่าสุด ปี ค.ศ.-เดือน-วัน",
        "body": "ใต้เส้น --- ถัดไป: ข้อความที่เผยแพร่แล้ว คัดมาคำต่อคำ เว้นบรรทัดว่างระหว่างย่อหน้า",
        "document": "เอกสารต้นทาง เช่น documents/press-release",
        "paragraph": "ย่อหน้าที่เท่าไร นับจาก 1",
        "start": "วันเริ่ม เช่น 2030-05-14 หากทราบเพียงเดือน เขียน 2030-05 และ precision: month",
        "end": "วันสิ้นสุด ถ้ามี: เอา # ออก",
        "role": "ตำแหน่ง เช่น {th: รัฐมนตรี, en: Minister}",
        "speaker": "ผู้พูด เช่น people/jane-example",
        "published": "วันที่เผยแพร่: เอา # ออก",
    },
    "en": {
        "title": "what it is called",
        "questions": 'how people ask for it: five to nine, one on a line, each after "- "',
        "reviewed": "the day on which this file was last checked, year-month-day",
        "body": "Below the next line of ---: the published words, word for word, a blank line between paragraphs",
        "document": "the document it comes from, such as documents/press-release",
        "paragraph": "which paragraph of it, counted from 1",
        "start": "first day, such as 2030-05-14; if only the month is known, 2030-05 and precision: month",
        "end": "last day, if any: take the # away",
        "role": "the office, such as {th: รัฐมนตรี, en: Minister}",
        "speaker": "who said it, such as people/jane-example",
        "published": "the day of publication: take the # away",
    },
}
SOURCE_KEYS = "source:\n  document:  # %(document)s\n  paragraph:  # %(paragraph)s\n"
OFFICIAL_KEYS = {  # by kind: keys that do not depend on the language, in the official file only
    "facts": SOURCE_KEYS,
    "events": SOURCE_KEYS + "event:\n  start:  # %(start)s\n  precision: day\n  # end: 2030-05-16  (%(end)s)\n",
    "people": SOURCE_KEYS + "person:\n  roles:\n    - title:  # %(role)s\n",
    "quotes": SOURCE_KEYS + "quote:\n  speaker:  # %(speaker)s\n",
    "documents": "# published: 2030-05-16  (%(published)s)\n",
}


def skeleton(kind: str, language: str, today: date, official: bool) -> str:
    """An unfinished file: every key that must be filled in is empty, and so is its body."""
    hints = HINTS[language]
    official_keys = OFFICIAL_KEYS[kind] if official else ""
    text_keys = "---\ntitle:  # %(title)s\nquestions:  # %(questions)s\n"
    return (text_keys + f"reviewed: {today}  # %(reviewed)s\n" + official_keys + "# %(body)s\n---\n") % hints
