"""What the writer asks for, in so many words."""

from __future__ import annotations

from bot.dialogue.found import Found, breaks, found
from bot.dialogue.lexicon import FILLERS, GREETINGS, words
from bot.dialogue.tokens import BREAKS, Tokens

_ASKS = words(
    """tolong mohon minta harap please berharap nyuwun harapan permintaan meminta memohon menuntut
    tuntut kindly bermohon nyuhunkeun tulungin pinta demand request"""
)
_HOPES = words("semoga moga-moga mudah-mudahan hope")
#: "agar ditindak" asks, "biar cepat" and "supaya jadi" tell what a bribe was for.
_SO_THAT = words("supaya agar biar")
_ENDS = frozenset(".!?;\n")
#: "petugas minta uang" and "disuruh minta surat" tell of a request, they make none.
_OWN_BEFORE = FILLERS | words(
    """saya kami mau ingin cuma hanya dan jadi makanya sekarang hanya tetapi untuk itu karena i
    sekeluarga warga dengan ini maka"""
)
_OWN_ONLY = words("minta meminta menuntut tuntut pinta demand request")
_EMPTY_AFTER = words(
    "ada sewu pangapunten maaf uang duit tip rokok jatah setoran bayaran imbalan izin ijin"
)
#: "mau minta surat pengantar" tells what one came for.
_PAPERS = words(
    """surat ktp kk akta rujukan legalisir cap stempel tanda domisili sktm obat pengantar skck
    formulir cetak blanko"""
)
_OWN_PEOPLE = words("saya kami jadi makanya untuk itu karena")
#: What offices ask of people, not people of offices.
_TOLD_TO_WAIT = words(
    "sabar bersabar menunggu tunggu ditunggu maklum dimaklumi antre datang kembali"
)
_GIVEN_BACK = words("kembali dikembalikan balik back")
_NAMED_ASKS = words("harapan permintaan tuntutan saran usul")
_FILLING = (
    FILLERS
    | GREETINGS
    | words("tolong mohon minta harap dengan sangat hormat bantuan bantu agar untuk")
)
#: What is only asked of others.
_COMMANDS = words(
    """perbaiki kembalikan kembaliin balikin balikan tindak tindaklanjuti periksa cek kirim
    kirimkan ganti pasang angkut bersihkan bersihin aspal pecat copot usut proses
    selesaikan percepat tertibkan tegur bantu bantuin beresin hentikan stop jangan awasi evaluasi
    pindahkan sanksi tangkap
    jelaskan perhatikan cairkan terbitkan keluarkan hapus blokir keruk tebang nyalakan hidupkan
    cabut batalkan balikkan kembalikanlah tolonglah benerin benahin betulin urusin
    alirkan bagikan salurkan berikan berantas atasi tutup bongkar sediakan lindungi kasihani kerjain
    buatkan carikan fix repair investigate return refund send stop check clean give help replace
    punish remove explain respond turunkan segerakan benahi tambal sidak audit mutasi hukum usir
    datangkan semprot fogging pikirkan tanggapi respon respons gratiskan kasih"""
)
_BEFORE_COMMANDS = FILLERS | words(
    "segera cepat ayo coba lekas dan lalu agar supaya mending harusnya tolonglah to just then and"
)
#: The asking is theirs who are quoted.
_SAYING = words(
    "bilang katanya kata jawab jawabnya jawabannya ngomong alasannya dijawab disuruh cuma"
)
_DONG = words("dong donk atuh")
_PRICE = words("bayar uang ribu juta diminta minta disuruh rupiah suap amplop setor")
_MOST = 30
_LONG_ENOUGH = 5


def request(tokens: Tokens) -> Found | None:
    """The first clause that asks for something, to the end of its sentence."""
    words = tokens.words
    for at, word in enumerate(words):
        if word in _ASKS and _asks(words, at) and (hit := _clause(tokens, at, 0.8)):
            return hit
        if word in _COMMANDS and _commands(words, at) and (hit := _clause(tokens, at, 0.7, 0)):
            return hit
    for at, word in enumerate(words):
        wish = word in _HOPES or (word in _SO_THAT and _is_wish(words, at))
        if wish and (hit := _clause(tokens, at, 0.5)):
            return hit
    return _wanted(tokens) or _bare(tokens)


def _asks(words: tuple[str, ...], at: int) -> bool:
    word, before = words[at], words[at - 1] if at else ""
    after = words[at + 1] if at + 1 < len(words) else ""
    if (after in _EMPTY_AFTER or after[:1].isdigit()) and not _GIVEN_BACK.intersection(
        words[at : at + 6]
    ):
        return False
    papers = word in ("minta", "meminta") and after in _PAPERS and before not in _OWN_PEOPLE
    if papers and not _done_to(words[at : at + 9]):
        return False
    if (word == "tolong" and before == "minta") or _quoted(words, at):
        return False  # "minta" has spoken for both
    if after in _TOLD_TO_WAIT and before not in ("saya", "kami"):
        return False
    if word in _NAMED_ASKS:
        return after in ("saya", "kami", ":", "adalah") or before in ("dengan", "ada")
    return word not in _OWN_ONLY or before in _OWN_BEFORE or breaks(words, at - 1)


def _quoted(words: tuple[str, ...], at: int) -> bool:
    """ "petugas bilang tolong datang besok" is the officer's wish."""
    for back in range(at - 1, max(-1, at - 4), -1):
        if words[back] in _ENDS or words[back] in ("saya", "kami"):
            return False
        if words[back] in _SAYING:
            return True
    return False


def _commands(words: tuple[str, ...], at: int) -> bool:
    """ "segera perbaiki jalan", "kembalikan uang saya", "usut dong"; not "mau perbaiki kk"."""
    before, after = words[at - 1] if at else "", words[at + 1] if at + 1 < len(words) else ""
    if _quoted(words, at) or after in ("?", "kah"):
        return False
    if before in _BEFORE_COMMANDS and not _follows_story(words, at):
        return True
    if words[at] in _NOT_ALONE:
        return after in _DONG
    if at == 0 and words[at] in _STORIES:
        return False
    return breaks(words, at - 1) and not (at and words[at - 1] == "," and after in ("", ","))


#: These also begin a story: "tutup dari pagi", "kasih uang dulu".
_NOT_ALONE = words(
    """cabut batalkan urusin aspal tutup kasih ganti proses angkut stop give hukum help to respon
    respons bantu copot"""
)


#: At the very beginning these tell: "periksa mata di RSUD", "cabut gigi disuruh bayar".
_STORIES = words("periksa cek cabut ganti pasang kirim urusin proses")


def _follows_story(words: tuple[str, ...], at: int) -> bool:
    """ "petugas datang lalu tutup pintu" goes on with what happened."""
    return words[at - 1] in ("dan", "lalu", "then", "and") and words[at] in _NOT_ALONE


def _is_wish(words: tuple[str, ...], at: int) -> bool:
    """ "agar segera ditindak", and nobody paid for it."""
    after = words[at + 1] if at + 1 < len(words) else ""
    if not _PRICE.isdisjoint(words[max(0, at - 6) : at]):
        return False
    done = after.startswith("di") and len(after) > 4
    return done or after in ("segera", "cepat", "lebih", "ada", "tidak", "petugas", "pemerintah")


def _wanted(tokens: Tokens) -> Found | None:
    """ "diperbaiki dong", "saya ingin uang kembali", "i want my money back"."""
    words = tokens.words
    for at, word in enumerate(words):
        if word in _PASSIVE and _asked_at(words, at):
            return _clause(tokens, at, 0.5, 0)
        if word in _BIDDING and _bids(words, at):
            return _clause(tokens, at, 0.5)
        if word in _DONG and at and words[at - 1].startswith("di") and len(words[at - 1]) > 5:
            return found(tokens, at - 1, at, 0.6)
        ours = at > 0 and words[at - 1] in ("saya", "kami", "i", "we")
        if ours and word in ("ingin", "mau", "want") and _done_to(words[at + 1 : at + 7]):
            return _clause(tokens, at, 0.5)
        if words[at : at + 2] in _CAN_YOU or words[at : at + 2] in _BE_DONE:
            return _clause(tokens, at, 0.5)
        if words[at : at + 2] in _MINE and (hit := _clause(tokens, at, 0.6)):
            return hit
    return None


def _done_to(behind: tuple[str, ...]) -> bool:
    """ "uang saya kembali", "perawat itu ditegur"; "diobati di sana" is the writer's own way."""
    last = next((at for at, word in enumerate(behind) if word in BREAKS), len(behind))
    passive = any(word.startswith("di") and len(word) > 5 for word in behind[1:last])
    own = behind[:1] and (behind[0].startswith("di") or behind[0] in _OWN_WAY)
    return not _GIVEN_BACK.isdisjoint(behind) or (passive and not own)


_OWN_WAY = words(
    "urus mengurus minta membuat buat ambil ke lapor tanya berobat bayar beli daftar cek"
)
#: Said without more, at the beginning of a clause: "dibantu ya pak", "tabe dicek ki".
_PASSIVE = words(
    """dibantu dicek diperbaiki ditindak ditindaklanjuti diproses diangkut dipasang dibenahi diatasi
    diperiksa diusut ditertibkan dikerjakan dibersihkan diaspal ditegur"""
)
_TAG = words("ya ki lah pak bu min kak dong segera atuh")
#: "suruh dia balikin", "mangga dipariksa": asked of the office, in another tongue or of another.
_BIDDING = words("mangga monggo nyuwun nyungkeun suruh ayo sila silakan mugi")


def _asked_at(words: tuple[str, ...], at: int) -> bool:
    led = breaks(words, at - 1) or words[at - 1] in ("tabe", "segera", "lekas")
    behind = words[at + 1] if at + 1 < len(words) else ""
    return led and (behind in _TAG or words[at - 1] == "tabe")


def _bids(words: tuple[str, ...], at: int) -> bool:
    """ "suruh dia balikin pak", but not "petugas suruh saya pulang"."""
    if not breaks(words, at - 1) or _quoted(words, at):
        return False
    behind = words[at + 1 : at + 4]
    return any(word in _COMMANDS or (word[:2] == "di" and len(word) > 4) for word in behind)


_CAN_YOU = {("can", "you"), ("could", "you"), ("would", "you")}
_BE_DONE = {("segera", "diperbaiki"), ("segera", "ditindak"), ("segera", "ditindaklanjuti")}
_MINE = {("saran", "saya"), ("usul", "saya"), ("saran", "kami"), ("tuntutan", "kami")}


def _bare(tokens: Tokens) -> Found | None:
    """ "tlg pak" behind a story asks for what anybody would ask; alone it announces one."""
    words = tokens.words
    for at in range(len(words) - 1, _LONG_ENOUGH, -1):
        if words[at] in ("tolong", "please", "mohon") and not _quoted(words, at):
            asked = words[at - 1] == "minta" and words[at - 2] not in ("sudah", "pernah", "petugas")
            if words[at - 1] != "minta" or asked:
                first = at - 1 if asked else at
                return found(tokens, first, at, 0.4) if _rest(words, at) else None
    return None


def _rest(words: tuple[str, ...], at: int) -> bool:
    """Does nothing but politeness follow, so that it is no story of a request?"""
    behind = words[at + 1 : at + 5]
    last = next((i for i, word in enumerate(behind) if word in _ENDS), len(behind))
    return all(not word[0].isalpha() or word in _FILLING for word in behind[:last])


def _clause(tokens: Tokens, at: int, confidence: float, least: int = 1) -> Found | None:
    last, told = at, 0
    while last + 1 < len(tokens.words) and last - at < _MOST:
        word = tokens.words[last + 1]
        if word in _ENDS or (word == "," and told > 1):
            break
        told += word not in _FILLING and word != ","
        last += 1
    return found(tokens, at, last, confidence) if told >= least else None
