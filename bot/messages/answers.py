"""Notices beside an answer, and replies in place of one; never part of an answer. Thai and English."""

from bot.reply import Choice, Language

NOTICES = {
    "translation": {
        "th": "คำแปลอย่างไม่เป็นทางการ",
        "en": "Unofficial translation.",
    },
    "untranslated": {
        "th": "มีข้อความนี้เป็นภาษาอังกฤษเท่านั้น",
        "en": "This was published in Thai only.",
    },
    "past": {"th": "กำหนดการนี้ผ่านไปแล้ว", "en": "This event is in the past."},
    "announced": {
        "th": "กำหนดการนี้ผ่านไปแล้ว ประกาศไว้ใน{meeting} ({date})",
        "en": "This event is in the past. It was announced at the {meeting} ({date}).",
    },
    "cancelled": {"th": "งานนี้ถูกยกเลิกแล้ว", "en": "This event has been cancelled."},
    "changed": {"th": "กำหนดการนี้มีการเปลี่ยนแปลง", "en": "The details of this event have changed."},
}
CORRECTED = {
    "th": "แก้ไขเมื่อ {date} จาก “{was}” เป็น “{now}”",
    "en": "Corrected on {date}: “{was}” became “{now}”.",
}
OFFICE_AS_OF = {
    "th": "{person} ดำรงตำแหน่ง “{title}” ณ ช่วงการประชุม ({date}) ข้อความนี้ไม่ได้กล่าวถึงผู้ดำรงตำแหน่งในปัจจุบัน",
    "en": "{person} was {title} at the time of the meeting ({date}); nothing here says who holds the office today.",
}
NOT_ANNOUNCED = {
    "th": "ยังไม่มีการเผยแพร่ข้อมูลเรื่องนี้ค่ะ เราตอบเฉพาะสิ่งที่ประกาศแล้วเท่านั้น",
    "en": "Nothing has been published about this. I can only pass on what has been announced.",
}
OUT_OF_SCOPE = {
    "th": "เรื่องนี้อยู่นอกเหนือข้อมูลของการประชุมค่ะ เราตอบได้เฉพาะคำถามเกี่ยวกับ{meeting}",
    "en": "That is outside what this desk covers. I can answer questions about the {meeting}.",
}
OUT_OF_SCOPE_QUESTION = {  # one of several questions
    "th": "คำถาม “{question}” อยู่นอกเหนือข้อมูลของการประชุมค่ะ",
    "en": "“{question}” is outside what this desk covers.",
}
ASK_OFFICE = {"th": "สอบถามเพิ่มเติมได้ที่ {office}", "en": "You may ask the press office: {office}."}
OFFER_HANDOFF = {"th": "ให้เราส่งคำถามนี้ถึงฝ่ายข่าวไหมคะ", "en": "Shall I pass your question on to them?"}
PASS_ON: dict[Language, Choice] = {
    "th": Choice(title="ส่งคำถามถึงฝ่ายข่าว", message="ขอฝากคำถามนี้ถึงฝ่ายข่าว"),
    "en": Choice(title="Pass my question on", message="Please pass my question to the press office"),
}
TO_CALENDAR: dict[Language, Choice] = {
    "th": Choice(title="เพิ่มลงปฏิทิน", message="เพิ่มลงปฏิทิน"),
    "en": Choice(title="Add to calendar", message="Add it to my calendar"),
}
PRESS_OFFICE = {"th": "ติดต่อฝ่ายข่าวได้ที่ {office}", "en": "The press office is {office}."}
NO_CONTACT = {
    "th": "ยังไม่มีการเผยแพร่อีเมลหรือโทรศัพท์ของฝ่ายข่าวไว้ที่นี่ค่ะ",
    "en": "No e-mail address or phone number of it has been published here.",
}
CLARIFY = {"th": "คุณหมายถึงเรื่องใดคะ", "en": "Which of these do you mean?"}
NO_EVENT_COMING: dict[Language, str] = {
    "th": "ขณะนี้ไม่มีกำหนดการใดที่กำลังจะมาถึง งานที่เคยประกาศไว้ผ่านไปแล้วทั้งหมด",
    "en": "No event is coming up: all that were announced are past.",
}
CALENDAR_FILE: dict[Language, str] = {
    "th": "ไฟล์ปฏิทินของ “{title}”: {url}",
    "en": "The calendar file of “{title}”: {url}",
}
NO_CALENDAR_FILE: dict[Language, str] = {
    "th": "ยังไม่มีการประกาศวันของงานนี้ จึงยังไม่มีไฟล์ปฏิทินค่ะ",
    "en": "No day has been announced for this, so there is no calendar file.",
}
ICAL_PARAGRAPH = {"th": "{title} ย่อหน้าที่ {number}", "en": "{title}, paragraph {number}"}
ICAL_SOURCE = {"th": "ที่มา: {source}", "en": "Source: {source}"}
ICAL_TRANSLATION = {"th": "คำแปลอย่างไม่เป็นทางการ", "en": "Unofficial translation."}
