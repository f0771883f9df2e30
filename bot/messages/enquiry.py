"""Texts of the form that passes a question on to the press office. Thai and English."""

from collections.abc import Mapping

from bot.reply import Choice, Language

FORM_STARTED: dict[Language, str] = {
    "th": "ยินดีส่งคำถามถึงฝ่ายข่าวค่ะ ชื่อ สังกัด ช่องทางติดต่อ และบทสนทนาช่วงนี้จะใช้เพื่อตอบคำถามนี้เท่านั้น และลบเมื่อครบ {days} วันหลังตอบ"
    " พิมพ์ “ยกเลิก” ได้ทุกเมื่อ",
    "en": "I will pass it on. Your name, outlet, contact and this part of the conversation are used to answer this"
    " question only, and are erased after {days} days, once it is answered. Type “cancel” at any time.",
}
READ_BACK_AND_CONFIRM: dict[Language, str] = {
    "th": "ขอทวนนะคะ\n{fields}\nถูกต้องและให้ส่งเลยไหมคะ",
    "en": "Let me read it back:\n{fields}\nIs it right, and shall I send it?",
}
WHICH_FIELD: dict[Language, str] = {"th": "ต้องการแก้ข้อใดคะ", "en": "Which of these should be changed?"}
RECEIVED: dict[
    Language, str
] = {  # by the action; the edge replaces it by SENT_WITH_REFERENCE once the enquiry is stored
    "th": "รับคำถามถึงฝ่ายข่าวไว้แล้วค่ะ",
    "en": "Your question to the press office has been taken down.",
}
SENT_WITH_REFERENCE: dict[Language, str] = {
    "th": "ส่งคำถามถึงฝ่ายข่าวแล้วค่ะ หมายเลขอ้างอิง {number} คำตอบจะส่งไปที่ {contact} และแจ้งในบทสนทนานี้",
    "en": "Your question has gone to the press office. Its reference number is {number}. The answer will go to"
    " {contact}, and into this conversation.",
}
CANCELLED: dict[Language, str] = {
    "th": "ยกเลิกแล้วค่ะ ไม่มีการส่งคำถามถึงฝ่ายข่าว ถามเรื่องอื่นได้เลยนะคะ",
    "en": "Cancelled: nothing was sent to the press office. Ask me anything else.",
}
CONFIRM: dict[Language, Choice] = {
    "th": Choice(title="ถูกต้อง ส่งเลย", message="ถูกต้อง ส่งเลย"),
    "en": Choice(title="Yes, send it", message="yes, send it"),
}
CHANGE_FIELD: dict[Language, str] = {"th": "แก้{label}", "en": "change the {label}"}
CHANGE: dict[Language, Choice] = {
    "th": Choice(title="แก้ไข", message="ไม่ถูกต้อง"),
    "en": Choice(title="Change something", message="no"),
}
CANCEL: dict[Language, Choice] = {
    "th": Choice(title="ยกเลิก", message="ยกเลิก"),
    "en": Choice(title="Cancel", message="cancel"),
}
NO_OUTLET: Mapping[Language, str] = {"th": "ประชาชนทั่วไป", "en": "none (for myself)"}
