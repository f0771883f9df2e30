// The element's own words in both languages, and dates as it writes them. Answers are never among them, nor does any
// meeting or office appear here: those come from the service.

export const LANGUAGES = ["th", "en"];

export const WORDS = {
  th: {
    name: "ไทย",
    title: "ฝ่ายข่าว",
    automated: "ระบบตอบอัตโนมัติ",
    switch: "ภาษาของหน้าจอ",
    log: "คำถามและคำตอบ",
    greeting: "ถามได้ทั้งภาษาไทยและภาษาอังกฤษ",
    promise:
      "ทุกคำตอบคือข้อความที่เผยแพร่แล้วแบบคำต่อคำ พร้อมแหล่งที่มาและวันที่ เรื่องใดยังไม่ประกาศ ระบบจะแจ้งให้ทราบโดยไม่คาดเดา",
    openings: "ลองเริ่มจากคำถามเหล่านี้",
    asked: "ถาม",
    answer: "ตอบ",
    label: "คำถามของคุณ",
    placeholder: "พิมพ์คำถาม",
    send: "ส่ง",
    keys: "กด Enter เพื่อส่ง กด Shift และ Enter เพื่อขึ้นบรรทัดใหม่",
    left: (n) => `เหลืออีก ${n} ตัวอักษร`,
    over: (n, limit) => `ยาวเกินไป ${n} ตัวอักษร ส่งได้ไม่เกิน ${limit} ตัวอักษร`,
    busy: "กำลังค้นในข้อความที่เผยแพร่แล้ว",
    kickers: {
      answered: "ข้อความที่เผยแพร่แล้ว",
      clarify: "โปรดเลือก",
      not_announced: "ยังไม่มีการประกาศ",
      out_of_scope: "นอกขอบเขตของฝ่ายข่าวนี้",
      prompt: "โปรดตอบ",
      done: "ดำเนินการแล้ว",
      error: "ระบบขัดข้อง",
    },
    source: "ที่มา",
    paragraph: (n) => `ย่อหน้าที่ ${n}`,
    asOf: (date) => `ข้อมูล ณ ${date}`,
    record: "บันทึกของคำตอบนี้",
    newTab: "(เปิดในแท็บใหม่)",
    dates: "วันที่ที่กล่าวถึง",
    original: { th: "ข้อความทางการ", en: "ข้อความทางการภาษาอังกฤษ" },
    unofficial: "ข้อความที่แสดงข้างต้นเป็นคำแปลอย่างไม่เป็นทางการ",
    event: { when: "วันที่", place: "สถานที่", host: "เจ้าภาพ" },
    calendar: "เพิ่มลงปฏิทิน (.ics)",
    choices: (n) => `มี ${n} ตัวเลือก`,
    failed: { network: "เชื่อมต่อไม่ได้", server: "ระบบขัดข้อง", refused: "ส่งข้อความนี้ไม่ได้", busy: "โปรดรอสักครู่" },
    failures: {
      network: "ส่งไม่ได้ในขณะนี้ คำถามของคุณยังอยู่ โปรดตรวจสอบการเชื่อมต่อแล้วลองอีกครั้ง",
      server: "ขออภัย ระบบของเราขัดข้องชั่วคราว โปรดลองอีกครั้ง",
      refused: "ระบบรับข้อความนี้ไม่ได้ โปรดลองอีกครั้ง หรือถามด้วยถ้อยคำอื่น",
      busy: (wait) => `มีข้อความเข้ามามากเกินไป โปรดลองอีกครั้งใน ${wait} วินาที`,
    },
    again: "ลองอีกครั้ง",
  },
  en: {
    name: "English",
    title: "Press desk",
    automated: "Automated assistant",
    switch: "Language of this page",
    log: "Questions and answers",
    greeting: "Ask in English or Thai.",
    promise:
      "Every answer is published text, word for word, with its source and date. What has not been announced is never guessed: you are told so.",
    openings: "Questions to start from",
    asked: "Question",
    answer: "Answer",
    label: "Your question",
    placeholder: "Type your question",
    send: "Send",
    keys: "Enter sends; Shift and Enter start a new line",
    left: (n) => `${n} characters left`,
    over: (n, limit) => `${n} characters too long; the limit is ${limit}`,
    busy: "Looking through what has been published",
    kickers: {
      answered: "Published text",
      clarify: "Which of these",
      not_announced: "Not announced",
      out_of_scope: "Outside this desk",
      prompt: "Your answer, please",
      done: "Done",
      error: "Something went wrong",
    },
    source: "Source",
    paragraph: (n) => `paragraph ${n}`,
    asOf: (date) => `As of ${date}`,
    record: "Record of this answer",
    newTab: "(opens in a new tab)",
    dates: "Dates mentioned",
    original: { th: "Official Thai text", en: "Official English text" },
    unofficial: "The text shown above is an unofficial translation.",
    event: { when: "When", place: "Where", host: "Host" },
    calendar: "Add to calendar (.ics)",
    choices: (n) => (n === 1 ? "1 choice" : `${n} choices`),
    failed: { network: "No connection", server: "Something went wrong", refused: "Not accepted", busy: "One moment" },
    failures: {
      network: "The press desk cannot be reached just now. Your question is still here: check the connection and try again.",
      server: "Sorry, something on our side failed. Please try again.",
      refused: "This message could not be accepted. Try again, or ask in other words.",
      busy: (wait) => `Too many messages just now. Please try again in ${wait} ${wait === 1 ? "second" : "seconds"}.`,
    },
    again: "Try again",
  },
};

const ISO = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

/** `2019-03-28` -> 28 มีนาคม พ.ศ. 2562, 28 March 2019. A month stays a month; what is no such date stays as it is. */
export function dateWords(iso, language) {
  const parts = ISO.exec(String(iso));
  if (!parts) return String(iso);
  const [, year, month, day] = parts;
  const written = language === "th" ? `พ.ศ. ${Number(year) + 543}` : year;
  if (!month) return written;
  const first = new Date(Date.UTC(2000, Number(month) - 1, 1));
  const named = new Intl.DateTimeFormat(language, { month: "long", timeZone: "UTC" }).format(first);
  return [day && Number(day), named, written].filter(Boolean).join(" ");
}
