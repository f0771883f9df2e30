"""Which language of the region a message is in, where it is neither Thai nor English. Not for Rasa's environment.

A visitor who writes English must never be taken for somebody else, so in doubt the result is None. A script of its own
decides; for Latin letters both lingua and a list of frequent words must agree. `benchmarks/language_id.py` measures
what the lists add to lingua (docs/benchmarks.md).
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from lingua import Language, LanguageDetector, LanguageDetectorBuilder

from bot.query.vocabulary import is_english
from bot.text.language import ADDRESS, THAI_SHARE

SCRIPTS = {
    "th": re.compile("[ก-ฺเ-๎]"),
    "lo": re.compile("[\u0e81-\u0ecd\u0edc-\u0edf]"),
    "km": re.compile("[\u1780-\u17d3]"),
    "my": re.compile("[\u1000-\u103f\u1050-\u109d\uaa60-\uaa7f]"),
    "zh": re.compile("[\u3400-\u4dbf\u4e00-\u9fff]"),
}
KANA = re.compile("[\u3041-\u30ff]")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# Letters in lower case that hardly any other language has; and all Vietnamese letters with diacritics.
ONLY_VIETNAMESE = re.compile("[đơưạ-ỹ]")
MARKED = re.compile("[ăâđêôơưàáãèéìíĩòóõùúũýạ-ỹ]")

# Frequent words of questions and requests that are neither Thai in Latin letters ("ka", "na", "mai") nor parts of
# names. An AMBIGUOUS word alone identifies no language.
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
# Vietnamese as it is typed in a hurry, without diacritics.
VIETNAMESE_BARE = frozenset(
    "anh bai bao biet cac cam cau chao cho chuc co cua cung cuoc da dang dau den di dia diem dien duoc gi"
    " gian gio gui hinh hoi hop khi khong kien ky la lam lien luc minh moi muon nao nay ngay nghe nghi"
    " nghiep nguoi nha nhieu nhu nhung noi phong quoc rat sao tai ten the thoi thong thuc tin toi tra tren"
    " trong truoc truyen tu va ve vien viet voi vui xin".split()
)
AMBIGUOUS = frozenset(
    "ada ay ba bang co dan den dia din he jam kami lang may nay on para sore tai the tin va ve".split()
)
CONFIDENCE = 0.5  # that lingua must have, for Indonesian and Malay together or for another language
CONFIDENCE_ALL_LISTED = 0.35  # enough where every word is a listed one
CERTAIN = 0.95  # from here on one listed word is enough
TIMES_ENGLISH = 2  # the confidence must be this many times that of English
TIMES_INDONESIAN = 1.5  # words that both languages have count as Indonesian, which has ten times as many speakers
SHORT_TEXT_WORDS = 3  # up to here one listed word is enough; longer texts need two
MAX_DETECTED = 500  # characters that are read: a message keeps to the language it begins in
NOT_ENGLISH_SHARE = 0.5  # of the words

Code = Literal["malay", "fil", "vi"]  # "malay" is Indonesian and Malay together


@dataclass(frozen=True)
class Confidence:
    """lingua's confidence in the languages in Latin letters, each 0 to 1."""

    english: float
    by_code: Mapping[Code, float]
    is_malay: bool  # and not Indonesian


@cache
def _detector() -> LanguageDetector:
    languages = (Language.ENGLISH, Language.INDONESIAN, Language.MALAY, Language.TAGALOG, Language.VIETNAMESE)
    return LanguageDetectorBuilder.from_languages(*languages).build()


def detect(text: str) -> Confidence:
    values = {each.language: each.value for each in _detector().compute_language_confidence_values(text)}
    indonesian, malay = values[Language.INDONESIAN], values[Language.MALAY]
    return Confidence(
        english=values[Language.ENGLISH],
        by_code={
            "malay": indonesian + malay,
            "fil": values[Language.TAGALOG],
            "vi": values[Language.VIETNAMESE],
        },
        is_malay=malay > TIMES_INDONESIAN * indonesian,
    )


def by_script(text: str) -> str | None:
    """The language whose letters are a fifth of all letters, `th` included; None for Latin letters and Japanese."""
    counts = {code: len(pattern.findall(text)) for code, pattern in SCRIPTS.items()}
    code = max(counts, key=counts.__getitem__)
    others = sum(letter.isalpha() and not any(script.match(letter) for script in SCRIPTS.values()) for letter in text)
    if KANA.search(text) or not counts[code] or counts[code] < THAI_SHARE * (sum(counts.values()) + others):
        return None
    return code


def without_diacritics(word: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFD", word) if not unicodedata.combining(each))


def is_listed(word: str, code: Code) -> bool:
    """Whether a lower-case word is one that texts in that language have, and names and Thai in Latin letters hardly."""
    match code:
        case "malay":
            return word in MALAYIC
        case "fil":
            return word in TAGALOG
        case "vi":
            return without_diacritics(word) in VIETNAMESE_BARE or bool(ONLY_VIETNAMESE.search(word))


def common_words(text: str) -> list[str]:
    """The words in lower case, without capitalized words inside a sentence, which are names. In a text all in capitals
    every word counts."""
    found = list(WORD.finditer(text))
    if text.isupper():
        return [word[0].lower() for word in found]
    kept = []
    for word in found:
        lowered = word[0].lower()
        begins_sentence = not re.search(r"[^.!?:\n]\s*$", text[: word.start()])
        listed = word[0].istitle() and len(word[0]) > 3 and any(is_listed(lowered, code) for code in ("malay", "fil"))
        if word[0].islower() or (begins_sentence and word[0][1:].islower()) or (listed and not is_english(lowered)):
            kept.append(lowered)
    return kept


def is_vietnamese(text: str, words: list[str]) -> bool:
    """Whether two words bear Vietnamese diacritics, or the only word has a letter that no other language has."""
    if len(WORD.findall(text)) == 1:
        return bool(words and ONLY_VIETNAMESE.search(words[0]))
    marked = [word for word in words if MARKED.search(word)]
    english = sum(is_english(word) for word in words)
    few_english = english <= (1 - NOT_ENGLISH_SHARE) * len(words)
    return len(marked) > 1 and few_english and any(ONLY_VIETNAMESE.search(word) for word in marked)


def is_in(words: list[str], code: Code, confidence: Confidence) -> bool:
    """Whether enough of these words are listed for the language, and lingua agrees."""
    listed = {word for word in words if is_listed(word, code)}
    not_english = sum(word in listed or not is_english(word) for word in words)
    if not listed - AMBIGUOUS or not_english < NOT_ENGLISH_SHARE * len(words):
        return False
    sure = confidence.by_code[code]
    needed = 1 if len(words) <= SHORT_TEXT_WORDS or sure >= CERTAIN else 2
    needed += code == "vi"  # its syllables without diacritics occur in other languages too
    if len(listed) > len(words) / 2 and len(listed) >= SHORT_TEXT_WORDS:
        return len(listed) >= needed
    enough = CONFIDENCE_ALL_LISTED if len(listed) == len(words) else CONFIDENCE
    return len(listed) >= needed and sure >= enough and sure >= TIMES_ENGLISH * confidence.english


def in_latin_letters(text: str) -> str | None:
    """The language of a text in Latin letters: by its diacritics, or by listed words and lingua together."""
    words = common_words(text)
    if is_vietnamese(text, words):
        return "vi"
    if len(words) < 2:
        return None
    confidence = detect(" ".join(words))
    codes: tuple[Code, ...] = ("malay", "fil", "vi")
    likeliest = max(codes, key=lambda code: (sum(is_listed(word, code) for word in words), confidence.by_code[code]))
    if not is_in(words, likeliest, confidence):
        return None
    if likeliest != "malay":
        return likeliest
    return "ms" if detect(text).is_malay else "id"


def foreign_language(text: str) -> str | None:
    """The code of a message's language, a key of ANSWERED_IN_ENGLISH. None for Thai, English, a name, and in doubt.

    At least half of the words in Latin letters must not be English, so that an English question about a foreign name
    stays English. The first call that needs lingua loads it, which takes 0.4 s.
    """
    text = ADDRESS.sub(" ", unicodedata.normalize("NFC", text[:MAX_DETECTED]))
    found = by_script(text)
    return in_latin_letters(text) if found is None else None if found == "th" else found
