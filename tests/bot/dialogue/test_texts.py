"""Every sentence that leaves the house, held against the rules of tone."""

from __future__ import annotations

import re
import string
from datetime import UTC, date, datetime
from itertools import chain

import pytest

from bot.casework.lifecycle import MOVES
from bot.casework.words import Protection, State
from bot.dialogue import notices
from bot.dialogue.desk import KEY_MARK
from bot.dialogue.secrecy import TYPED
from bot.dialogue.texts import LANGUAGES, Texts
from bot.dialogue.words import PHRASES
from tests.bot.dialogue.stage import MAIL, SMS, SUKAJAYA, WHATSAPP, Stage

TEXTS = Texts.load()
EVERY = [
    (language, key, form, wording.marked)
    for language in LANGUAGES
    for (key, form), wording in TEXTS.wordings[language].items()
]
NEVER = {
    "id": r"PIN|input|tidak valid|gagal|error|wajib|dimohon|silahkan|bersabar|sabar|pasti"
    r"|segera|Anda|kamu|Kak",
    "en": r"PIN|input|invalid|failed|error|must|patient|patience|certainly|surely|guarantee"
    r"|immediately|asap",
    "jv": r"PIN|input|tidak valid|gagal|error|wajib|sabar|sareh|mesthi|mesti|tamtu|temtu|pasti"
    r"|segera|enggal-enggal|gage|age-age|kedah|Anda|kamu|Kak",
}
#: An office that answers in ngoko insults.
NGOKO = (
    r"aku|kowe|sampeyan|ora|wis|wes|durung|arep|iso|iki|kuwi|opo|sopo|piye|nang|ning|saka|karo|lan"
    r" liya|omah|dalan|banyu|duwit|njaluk|kirim|tulis|kabeh|akeh|sing|iku|tak|wong|teka|mangan"
    # one spelling throughout, and nothing that honours the speaker
    r"|punika|punapa|boten|saha|kula (?:mboten )?(?:ngagem|paring|kersa|rawuh|ngendika)"
)
GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
#: As long as they come in real life, so that a text that fits here fits there.
SAMPLES = {
    "number": "K7F3-9QX",
    "typed": "K7F3-9QX",
    "other": "K7F3-9QX",
    "key": "482913",
    "address": "Jalan Melati 1, Sukajaya",
    "stamp": "25/12/26 09.14",
    "date": "28/12",
    "officer": "Rina",
    "short_name": "Kec. Margahayu Utara",
    "count": 3,
    "cases": "K7F3-9QX (kunci 482913), 1W95-1T0 (kunci 482913)",
    "story": "Lampu mati",
    "office": "Kelurahan Sukajaya",
    "phone": "022-5550117",
    "hours": "Sen-Jum 08-15",
    "stage": "diterima, sedang dibaca petugas",
    "word": "KEBERATAN",
    "emergency": "112 atau 119",
    "remedies": "Ombudsman RI 137",
    "way": "WhatsApp ini",
    "to": "Dinas PU Kota",
    "limit": "20",
    "missing": "apa yang terjadi, alamat",
    "text": "Lampu sudah menyala.",
    "words": "Lampu sudah menyala.",
}


def params(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.?!:;])\s+|\n+", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_stands_in_every_language_in_the_same_forms(language):
    assert set(TEXTS.wordings[language]) ^ set(TEXTS.wordings["id"]) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_takes_the_same_facts_in_every_language(language):
    for key, wording in TEXTS.wordings["id"].items():
        assert params(wording.marked) == params(TEXTS.wordings[language][key].marked), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_goes_out_that_hurts_or_promises(language):
    never = re.compile(rf"\b(?:{NEVER[language]})\b", re.IGNORECASE)
    said = [(key, form, text) for tongue, key, form, text in EVERY if tongue == language]
    assert [row for row in said if never.search(row[2])] == []


def test_nobody_is_asked_for_an_illness_an_age_or_a_disability():
    """Who needs help is read out of the words; asking would insult."""
    asked = [
        (language, key, sentence)
        for language, key, _, text in EVERY
        for sentence in sentences(text)
        if sentence.endswith("?") and _FRAIL.search(sentence)
    ]
    assert asked == []


_FRAIL = re.compile(
    r"\b(?:tunanetra|netra|buta|tuli|tunarungu|lansia|usia|umur|hamil|menyusui|difabel|disabilitas"
    r"|sakit|penyakit|cacat|wuta|budheg|yuswa|mbobot|gerah|blind|deaf|disab\w+|elderly|pregnan\w+"
    r"|ill|old are)\b",
    re.IGNORECASE,
)


def test_javanese_is_krama():
    ngoko = re.compile(rf"\b(?:{NGOKO})\b", re.IGNORECASE)
    ours = [
        (key, hits)
        for language, key, _, text in EVERY
        if language == "jv" and (hits := set(ngoko.findall(_OTHER_TONGUES.sub("", text))))
    ]
    assert ours == []


#: How one gets back out of Javanese is said in the languages one gets to.
_OTHER_TONGUES = re.compile(r"Untuk Bahasa Indonesia, kirim INDONESIA")


def test_a_citizen_of_every_language_is_told_the_same_words_to_send():
    def capitals(language, key, form):
        return set(re.findall(r"\b[A-Z]{4,}\b", TEXTS.wordings[language][key, form].plain))

    for key, form in TEXTS.wordings["id"]:
        ours, theirs = capitals("id", key, form), capitals("jv", key, form)
        yes = {"NGGIH", "ENGLISH", "INDONESIA", "JAWA", "LENGKAP", "JANGKEP"}
        assert ours ^ theirs <= yes, key


def test_the_office_sends_no_emoji():
    assert [row for row in EVERY if any(ord(sign) > 0x2100 for sign in row[3])] == []


def test_no_sentence_is_longer_than_twenty_two_words():
    long = [
        (language, key, sentence)
        for language, key, _, text in EVERY
        for sentence in sentences(text)
        if len(sentence.split()) > 22
    ]
    assert long == []


def test_a_text_leaves_room_for_a_story_in_the_narrowest_chat():
    """WhatsApp carries 1,024 characters above its buttons, and a story may be 320 of them."""
    filled = [
        (
            language,
            key,
            text.format_map({name: SAMPLES.get(name, "x" * 12) for name in params(text)}),
        )
        for language, key, form, text in EVERY
        if form == "chat"
    ]
    assert [row for row in filled if len(row[2]) > 1024 - 320] == []


def test_a_button_has_at_most_twenty_characters():
    assert [row for row in EVERY if row[1].startswith("button.") and len(row[3]) > 20] == []


def test_an_sms_is_one_segment_of_gsm_seven():
    for language, key, form, text in EVERY:
        if (form == "sms" or key.startswith("sms.")) and not TEXTS.has(f"{key}_brief"):
            filled = text.format_map(SAMPLES | {"day": 1, "month": 1, "year": 26, "time": "9.14"})
            assert len(filled) <= 160, (language, key, len(filled), filled)
            assert set(filled) <= GSM, (language, key, set(filled) - GSM)


def test_every_move_of_the_lifecycle_has_its_text():
    pushed = {move.message for move in MOVES} - {"", "receipt"}
    also = {"status_received", "status_delivered", "reply_from_officer", "news_knock"}
    assert [key for key in pushed | also if not TEXTS.has(key)] == []


@pytest.mark.parametrize("line", [WHATSAPP, SMS, MAIL])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_notice_can_be_written_for_every_line(line, language):
    stage = Stage(line)
    stage.says("lampu jalan di jl mawar mati sejak kemarin, tolong diperbaiki")
    for move in MOVES:
        if move.message not in ("", "receipt"):
            say = notices.push(TEXTS, SUKAJAYA, line, language, stage.case, move.message)
            assert stage.case.number in say.text
            assert "{" not in say.text


def test_a_protected_case_only_hears_that_there_is_news():
    stage = Stage()
    stage.says("RAHASIA")
    stage.says("kepala seksi minta setoran 10 persen tadi pagi")
    assert stage.case.protection is Protection.RAHASIA
    say = notices.push(TEXTS, SUKAJAYA, WHATSAPP, "id", stage.case, "status_decided", text="isi")
    assert say.text == "Ada kabar untuk K7F3-9QX. Balas BACA bila aman."
    assert [button.title for button in say.buttons] == ["Baca kabar"]


def test_a_result_brings_its_two_answers_along():
    stage = Stage()
    stage.says("lampu jalan di jl mawar mati, tolong diperbaiki")
    stage.stands(State.DECIDED)
    facts = {"text": "Lampu sudah menyala.", "date": date(2026, 1, 29)}
    say = notices.push(TEXTS, SUKAJAYA, WHATSAPP, "id", stage.case, "status_decided", **facts)
    assert say.text.startswith("*Hasil laporan K7F3-9QX*\n\nLampu sudah menyala.")
    assert "sampai Kamis 29 Januari" in say.text
    assert [b.title for b in say.buttons] == ["Sudah beres", "Belum selesai"]


def test_days_and_hours_are_written_as_people_say_them():
    moment = datetime(2026, 1, 8, 2, 14, tzinfo=UTC)
    assert TEXTS.day("id", date(2026, 1, 8)) == "Kamis, 8 Januari 2026"
    assert TEXTS.day("id", date(2026, 1, 8), year=False) == "Kamis 8 Januari"
    assert TEXTS.day("en", date(2026, 1, 8)) == "Thursday, 8 January 2026"
    assert TEXTS.day("jv", date(2026, 1, 9)) == "Jemuwah, 9 Januari 2026"
    assert TEXTS.time("id", moment, "Asia/Jakarta") == "09.14 WIB"
    assert TEXTS.time("id", moment, "Asia/Makassar") == "10.14 WITA"
    assert TEXTS.time("id", moment, "Asia/Jayapura") == "11.14 WIT"


def test_the_day_is_that_of_the_office_and_not_of_greenwich():
    night = datetime(2026, 1, 4, 18, 0, tzinfo=UTC)
    assert TEXTS.moment("id", night, "Asia/Jakarta") == "Senin, 5 Januari 2026, pukul 01.00 WIB"


def test_a_language_that_we_lack_is_answered_in_indonesian():
    assert TEXTS.say("su", "button.yes") == TEXTS.say("id", "button.yes")


def test_stars_are_sent_only_where_they_make_letters_bold():
    bold = TEXTS.say("id", "secrecy.kept", number="K7F3-9QX", bold=True)
    assert bold == "Ceritanya sudah tersimpan dengan nomor *K7F3-9QX*."
    assert "*" not in TEXTS.say("id", "secrecy.kept", number="K7F3-9QX")


def test_a_brace_in_what_somebody_wrote_stays_a_brace():
    said = TEXTS.say("id", "receipt.understood", story="{number} {0}")
    assert said == "Yang kami tangkap: {number} {0}"


def test_the_kunci_is_a_mark_in_the_text_and_never_digits():
    stage = Stage()
    stage.says("lampu jalan di jl mawar mati")
    stored = stage.sent[0].text
    assert KEY_MARK in stored
    assert not re.search(r"\b\d{6}\b", stored)


_TOLD = "(?:tulis|kirim|SMS|send|Balas|Reply|reply|or|atau|[Ss]erat|kintun|utawi|balas|tembung)"


def test_every_word_in_capitals_that_we_tell_is_a_word_we_understand():
    known = set(PHRASES) | set(TYPED) | {"lewati", "ya", "tidak", "skip", "yes", "no", "nggih"}
    told = {
        word.strip("*.")
        for word in chain.from_iterable(
            re.findall(rf"{_TOLD} \*?([A-Z]{{3,}}(?: [A-Z]{{4,}})*)", text) for *_, text in EVERY
        )
    }
    assert {
        word for word in told if word.lower() not in known and word not in ("OTP", "PDF")
    } == set()
