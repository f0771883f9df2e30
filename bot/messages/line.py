"""Texts for LINE: greetings, buttons, and the labels of the cards. Thai and English."""

from collections.abc import Mapping

from bot.reply import Language

GREETING: dict[Language, str] = {
    "th": "สวัสดีค่ะ นี่คือระบบตอบอัตโนมัติของฝ่ายข่าว{meeting} ถามได้ทั้งภาษาไทยและภาษาอังกฤษ ทุกคำตอบเป็นข้อความที่เผยแพร่แล้วพร้อมแหล่งที่มา",
    "en": "Hello. This is the automated press desk of the {meeting}. Ask in Thai or English: every answer is published"
    " text, with its source.",
}
PRIVACY: dict[Language, str] = {
    "th": "เราเก็บบทสนทนาไว้ {days} วันเพื่อตอบคำถามและปรับปรุงข้อมูล ไม่เก็บบัญชี LINE ของคุณ พิมพ์ “ลบข้อมูลของฉัน” เพื่อลบได้ทุกเมื่อ",
    "en": "The conversation is kept for {days} days, to answer you and to see what is missing; your LINE account is"
    " not. Type “delete my data” to erase it at any time.",
}
GROUP: dict[Language, str] = {
    "th": "ในกลุ่มนี้เราจะตอบเมื่อมีผู้กล่าวถึง (@) บัญชีนี้เท่านั้น และไม่เก็บข้อความอื่น",
    "en": "In this group only messages that mention (@) this account are answered; no others are kept.",
}
ONLY_TEXT: dict[Language, str] = {
    "th": "เราอ่านได้เฉพาะข้อความค่ะ พิมพ์คำถามมาได้เลยนะคะ",
    "en": "I can only read words. Please type your question.",
}
STICKER: dict[Language, str] = {
    "th": "ขอบคุณค่ะ มีคำถามเรื่องใดพิมพ์มาได้เลยนะคะ",
    "en": "Thank you. If there is anything you would like to know, just type it.",
}
NOT_YET: dict[Language, str] = {
    "th": "กำลังหาคำตอบให้อยู่ค่ะ ใช้เวลานานกว่าปกติ กดปุ่มด้านล่างเพื่อดูคำตอบ",
    "en": "Your answer is taking longer than usual. Press the button to see it.",
}
SHOW_ANSWER: dict[Language, str] = {"th": "ดูคำตอบ", "en": "See the answer"}
ALREADY_SENT: dict[Language, str] = {
    "th": "คำตอบนี้ส่งให้แล้วค่ะ ดูได้ในข้อความก่อนหน้า",
    "en": "That answer has been given already: see above.",
}
THANKS: dict[Language, str] = {
    "th": "ขอบคุณสำหรับความเห็นค่ะ",
    "en": "Thank you for telling us.",
}
SUBSCRIBED: dict[Language, str] = {
    "th": "จะแจ้งให้ทราบเมื่อมีข้อมูลใหม่ค่ะ พิมพ์หรือกด “หยุดแจ้งเตือน” เพื่อยกเลิกได้ทุกเมื่อ",
    "en": "You will be told when there is news. Press “Stop notices” below at any time to end this.",
}
STOPPED: dict[Language, str] = {
    "th": "ยกเลิกการแจ้งเตือนทั้งหมดแล้วค่ะ",
    "en": "You will get no more notices.",
}
NOTIFY: dict[Language, str] = {"th": "แจ้งเมื่อมีข่าวใหม่", "en": "Notify me"}
STOP: dict[Language, str] = {"th": "หยุดแจ้งเตือน", "en": "Stop notices"}
UPDATE_HEADING: dict[Language, str] = {
    "th": "มีข้อมูลใหม่เรื่องที่คุณขอให้แจ้ง",
    "en": "There is news of what you asked to be told about.",
}
LABELS: Mapping[Language, Mapping[str, str]] = {
    "th": {
        "answered": "ข้อความที่เผยแพร่แล้ว",
        "unofficial": "คำแปลอย่างไม่เป็นทางการ",
        "official th": "ข้อความทางการ",
        "official en": "ข้อความทางการภาษาอังกฤษ",
        "confirm": "โปรดตรวจสอบ",
        "date": "วันที่",
        "place": "สถานที่",
        "host": "เจ้าภาพ",
        "status": "สถานะ",
        "scheduled": "ตามกำหนด",
        "changed": "เปลี่ยนกำหนด",
        "cancelled": "ยกเลิก",
        "past": "ผ่านไปแล้ว",
        "dates": "วันที่ที่กล่าวถึง",
        "calendar": "เพิ่มลงปฏิทิน",
        "source": "ที่มา",
        "open": "เปิดแหล่งที่มา",
        "paragraph": "ย่อหน้าที่ {number}",
        "as of": "ข้อมูล ณ {date}",
        "helpful": "เป็นประโยชน์",
        "unhelpful": "ไม่เป็นประโยชน์",
        "above": "ข้อความฉบับเต็มอยู่ด้านบน",
        "too long": "ข้อความยาวเกินกว่าที่จะแสดงใน LINE ได้ทั้งหมด",
        "read on": "อ่านฉบับเต็มได้ที่แหล่งที่มา",
    },
    "en": {
        "answered": "Published text",
        "unofficial": "Unofficial translation",
        "official th": "Official Thai text",
        "official en": "Official English text",
        "confirm": "Please check",
        "date": "When",
        "place": "Where",
        "host": "Host",
        "status": "Status",
        "scheduled": "Scheduled",
        "changed": "Rescheduled",
        "cancelled": "Cancelled",
        "past": "Over",
        "dates": "Dates mentioned",
        "calendar": "Add to calendar",
        "source": "Source",
        "open": "Open the source",
        "paragraph": "paragraph {number}",
        "as of": "As of {date}",
        "helpful": "Helpful",
        "unhelpful": "Not helpful",
        "above": "The full text is above.",
        "too long": "This is too long to show in full on LINE.",
        "read on": "Read the rest at the source.",
    },
}
