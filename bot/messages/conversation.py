"""Replies about the conversation itself: its language, its last answer, failures. Thai and English."""

from bot.reply import Language

SOURCE_LINE: dict[Language, str] = {
    "th": "ที่มา: {source}{paragraph}{published} – {url}",
    "en": "Source: {source}{paragraph}{published} – {url}",
}
SOURCE_PARAGRAPH: dict[Language, str] = {"th": " ย่อหน้าที่ {0}", "en": ", paragraph {0}"}
NOTHING_ANSWERED_YET: dict[Language, str] = {
    "th": "ยังไม่มีคำตอบที่จะอ้างถึงค่ะ อยากทราบเรื่องอะไรคะ",
    "en": "There is no answer yet to go back to. What would you like to know?",
}
THAT_IS_ALL: dict[Language, str] = {
    "th": "ที่เผยแพร่ไว้เกี่ยวกับเรื่องนี้มีเท่านี้ค่ะ",
    "en": "That is all that has been published about it.",
}
RELATED: dict[Language, str] = {"th": "เรื่องที่เกี่ยวข้องมีดังนี้ค่ะ", "en": "These are related:"}
LANGUAGE_CHANGED: dict[Language, str] = {
    "th": "จากนี้จะตอบเป็นภาษาไทยค่ะ",
    "en": "I will answer in English from now on.",
}
ONLY_TWO_LANGUAGES: dict[Language, str] = {
    "th": "เราตอบได้เป็นภาษาไทยและภาษาอังกฤษค่ะ",
    "en": "I can answer in Thai and in English.",
}
UNREADABLE: dict[Language, str] = {
    "th": "เราอ่านได้เฉพาะข้อความค่ะ พิมพ์คำถามมาได้เลยนะคะ",
    "en": "I can only read words. Please type your question.",
}
UNHELPFUL: dict[Language, str] = {
    "th": "ขออภัยค่ะที่คำตอบไม่ตรงกับที่ถาม ลองถามด้วยถ้อยคำอื่น หรือให้เราส่งคำถามถึงฝ่ายข่าวก็ได้ค่ะ",
    "en": "I am sorry that this was not what you asked for. Try other words, or let me pass it to the press office.",
}
APOLOGY: dict[Language, str] = {
    "th": "ขออภัยค่ะ ขณะนี้ระบบขัดข้องชั่วคราว กรุณาลองส่งข้อความอีกครั้งในอีกสักครู่",
    "en": "Sorry, something on our side is not working just now. Please send your message again in a little while.",
}
FROM_PRESS_OFFICE: dict[Language, str] = {
    "th": "ฝ่ายข่าวตอบคำถามของคุณ “{question}” แล้วค่ะ: {answer}",
    "en": "The press office has answered your question “{question}”: {answer}",
}
RETENTION_NOTICE: dict[Language, str] = {
    "th": "เราเก็บบทสนทนานี้ไว้ {days} วันเพื่อตอบคำถามและปรับปรุงข้อมูล พิมพ์ “ลบข้อมูลของฉัน” เพื่อลบได้ทุกเมื่อ",
    "en": "This conversation is kept for {days} days, to answer you and to see what is missing. Type “delete my data”"
    " to erase it at any time.",
}
ANSWERED_IN_ENGLISH: dict[str, str] = {
    "id": "Saya menjawab dalam bahasa Thai dan bahasa Inggris; berikut jawabannya dalam bahasa Inggris.",
    "ms": "Saya menjawab dalam bahasa Thai dan bahasa Inggeris; berikut ialah jawapannya dalam bahasa Inggeris.",
    "vi": "Tôi trả lời bằng tiếng Thái và tiếng Anh; dưới đây là câu trả lời bằng tiếng Anh.",
    "fil": "Sumasagot ako sa wikang Thai at Ingles; narito ang sagot sa wikang Ingles.",
    "lo": "ຂ້ອຍຕອບເປັນພາສາໄທ ແລະ ພາສາອັງກິດ; ນີ້ແມ່ນຄຳຕອບເປັນພາສາອັງກິດ.",
    "km": "ខ្ញុំឆ្លើយជាភាសាថៃ និងភាសាអង់គ្លេស ហើយខាងក្រោមនេះជាចម្លើយជាភាសាអង់គ្លេស។",
    "my": "ကျွန်ုပ်သည် ထိုင်းဘာသာနှင့် အင်္ဂလိပ်ဘာသာဖြင့် ဖြေကြားပါသည်။ အင်္ဂလိပ်ဘာသာဖြင့် အဖြေမှာ အောက်ပါအတိုင်း ဖြစ်ပါသည်။",
    "zh": "我用泰语和英语回答；以下是英语回答。",
}
