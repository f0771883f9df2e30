"""Replies about what is stored of a conversation, and about erasing it. Thai and English."""

from bot.reply import Language

WHAT_IS_KEPT: dict[Language, str] = {
    "th": "เราเก็บข้อความในบทสนทนานี้ไว้ {days} วัน เพื่อตอบคำถามและดูว่ายังขาดข้อมูลเรื่องใด ไม่ใช้เพื่อการอื่นและไม่ส่งต่อ"
    " หากฝากคำถามถึงฝ่ายข่าว ชื่อและช่องทางติดต่อจะเก็บไว้เพื่อตอบคำถามนั้น พิมพ์ “ลบข้อมูลของฉัน” เพื่อลบได้ทุกเมื่อ",
    "en": "The messages of this conversation are kept for {days} days, to answer you and to see what is missing; for"
    " nothing else, and they are passed on to nobody. If you pass a question on to the press office, your name and"
    " contact are kept to answer it. Type “delete my data” at any time to erase everything.",
}
ERASED: dict[Language, str] = {
    "th": "ลบบทสนทนานี้และข้อมูลที่เก็บไว้แล้วค่ะ",
    "en": "This conversation and everything kept about it has been erased.",
}
STILL_KEPT: dict[Language, str] = {
    "th": " คำถามที่ฝากถึงฝ่ายข่าวและยังไม่ได้รับคำตอบ ({count} ข้อ) ยังเก็บไว้จนกว่าจะตอบ",
    "en": " Questions that the press office has still to answer ({count}) are kept until it has.",
}
NOT_ERASED: dict[Language, str] = {"th": "ไม่ได้ลบข้อมูลใดค่ะ", "en": "Nothing was erased."}
CONFIRM_ERASURE: dict[Language, str] = {
    "th": "ต้องการให้ลบบทสนทนานี้และทุกอย่างที่เก็บไว้ใช่ไหมคะ คำถามที่ฝ่ายข่าวยังไม่ได้ตอบจะเก็บไว้จนกว่าจะตอบ ลบแล้วเรียกคืนไม่ได้ค่ะ",
    "en": "Shall I erase this conversation and everything kept about it? Questions that the press office has still to"
    " answer stay until then. This cannot be undone.",
}
YES_OR_NO: dict[Language, tuple[str, str]] = {"th": ("ใช่ ลบเลย", "ไม่ลบ"), "en": ("Yes, erase it", "No, keep it")}
