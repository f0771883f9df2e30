import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messages.conversation import ANSWERED_IN_ENGLISH
from bot.query.language_id import foreign_language


@pytest.mark.parametrize(
    "text",
    [
        *("Kapan ASEAN Public Private Forum diadakan?", "Apa itu ASEAN?"),
        *("Di mana lokasi pertemuan?", "Siapa saja yang akan hadir dalam rapat tersebut?"),
        *("Bagaimana cara mendaftar untuk konferensi pers?",),
        *("saya wartawan dari Jakarta, bisa minta siaran persnya?", "Terima kasih banyak"),
        *("Apakah ada informasi tentang jadwal pertemuan menteri?", "mohon kirim undangan media"),
        *("jam berapa acaranya dimulai", "berapa negara yang ikut", "Tolong jelaskan hasil rapat"),
        *("apakah bisa wawancara dengan menteri", "TERIMA KASIH", "dimana acaranya"),
        *("Forum ini akan dihadiri oleh berapa orang?", "Apakah pertemuan ADGSOM terbuka untuk media?"),
        *("Kami ingin mewawancarai Menteri Ekonomi Digital", "Kapan deadline pendaftaran wartawan?"),
        *("apa tema ASEAN tahun ini", "di mana saya bisa mengunduh siaran pers", "Terima kasih atas jawabannya"),
        *("siapa pembicara utama", "halo selamat siang", "Berapa anggaran untuk kota pintar?"),
        *("tolong kirimkan foto acara kemarin", "Apa hasil dari pertemuan menteri digital ASEAN?"),
        *("Mengapa Thailand menjadi tuan rumah?", "Berapa lama acara berlangsung?"),
        *("Saya tidak bisa membuka situs webnya", "Apakah ada terjemahan bahasa Inggris?"),
        *("kalau mau wawancara hubungi siapa", "Ada berapa peserta dari Indonesia?"),
        *("nomor telepon humas kementerian", "Kapan hasil sidang diumumkan?", "makasih ya"),
        *("Apakah masyarakat umum boleh ikut?", "Kota mana saja yang terpilih?"),
        *("dokumennya bisa diunduh di mana ya",),
        *("Kami butuh kutipan resmi dari panitia", "kapan berita ini dirilis", "Saya tidak mengerti bahasa Thai"),
        *("Sampai jumpa",),
    ],
)
def test_knows_indonesian(text: str) -> None:
    assert foreign_language(text) == "id"


@pytest.mark.parametrize(
    "text",
    [
        *("Bilakah mesyuarat itu diadakan?", "Di manakah tempat persidangan akhbar?"),
        *("Saya wartawan dari Kuala Lumpur, adakah kenyataan akhbar?",),
        *("Boleh saya dapatkan maklumat mengenai forum ini?", "Apakah tarikh mesyuarat menteri?"),
        *("Saya mahu bertanya tentang majlis perasmian", "Siapakah yang akan hadir pada sidang akhbar?"),
        *("Adakah media dari Malaysia dijemput?", "apa khabar encik", "Mesyuarat itu bermula pukul berapa?"),
        *("Siapa menteri yang hadir semalam?",),
        *("Saya perlukan kenyataan media dalam bahasa Inggeris", "Boleh tak saya rakam mesyuarat ini?"),
        *("Di mana kaunter pendaftaran wartawan?",),
        *("Adakah terdapat sidang media petang ini?", "Sila hantar gambar majlis"),
        *("Siapakah jurucakap kementerian?",),
        *("Tolong beri saya nombor telefon pejabat", "Adakah siaran langsung disediakan?"),
        *("Apakah keputusan mesyuarat menteri digital?",),
        *("Saya hendak memohon temu bual dengan menteri", "Saya perlukan gambar rasmi menteri"),
        *("Bolehkah kami menemu bual pengarah?", "Selamat petang puan"),
    ],
)
def test_knows_malay(text: str) -> None:
    assert foreign_language(text) == "ms"


@pytest.mark.parametrize(
    "text",
    [
        *("Khi nào diễn ra hội nghị?", "Xin chào", "Cảm ơn", "ASEAN là gì?"),
        *("Tôi là phóng viên báo Tuổi Trẻ, tôi có thể xin thông cáo báo chí không?", "Địa điểm họp ở đâu?"),
        *("Ai sẽ tham dự cuộc họp?", "khi nao hoi nghi dien ra", "toi muon biet thong tin ve hoi nghi"),
        *("xin chao, toi la phong vien", "Bao nhiêu nước tham gia?"),
        *("Diễn đàn ASEAN Public Private Forum diễn ra khi nào?", "chào bạn", "Thủ tướng có tham dự không?"),
        *("Lịch họp báo hôm nay thế nào?", "Xin cho biết hạn chót đăng ký", "Có bản tiếng Anh không?"),
        *("cho toi hoi ve lich hop bao", "Tạm biệt", "Ngân sách của dự án là bao nhiêu?"),
        *("Mạng lưới đô thị thông minh ASEAN là gì?", "rất cảm ơn bạn", "dia diem to chuc o dau"),
        *("Hội nghị kéo dài bao lâu?", "Làm sao để đăng ký tác nghiệp báo chí?", "Số điện thoại liên hệ là gì?"),
        *("Tôi không hiểu", "Chủ đề của ASEAN năm 2019 là gì?", "Có phát trực tiếp không ạ?", "lam sao de dang ky"),
        *("gui cho toi anh su kien", "Ai là người phát ngôn?", "Tôi cần ảnh của sự kiện", "Họp báo lúc mấy giờ?"),
        *("Xin gửi cho tôi bản tin", "Có bao nhiêu thành phố thông minh?", "cuoc hop bat dau luc may gio"),
        *("toi can thong cao bao chi", "Hẹn gặp lại"),
    ],
)
def test_knows_vietnamese(text: str) -> None:
    assert foreign_language(text) == "vi"


@pytest.mark.parametrize(
    "text",
    [
        *("Kailan gaganapin ang pulong?", "Saan po ang lugar ng forum?", "Ano ang ASEAN?", "Maraming salamat po"),
        *("Magandang umaga po", "Sino ang dadalo sa pulong?", "Paano makakuha ng press release?"),
        *("Ako ay isang mamamahayag mula sa Maynila", "Kailan ang ASEAN Public Private Forum?"),
        *("may press conference ba bukas", "pwede po bang humingi ng kopya ng talumpati", "ilang bansa ang kasali"),
        *("Anong oras magsisimula ang press conference?", "Magandang hapon, taga-Inquirer po ako"),
        *("Pwede ba akong mag-interview sa ministro?", "Salamat sa tulong ninyo"),
        *("Ano ang napag-usapan sa pulong?", "Magkano ang badyet ng proyekto?", "kumusta po kayo"),
        *("Sino ang tagapagsalita ng Thailand?", "hindi ko mahanap ang iskedyul"),
        *("Bakit sa Bangkok ginanap ang pulong?", "May livestream po ba?", "Gaano katagal ang forum?"),
        *("Sino po ang pwedeng kontakin?", "Paki-email po ng mga litrato", "Naiintindihan ba ninyo ang Tagalog?"),
        *("Ano ang tema ng ASEAN ngayong taon?", "salamat po", "Libre ba ang pagpasok?"),
        *("wala akong mahanap na press kit", "Bukas ba sa publiko ang forum?", "Kailan ilalabas ang pahayag?"),
        *("Puwede po bang makahingi ng larawan?", "Taga-Pilipinas ako at mamamahayag", "Ilang lungsod ang kasama?"),
        *("Hindi ko po maintindihan ang Thai", "Anong oras po magtatapos?", "paalam na po"),
    ],
)
def test_knows_filipino(text: str) -> None:
    assert foreign_language(text) == "fil"


@pytest.mark.parametrize(
    "text",
    [
        *("ກອງປະຊຸມຈະຈັດຂຶ້ນເມື່ອໃດ?", "ສະບາຍດີ", "ຂອບໃຈຫຼາຍໆ", "ອາຊຽນແມ່ນຫຍັງ?", "ສະຖານທີ່ຈັດກອງປະຊຸມຢູ່ໃສ?"),
        *("ໃຜຈະເຂົ້າຮ່ວມກອງປະຊຸມ?", "ຂ້ອຍເປັນນັກຂ່າວຈາກວຽງຈັນ", "ASEAN Forum ຈັດຂຶ້ນຢູ່ໃສ?"),
    ],
)
def test_knows_lao(text: str) -> None:
    assert foreign_language(text) == "lo"


@pytest.mark.parametrize(
    "text",
    [
        *("តើកិច្ចប្រជុំនឹងធ្វើឡើងនៅពេលណា?", "សួស្តី", "អរគុណច្រើន", "តើអាស៊ានជាអ្វី?", "តើទីកន្លែងប្រជុំនៅឯណា?"),
        *("តើនរណានឹងចូលរួម?", "ខ្ញុំជាអ្នកកាសែតមកពីភ្នំពេញ", "តើ ASEAN Forum ធ្វើនៅឯណា?"),
    ],
)
def test_knows_khmer(text: str) -> None:
    assert foreign_language(text) == "km"


@pytest.mark.parametrize(
    "text",
    [
        *("အစည်းအဝေး ဘယ်တော့ကျင်းပမလဲ။", "မင်္ဂလာပါ", "ကျေးဇူးတင်ပါတယ်", "အာဆီယံဆိုတာ ဘာလဲ။"),
        *("အစည်းအဝေးကျင်းပမယ့်နေရာ ဘယ်မှာလဲ။", "ဘယ်သူတွေ တက်ရောက်မလဲ။", "ကျွန်တော်က ရန်ကုန်က သတင်းထောက်ပါ။"),
        *("ASEAN Forum ဘယ်မှာလုပ်မလဲ။",),
    ],
)
def test_knows_burmese(text: str) -> None:
    assert foreign_language(text) == "my"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "会议什么时候举行?",
            "你好",
            "谢谢",
            "东盟是什么?",
            "会议地点在哪里?",
            "谁将出席会议?",
            "我是新华社记者,请发新闻稿",
            "ASEAN Forum 在哪里举行?",
        ),
    ],
)
def test_knows_chinese(text: str) -> None:
    assert foreign_language(text) == "zh"


@pytest.mark.parametrize(
    "text",
    [
        *("wher is teh meting", "pls send press rls", "ANSAC?", "pichet durongkaveroj", "banyan tree phuket"),
        *("digital masterplan 2025", "siam paragon", "ok na ka", "sawasdee krub", "sawasdee ka", "khob khun krub"),
        *("khop khun maak ka", "khun pichet pai nai krub", "When is the meeting?", "what is asean", "Hello", "hi"),
        *("thanks", "who is the minster of digital economey", "wen does it strt", "Prayut Chan-o-cha"),
        *("prayut chan ocha", "Somkid Jatusripitak", "Selamat", "halo", "ASEAN", "ADGSOM TELMIN", "TELMIN"),
        *("Joko Widodo", "Nguyễn Xuân Phúc", "Who is Nguyễn Mạnh Hùng?", "Rudiantara", "who is rudiantara"),
        *("mahathir mohamad", "Lee Hsien Loong", "bangkok post", "suvarnabhumi airport"),
        *("where is queen sirikit national convention center", "chulalongkorn university", "ประชุมเมื่อไหร่"),
        *("สวัสดีครับ", "Digital Park Thailand อยู่ที่ไหน", "asean smart cities network", "what does salamat mean"),
        *("how do i say terima kasih in thai", "is there a press kit in bahasa indonesia"),
        *("what time is it in jakarta", "Manila Bulletin", "kompas tempo jakarta post", "Antara news"),
        *("i am from tempo", "reporter frm jakarta post need pres relese", "mai dai pai", "prachum muea rai"),
        *("yak ru wa prachum wan nai", "prachum thi nai krub", "tam arai kan yu", "nakhon ratchasima"),
        *("chiang mai chiang rai", "phra nakhon si ayutthaya", "samut prakan pathum thani nonthaburi", "12345"),
        *("?", "CAT TOT NBTC DEPA", "depa", "can u tel me abt the forun", "wheres the venu", "plz giv me agnda"),
        *("anny foto of the evnt", "contct persn", "regstration dedline", "budget for 5g", "eec", "net pracharat"),
        *("Netpracharat village broadband", "dan ada kami", "Ang Lee", "Dan Brown", "Ada Lovelace"),
        *("Kuala Lumpur Convention Centre", "Ho Chi Minh City", "Da Nang", "ha noi", "café menu"),
        *("où est la réunion", "¿dónde es la reunión de prensa?", "wann ist die konferenz", "会議はいつですか"),
        *(
            "회의는 언제입니까",
            "Wi-Fi",
            "tak",
            "krabi",
            "ao nang beach",
            "Bandar Seri Begawan",
            "phnom penh post",
            "nan",
        ),
        *("loei", "what's the wifi passwrd", "is ther parkng at the hotl", "adress of ministery pls"),
        *("intervew with dr pichet possible tmr", "do u hav statment in eng", "somsak chai wattana"),
        *("nattaporn sae-lim", "mr kittipong from thairath", "wanwisa boonmee matichon", "krungthep turakij"),
        *("dek thai mai roo arai", "khun mae pai talad", "yak dai ekasan prachum krub", "mee khao arai mai"),
        *("khao sot", "ban rai", "ubon ratchathani sisaket surin buriram", "true dtac ais", "central world"),
        *("icon siam", "lotus pattaya", "sri lanka", "bali lombok", "viet nam news", "quang ninh", "tan sri"),
        *("datuk seri anwar ibrahim", "dato sri najib razak", "ferdinand marcos", "rodrigo duterte"),
        *("leni robredo", "smart citys list", "ai 4 gov", "blockchan polcy", "minstr spech txt", "speakr lst"),
        *("e-sport", "hari raya", "bahasa", "jalan sultan ismail", "kampong cham", "gojek grab shopee lazada"),
        *("media kit", "peraturan menteri", "spasibo bolshoe", "muchas gracias por la información"),
        *("merci beaucoup", "vielen dank für die antwort", "quando é a reunião de imprensa"),
        *("dove si trova la sala stampa", "arigatou gozaimasu", "annyeong haseyo", "how many ppl attnd"),
        *("digtal econmy ministr name", "is adgsom = telsom?", "ok thx", "good mornin", "u there", "plz hlp"),
        *("wat hapen nxt", "hotel nr venue", "intl media acred", "ang thong province", "sa kaeo", "mae hong son"),
        *("koh samui tak bai", "bang rak silom", "phuket gazette", "sanook kapook", "khun ying"),
        *("pad thai tom yum", "songkran", "loy krathong", "mahidol thammasat kasetsart", "soft bank nec huawei"),
        *("sabah sarawak", "pt telkom indonesia", "rappler philstar", "saigon giai phong", "thanh nien"),
        *("tuoi tre", "batam bintan", "bali", "surabaya", "sula wesi", "kementerian komunikasi dan informatika"),
        *("department of information ministry ph", "asean secretariat jakarta", "masterplan aim2020"),
        *("mai mee kha", "ao khao prachum dai mai", "rop nuang ka", "ws the minstr ther", "gimme th speach"),
        *("anthing on broadband vilage?", "cld u snd pics", "hw 2 regstr", "hua hin cha am"),
        *("khon kaen smart city", "puri jagannath", "sai mai din daeng", "aung san suu kyi", "hun sen"),
        *("sok eysan", "bun ma la", "tin mo", "la vie en rose", "dan rivers", "para site", "ang mo kio", "may day"),
        *("ban chiang",),
        *("", " ", "👍", "https://example.org/apa-itu-yang", "siapa@example.org"),
    ],
)
def test_never_takes_english_thai_or_a_name_for_another_language(text: str) -> None:
    assert foreign_language(text) is None


@pytest.mark.parametrize(
    "text",
    ["Mengapa Thailand menjadi tuan rumah?", "Terima kasih", "di mana"],
)
def test_text_that_is_malay_or_indonesian_counts_as_indonesian(text: str) -> None:
    assert foreign_language(text) == "id"


@pytest.mark.parametrize(
    "text",
    [
        *("selamat pagi", "Kapan acara ini diadakan?", "Siapa menteri digital Thailand?"),
        *("Macam mana nak daftar sebagai wakil media?", "Apakah agenda esok?"),
        *("Bilakah sesi soal jawab bermula?", "Berapakah bilangan negara anggota?", "Terima kasih puan"),
    ],
)
def test_takes_few_words_of_malay_or_indonesian_for_one_of_them(text: str) -> None:
    assert foreign_language(text) in ("id", "ms")


@pytest.mark.parametrize("code", ANSWERED_IN_ENGLISH)
def test_the_notice_is_in_the_detected_language(code: str) -> None:
    assert foreign_language(ANSWERED_IN_ENGLISH[code]) == code


@pytest.mark.parametrize("text", ["What does 东盟 mean in English?", "คำว่า ສະບາຍດີ แปลว่าอะไร", "アセアンの会議はいつ"])
def test_a_few_letters_of_another_script_do_not_make_a_language(text: str) -> None:
    assert foreign_language(text) is None


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_reads_any_text_without_an_error(text: str) -> None:
    assert foreign_language(text) is None or foreign_language(text) in ANSWERED_IN_ENGLISH


def test_a_long_text_is_processed_quickly() -> None:
    started = time.monotonic()
    for text in ("kapan " * 900, "a" * 5000, "A b. " * 1000, "ກ" * 5000):
        foreign_language(text)
    assert time.monotonic() - started < 5
