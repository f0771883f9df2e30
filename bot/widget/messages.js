// All texts of the chat, as [Thai, English], and its date format. Texts of pages: bot/messages/pages.py.

export const LANGUAGES = ["th", "en"];

const CATALOGUE = {
  name: ["ไทย", "English"],
  title: ["ฝ่ายข่าว", "Press desk"],
  automated: ["ระบบตอบอัตโนมัติ", "Automated assistant"],
  switch: ["ภาษา", "Language"],
  menu: ["เมนู", "Menu"],
  close: ["ปิด", "Close"],
  log: ["คำถามและคำตอบ", "Questions and answers"],
  greeting: ["ถามได้ทั้งภาษาไทยและภาษาอังกฤษ", "Ask in English or Thai."],
  promise: [
    "ทุกคำตอบคือข้อความที่เผยแพร่แล้วแบบคำต่อคำ พร้อมแหล่งที่มาและวันที่ เรื่องที่ยังไม่ประกาศ ระบบจะไม่คาดเดา",
    "Every answer is published text, word for word, with its source and date. What has not been announced is never guessed.",
  ],
  openings: ["ลองเริ่มจากคำถามเหล่านี้", "Questions to start from"],
  suggestions: ["คำถามที่แนะนำ", "Suggested questions"],
  question: ["ถาม", "Question"],
  pressOffice: ["คำตอบจากฝ่ายข่าว", "From the press office"],
  inputLabel: ["พิมพ์คำถาม", "Type your question"],
  send: ["ส่ง", "Send"],
  retry: ["ลองอีกครั้ง", "Try again"],
  keyHelp: ["กด Enter เพื่อส่ง กด Shift และ Enter เพื่อขึ้นบรรทัดใหม่", "Enter sends; Shift and Enter start a new line"],
  searching: ["กำลังค้นในข้อความที่เผยแพร่แล้ว", "Looking through what has been published"],
  answered: ["ข้อความที่เผยแพร่แล้ว", "Published text"],
  clarify: ["โปรดเลือก", "Which of these"],
  not_announced: ["ยังไม่มีการประกาศ", "Not announced"],
  out_of_scope: ["นอกขอบเขตของฝ่ายข่าวนี้", "Outside this desk"],
  prompt: ["โปรดตอบ", "Your answer, please"],
  error: ["ระบบขัดข้อง", "Something went wrong"],
  source: ["ที่มา", "Source"],
  paragraph: [(n) => `ย่อหน้าที่ ${n}`, (n) => `paragraph ${n}`],
  asOf: [(date) => `ข้อมูล ณ ${date}`, (date) => `As of ${date}`],
  record: ["บันทึกของคำตอบนี้", "Record of this answer"],
  newTab: ["(เปิดในแท็บใหม่)", "(opens in a new tab)"],
  official_th: ["ข้อความทางการ", "Official Thai text"],
  official_en: ["ข้อความทางการภาษาอังกฤษ", "Official English text"],
  unofficial: ["คำแปลอย่างไม่เป็นทางการ", "Unofficial translation"],
  when: ["วันที่", "When"],
  place: ["สถานที่", "Where"],
  host: ["เจ้าภาพ", "Host"],
  status: ["สถานะ", "Status"],
  scheduled: ["ตามกำหนด", "Scheduled"],
  changed: ["เปลี่ยนกำหนด", "Rescheduled"],
  cancelled: ["ยกเลิก", "Cancelled"],
  past: ["ผ่านไปแล้ว", "Over"],
  calendar: ["เพิ่มลงปฏิทิน (.ics)", "Add to calendar (.ics)"],
  copy: ["คัดลอกเป็นข้อความอ้างอิง", "Copy as quotation"],
  copied: ["คัดลอกแล้ว", "Copied"],
  pressToCopy: ["เลือกข้อความไว้แล้ว กด Ctrl+C เพื่อคัดลอก", "The text is selected: press Ctrl+C to copy it"],
  share: ["แชร์คำตอบนี้", "Share this answer"],
  didItHelp: ["คำตอบนี้เป็นประโยชน์หรือไม่", "Was this helpful?"],
  helpful: ["เป็นประโยชน์", "Helpful"],
  notHelpful: ["ไม่เป็นประโยชน์", "Not helpful"],
  whyNot: ["เพราะเหตุใด (ไม่บังคับ)", "Why not? (optional)"],
  feedbackSaved: ["บันทึกความเห็นแล้ว ขอบคุณ", "Noted, thank you."],
  download: ["ดาวน์โหลดบทสนทนา", "Download transcript"],
  print: ["พิมพ์บทสนทนา", "Print transcript"],
  eraseAll: ["ล้างการสนทนาและลบข้อมูลของฉัน", "Empty the conversation and delete my data"],
  confirmErase: ["ลบบทสนทนานี้และข้อมูลทั้งหมดของคุณหรือไม่", "Erase this conversation and everything kept about it?"],
  erase: ["ลบ", "Erase"],
  keep: ["ไม่ลบ", "Keep"],
  erased: ["ลบบทสนทนาและข้อมูลของคุณแล้ว", "The conversation and your data have been erased."],
  enquiriesKept: [
    (n) => `คำถามที่ฝากถึงฝ่ายข่าว ${n} ข้อ จะเก็บไว้จนกว่าจะได้ตอบ`,
    (n) => `Kept until answered: ${n} of your questions to the press office.`,
  ],
  privacy: [
    "บทสนทนาจะถูกเก็บไว้ตามเวลาที่แจ้งในคำตอบแรก โปรดอย่าใส่ข้อมูลส่วนบุคคล",
    "Conversations are kept for the time named in the first answer. Please leave out personal details.",
  ],
  sessionExpired: [
    "การสนทนาก่อนหน้านี้หมดอายุแล้ว จึงเริ่มการสนทนาใหม่ให้ ถามต่อได้ตามปกติ",
    "The earlier conversation had expired, so a new one has begun. Please go on asking.",
  ],
  offline: ["ออฟไลน์ คำถามจะถูกส่งเมื่อเชื่อมต่อได้อีกครั้ง", "Offline. Questions are sent once the connection is back."],
  notSent: ["ส่งไม่ได้ในขณะนี้ คำถามของคุณรอส่งอยู่", "Not sent yet: your question is waiting."],
  refused: ["ระบบรับข้อความนี้ไม่ได้ โปรดถามให้สั้นลงหรือใช้ถ้อยคำอื่น", "This could not be accepted. Please ask in fewer or other words."],
  rateLimited: [
    (n) => `มีข้อความเข้ามามากเกินไป จะส่งให้อีกครั้งใน ${n} วินาที`,
    (n) => `Too many messages just now. Yours goes again in ${n} s.`,
  ],
  failed: ["ทำรายการนี้ไม่ได้ในขณะนี้ โปรดลองอีกครั้ง", "This cannot be done just now. Please try again."],
};

const inLanguage = (at) => Object.fromEntries(Object.entries(CATALOGUE).map(([key, texts]) => [key, texts[at]]));

export const MESSAGES = { th: inLanguage(0), en: inLanguage(1) };

/** `2019-03` -> มีนาคม พ.ศ. 2562, March 2019. Other texts are returned unchanged. */
export function formatDate(iso, language) {
  const [, year, month, day] = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(iso) ?? [];
  if (!year) return String(iso);
  const writtenYear = language === "th" ? `พ.ศ. ${Number(year) + 543}` : year;
  const monthName = month && new Date(`2000-${month}-01`).toLocaleDateString(language, { month: "long", timeZone: "UTC" });
  return [day && Number(day), monthName, writtenYear].filter(Boolean).join(" ");
}
