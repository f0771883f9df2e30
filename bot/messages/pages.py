"""Texts of the pages that the edge serves, and of the transcript. Thai and English."""

from bot.reply import Language

WITHDRAWN: dict[Language, str] = {
    "th": "คำตอบนี้ถูกถอนแล้ว ข้อมูลต้นทางไม่ได้เผยแพร่อยู่ในขณะนี้",
    "en": "This answer has been withdrawn: what it came from is not published at present.",
}
STATUS_LABELS = {
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
    # bot/widget/index.html, the page of the chat; the chat's own texts: bot/widget/messages.js
    "needs_javascript": {
        "th": "หน้านี้ต้องใช้ JavaScript จึงจะถามคำถามได้",
        "en": "Asking questions here needs JavaScript.",
    },
    "press_office": {"th": "ฝ่ายข่าว: {name}", "en": "Press office: {name}"},
    "retention": {
        "th": "คำถามและคำตอบจะถูกเก็บไว้ {days} วัน โปรดอย่าใส่ข้อมูลส่วนบุคคล",
        "en": "Questions and answers are kept for {days} days. Please leave out personal details.",
    },
    # bot/widget/embed.html, an example of a news page with the widget; HTML where it has <code>
    "embed_title": {"th": "ตัวอย่างการฝังฝ่ายข่าว", "en": "The press desk on a news page"},
    "embed_newspaper": {"th": "หนังสือพิมพ์ตัวอย่าง", "en": "The Example Post"},
    "embed_section": {"th": "ข่าวเด่น", "en": "Top story"},
    "embed_invitation": {
        "th": "ผู้สื่อข่าวและผู้อ่านสอบถามข้อมูลของการประชุมนี้ได้จากฝ่ายข่าวของผู้จัด โดยกดปุ่มที่มุมล่างของหน้านี้"
        " คำตอบทุกข้อคือข้อความที่เผยแพร่แล้วแบบคำต่อคำ พร้อมแหล่งที่มาและวันที่ของข้อมูล",
        "en": "Reporters and readers can put their questions about this meeting to the organiser’s press desk: the"
        " button is in the corner of this page. Every answer is published text, word for word, with its source and the"
        " date as of which it stands.",
    },
    "embed_example": {
        "th": "หน้านี้เป็นเพียงตัวอย่าง เพื่อแสดงว่าฝ่ายข่าวปรากฏอย่างไรบนเว็บไซต์ข่าว และบรรณาธิการเว็บไซต์จะนำไปใช้ได้อย่างไร",
        "en": "This page is only an example, of how the press desk looks on a news site.",
    },
    "embed_how": {"th": "นำไปใช้บนเว็บไซต์ของคุณ", "en": "On your own site"},
    "embed_settings": {
        "th": "ให้ผู้ดูแลระบบเพิ่มที่อยู่ของเว็บไซต์คุณใน <code>BOT_ALLOWED_ORIGINS</code> หากเว็บไซต์กำหนด Content-Security-Policy"
        " ให้เพิ่ม <code>{url}</code> ใน <code>script-src</code> และ <code>connect-src</code> เท่านั้น",
        "en": "Its operator adds your site’s address to <code>BOT_ALLOWED_ORIGINS</code>. If your site has a"
        " Content-Security-Policy, add <code>{url}</code> to <code>script-src</code> and <code>connect-src</code>;"
        " nothing else is needed.",
    },
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
