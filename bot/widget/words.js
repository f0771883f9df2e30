// The element's own words in both languages. Answers are never among them: those come from the service.
export const WORDS = {
  th: {
    desk: "โต๊ะข่าว", log: "บทสนทนา", placeholder: "พิมพ์คำถามของคุณ", send: "ส่ง", you: "คุณ", waiting: "กำลังค้นหา",
    source: "ที่มา", paragraph: "ย่อหน้าที่", official: "ข้อความทางการภาษาไทย", officialOther: "ข้อความทางการภาษาอังกฤษ",
    asOf: "ข้อมูล ณ", place: "สถานที่", host: "เจ้าภาพ", when: "วันที่", calendar: "เพิ่มในปฏิทิน", occasion: "โอกาส",
    again: "ลองอีกครั้ง", offline: "ส่งไม่ได้ กรุณาตรวจสอบการเชื่อมต่อ", busy: "มีข้อความเข้ามามากเกินไป กรุณารอสักครู่",
    failed: "ระบบขัดข้อง กรุณาลองอีกครั้ง", long: "ข้อความยาวเกิน 5,000 ตัวอักษร", left: "เหลือ {n} ตัวอักษร",
    other: "English", try: "ลองถาม",
    outcome: { clarify: "โปรดเลือก", not_announced: "ยังไม่ประกาศ", out_of_scope: "นอกขอบเขต", error: "ขัดข้อง" },
  },
  en: {
    desk: "Press desk", log: "Conversation", placeholder: "Type your question", send: "Send", you: "You", waiting: "Looking it up",
    source: "Source", paragraph: "paragraph", official: "Official Thai text", officialOther: "Official English text",
    asOf: "As of", place: "Place", host: "Host", when: "Dates", calendar: "Add to calendar", occasion: "Occasion",
    again: "Try again", offline: "Not sent. Please check your connection.", busy: "Too many messages. Please wait a moment.",
    failed: "Something on our side failed. Please try again.", long: "The message is longer than 5,000 characters.",
    left: "{n} characters left", other: "ภาษาไทย", try: "You could ask",
    outcome: { clarify: "Please choose", not_announced: "Not announced", out_of_scope: "Outside this desk", error: "Not working" },
  },
};
