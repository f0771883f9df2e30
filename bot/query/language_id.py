"""The language of the region that a message is in where it's neither Thai nor English. Not for Rasa's environment.

A visitor who writes English must never be told otherwise: in doubt there is no language. A script of its own tells;
in Latin letters both the detector and words that only that language has must agree.
"""

import re
import unicodedata
from functools import cache

from lingua import Language, LanguageDetector, LanguageDetectorBuilder

from bot.query.vocabulary import is_english, is_like_english
from bot.text.language import ADDRESS, THAI_SHARE

# One sentence in each language: "I answer in Thai and English; here is the answer in English."

SCRIPTS = {
    "th": re.compile("[ก-ฺเ-๎]"),
    "lo": re.compile("[\u0e81-\u0ecd\u0edc-\u0edf]"),
    "km": re.compile("[\u1780-\u17d3]"),
    "my": re.compile("[\u1000-\u103f\u1050-\u109d\uaa60-\uaa7f]"),
    "zh": re.compile("[\u3400-\u4dbf\u4e00-\u9fff]"),
}
KANA = re.compile("[\u3041-\u30ff]")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# Letters that hardly another language in Latin letters has, in lower case; and all that bear a mark in Vietnamese.
ONLY_VIETNAMESE = re.compile("[đơưạ-ỹ]")
MARKED = re.compile("[ăâđêôơưàáãèéìíĩòóõùúũýạ-ỹ]")
SURNAMES = frozenset("nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý".split())

# Words that a question or a request can hardly do without, as far as they are neither Thai in Latin letters ("ka",
# "na", "di", "mai", "ko", "pa") nor parts of names. Those that are AMBIGUOUS tell nothing alone.
MALAYIC = frozenset(
    "acara ada adakah adalah agar akan akhbar anda apa apakah atau awak bagaimana bagaimanakah bagi bahasa"
    " banyak belum berapa berapakah berita bertanya bila bilakah bisa bisakah boleh bolehkah bukan cara"
    " dalam dan dapat dapatkan dari daripada dengan dia dimana dimanakah harus hasil hendak ialah"
    " informasi ingin ini itu jadwal jam jika juga kalau kami kapan karena kasih kenapa kepada kerana ketika"
    " khabar kita lagi lama lokasi maaf macam mahu makasih maklumat malam mana manakah mau mengapa mengenai"
    " mereka mesyuarat minta mohon nak nama negara nombor nomor oleh orang pada pagi pertanyaan petang pun"
    " rapat sahaja saja sampai saya sebagai sebelum sebuah sedang selamat sempena semua setelah siang siapa"
    " siapakah siaran sila silakan sore sudah supaya tahu tanggal tarikh telefon telepon tempat tengah"
    " tentang terima tersebut tidak tolong ucapan undangan untuk wartawan yaitu yang".split()
)
# ... and the ways in which Malay and Indonesian build words: diadakan, mempersiapkan, pertemuan, keamanan.
MALAYIC_BUILT = re.compile(
    r"(?:di|me(?:m|ng?|ny)?|ber|pe(?:m|ng?|r|ny)?|ter|ke)[a-z]{3,}(?:kan|an|nya)|[a-z]{3,}(?:nya|kah|lah)"
)
TAGALOG = frozenset(
    "akin aking ako akong alin aming ang ano anong araw atin ating ay ba babae bago bakit balita bang bansa"
    " bawat bukas buwan dadalo dahil dapat dito diyan gaano gaanong gabi gaganapin ginanap gusto hanggang"
    " hapon hindi ibig ikaw ilan inyo inyong isang ito iyan iyon kailan kailangan kailangang kami kanino"
    " kasi kayo kayong kong kumusta kung lahat lang litrato lugar maaari maaaring maganda magandang magkano"
    " mahanap makakuha makausap malaman mamamahayag maraming may mayroon mayroong meron mga mula naman namin"
    " narito nasaan natin ng ngayon ngayong ngunit nila ninyo nito niya niyan numero opo oras paano"
    " pagpupulong pangalan pangulo para paumanhin petsa po pong pulong puwede puwedeng pwede pwedeng rin"
    " saan sabihin salamat sana sila sino sinong siya sumasagot tanong tao taon tayo tulong tungkol umaga"
    " wala walang wikang".split()
)
# Vietnamese as it is typed in a hurry, without its marks.
VIETNAMESE_BARE = frozenset(
    "anh bai bao biet cac cam cau chao cho chuc co cua cung cuoc da dang dau den di dia diem dien duoc gi"
    " gian gio gui hinh hoi hop khi khong kien ky la lam lien luc minh moi muon nao nay ngay nghe nghi"
    " nghiep nguoi nha nhieu nhu nhung noi phong quoc rat sao tai ten the thoi thong thuc tin toi tra tren"
    " trong truoc truyen tu va ve vien viet voi vui xin".split()
)
AMBIGUOUS = frozenset(
    "ada ay ba bang co dan den dia din he jam kami lang may nay on para sore tai the tin va ve".split()
)
# What tells Malay from Indonesian: words and spellings that the other language doesn't have.
ONLY_MALAY = frozenset(
    "adakah akhbar awak bilakah bilangan bual cik dimulakan encik esok hendak ialah inggeris jurucakap kaunter"
    " kenyataan kerana khabar macam mahu majlis maklumat mesyuarat nak nombor pejabat penyertaan perasmian"
    " perlukan persidangan puan sahaja semalam sempena sidang soal syarikat tarikh telefon".split()
)
ONLY_INDONESIAN = frozenset(
    "bapak bisa bisakah dimulai halo informasi inggris jadwal kantor kapan karena kalau konferensi mau mohon"
    " rapat pertemuan siang silakan silahkan sore tanggal telepon undangan".split()
)
# Thai in Latin letters: "sawasdee krub", "ok na ka", "khun pichet".
THAI_ROMANISED = re.compile(
    r"\b(?:kh?[rl]?[au]+[pb]|k[rl][au]p|kha+|ka|krap|naka|khun|sawas?d(?:ee|i)|sawat?d(?:ee|i)|mai|arai|yak|dai|thi|nai)\b"
)
CLEAR = 0.5  # of the detector's confidence, for Indonesian and Malay together or for another language
LIKELY = 0.35  # enough where both words are the language's own; with three, and most of all, it isn't asked
CERTAIN = 0.95  # one word of the language's own is enough
BEATEN = 2  # times the confidence of English
SHORT_TEXT_WORDS = 3  # words among which one of the language's own is enough; among more it takes two
MAX_DETECTED = 500  # characters that are read: a message is in one language from its beginning
HALF = 0.5  # of the words, which must not be English


@cache
def _detector() -> LanguageDetector:
    languages = (Language.ENGLISH, Language.INDONESIAN, Language.MALAY, Language.TAGALOG, Language.VIETNAMESE)
    return LanguageDetectorBuilder.from_languages(*languages).build()


def confidence(text: str) -> dict[str, float]:
    """The detector's confidence, 0 to 1, in `en`, `malay` (both languages together), `fil` and `vi`."""
    found = {each.language: each.value for each in _detector().compute_language_confidence_values(text)}
    return {
        "en": found[Language.ENGLISH],
        "malay": found[Language.INDONESIAN] + found[Language.MALAY],
        "fil": found[Language.TAGALOG],
        "vi": found[Language.VIETNAMESE],
    }


def by_script(text: str) -> str | None:
    """The language whose letters are a fifth of all letters, `th` included; None for Latin letters and Japanese."""
    counts = {code: len(pattern.findall(text)) for code, pattern in SCRIPTS.items()}
    code = max(counts, key=counts.__getitem__)
    others = sum(letter.isalpha() and not any(script.match(letter) for script in SCRIPTS.values()) for letter in text)
    if KANA.search(text) or not counts[code] or counts[code] < THAI_SHARE * (sum(counts.values()) + others):
        return None
    return code


def without_marks(word: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFD", word) if not unicodedata.combining(each))


def own(word: str, code: str) -> bool:
    """True for a word, in lower case, that a text in that language may have and a name or Thai hardly."""
    if code == "malay":
        return word in MALAYIC or bool(MALAYIC_BUILT.fullmatch(word) and not is_like_english(word))
    if code == "vi":
        return without_marks(word) in VIETNAMESE_BARE or bool(ONLY_VIETNAMESE.search(word))
    return word in TAGALOG


def plain_words(text: str) -> list[str]:
    """The words in lower case without names: what begins with a capital inside a sentence that isn't shouted."""
    found = list(WORD.finditer(text))
    if text.isupper():
        return [word[0].lower() for word in found]
    kept = []
    for word in found:
        starts = not re.search(r"[^.!?:\n]\s*$", text[: word.start()])
        known = word[0].istitle() and len(word[0]) > 3 and any(own(word[0].lower(), code) for code in ("malay", "fil"))
        if word[0].islower() or (starts and word[0][1:].islower()) or (known and not is_english(word[0].lower())):
            kept.append(word[0].lower())
    return kept


def vietnamese(text: str, words: list[str]) -> bool:
    """True for words with the marks that no other language has: two of them, or one that is the whole message."""
    if len(WORD.findall(text)) == 1:
        return bool(words and ONLY_VIETNAMESE.search(words[0]) and words[0] not in SURNAMES)
    marked = [word for word in words if MARKED.search(word)]
    english = sum(is_english(word) for word in words)
    return len(marked) > 1 and english <= HALF * len(words) and any(ONLY_VIETNAMESE.search(word) for word in marked)


def is_in(words: list[str], code: str, sure: dict[str, float]) -> bool:
    """True where enough of these words are the language's own, and the detector, `sure` of what it gives, agrees."""
    told = {word for word in words if own(word, code)}
    listed = told - AMBIGUOUS if code != "malay" else told & MALAYIC - AMBIGUOUS
    strange = sum(word in told or not is_english(word) for word in words)
    if not listed or strange < HALF * len(words):
        return False
    needed = 1 if len(words) <= SHORT_TEXT_WORDS or sure[code] >= CERTAIN else 2
    needed += code == "vi"  # syllables that other languages have as well
    needed += 2 * bool(THAI_ROMANISED.search(" ".join(words)))
    most = len(told) > HALF * len(words)
    if most and len(told) >= SHORT_TEXT_WORDS:
        return len(told) >= needed
    clear = LIKELY if len(told) == len(words) else CLEAR
    return len(told) >= needed and sure[code] >= clear and sure[code] >= BEATEN * sure["en"]


def in_latin(text: str) -> str | None:
    """The language of a text in Latin letters: by its marks, or by its words and the detector together."""
    words = plain_words(text)
    if vietnamese(text, words):
        return "vi"
    if len(words) < 2:
        return None
    sure = confidence(" ".join(words))
    codes = sorted(("malay", "fil", "vi"), key=lambda code: (sum(own(word, code) for word in words), sure[code]))
    if not is_in(words, codes[-1], sure):
        return None
    if codes[-1] != "malay":
        return codes[-1]
    malay, indonesian = (sum(word in only for word in words) for only in (ONLY_MALAY, ONLY_INDONESIAN))
    return "ms" if malay > indonesian else "id"


def foreign_language(text: str) -> str | None:
    """The code of a message's language, a key of ANSWERED_IN_ENGLISH. None for Thai and English, a
    name, and in doubt.

    Half of the words in Latin letters must be no English ones, so that an English question about a foreign name
    stays English. The first call that needs it loads the detector, which takes 0.4 s.
    """
    text = ADDRESS.sub(" ", unicodedata.normalize("NFC", text[:MAX_DETECTED]))
    found = by_script(text)
    return in_latin(text) if found is None else None if found == "th" else found
