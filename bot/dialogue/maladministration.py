"""Which of the twelve forms of maladministration the words suggest; an officer decides.

Only what an officer or an office did counts; a broken road or a dry tap alone is none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from bot.dialogue.found import Found, found
from bot.dialogue.lexicon import words
from bot.dialogue.tokens import Tokens

_WHO = (
    r"(?:petugas|pegawai|oknum|kepala \S+|kepsek|lurah|camat|bupati|walikota|kades|guru|dokter"
    r"|perawat|bidan|satpam|staf|staff|pejabat|panitia|ketua|bendahara|operator|rt|rw|kasi|officer"
    r"|clerk|guard|teacher|polisi|sekdes|kadus|kaur|perangkat|bpn|dinas"
    r"|juru parkir|kantor|kelurahan|desa|sekolah|puskesmas|loket)"
)
_FEW = r"(?: \S+){0,4}? "
_MONEY = (
    r"(?:uang|bayar|bayaran|amplop|rokok|setoran|imbalan|pelicin|upeti|jatah|fee|tip|suap|sogok"
    r"|administrasi|rp|rupiah|ribu|juta|\d+(?:\.000)+|\d+rb|\d+jt|money|bribe)"
)
_RULES: Final[tuple[tuple[str, str], ...]] = (
    (
        "permintaan_imbalan",
        rf"\b(?:pungli|pungutan liar|dipalak|palak|dipungli|suap|disuap|sogok|sogokan|amplop|bribe"
        rf"|uang pelicin|uang rokok|memeras|diperas|pemerasan)\b"
        rf"|\b{_WHO}(?: \S+){{0,8}}? (?:minta|meminta|mintain|memungut|menarik|asked for|demanded)"
        rf"(?: \S+){{0,3}}? {_MONEY}"
        rf"|\b(?:diminta|dimintai|dipungut|ditarik|disuruh|harus|wajib)(?: \S+){{0,3}}? "
        rf"(?:uang|bayar|bayaran|setor|setoran|menyetor|rp|\d+\S* (?:ribu|juta)|\d+rb)"
        rf"|\b(?:tanpa|tidak (?:ada|diberi|dikasih|pakai)) (?:kuitansi|nota|struk|karcis"
        rf"|bukti bayar)"
        rf"|\b(?:minta|potong) {_MONEY}"
        rf"|\b(?:dipotong|memotong)(?: \S+){{0,3}}? {_MONEY}|\bdipotong (?:rt|rw|{_WHO})",
    ),
    (
        "perbuatan_melawan_hukum",
        r"\b(?:korupsi|dikorupsi|digelapkan|penggelapan|memalsukan|dipalsukan|pemalsuan|palsu"
        r"|melanggar hukum|melawan hukum|ilegal|fiktif|corruption)\b",
    ),
    (
        "pengabaian_kewajiban_hukum",
        r"\b(?:putusan|vonis|keputusan)(?: \S+){0,4}? (?:pengadilan|hakim|ptun|mahkamah|ombudsman)"
        r"(?: \S+){0,6}? (?:tidak|belum|diabaikan)"
        r"|\b(?:tidak|belum) (?:mau |juga |pernah )?(?:melaksanakan|menjalankan|mematuhi)"
        r"(?: \S+){0,3}? (?:putusan|undang-undang|perda|peraturan)",
    ),
    (
        "konflik_kepentingan",
        rf"\b(?:keluarga|saudara|keponakan|kerabat|famili|adik|kakak|ipar|menantu|anak|istri|suami"
        rf"|orang dekat|teman)(?:nya)? (?:dari )?(?:pak |bu |si )?{_WHO}\b"
        rf"(?: \S+){{0,6}}? (?:dapat|didahulukan|dimenangkan|menang|diterima|lolos|langsung)"
        rf"|\b(?:cuma|hanya)(?: \S+){{0,3}}? (?:keluarga|saudara|kerabat)\b"
        rf"|\b(?:keluarga|saudara|kerabat)nya sendiri\b|\bnepotisme\b|\bproyek(?: \S+){{0,6}}? "
        rf"(?:keluarga|saudara|anak|adik|ipar)(?:nya)? \S+",
    ),
    (
        "diskriminasi",
        r"\byang (?:datang|antre)(?: \S+){0,5}? (?:langsung|duluan|didahulukan|dilayani)"
        r"|\byang (?:kenal|mampu|kaya|punya)(?: \S+){0,4}? (?:dapat|didahulukan|langsung|duluan)"
        r"|\b(?:pilih-pilih|pilih kasih|dibeda-bedakan|dibedakan|membeda-bedakan|diskriminasi"
        r"|diskriminatif|tebang pilih)\b|\b(?:difabel|tunanetra|tuli|disabilitas)(?: \S+){0,5}? "
        r"(?:ditolak|tidak dilayani|dilewati|terlewat)"
        r"|\b(?:dipanggil|dilayani|diproses|masuk) (?:duluan|lebih dulu)\b"
        r"|\borang dalam(?: \S+){0,3}? (?:langsung|didahulukan|dilayani)",
    ),
    (
        "berpihak",
        r"\b(?:berpihak|memihak|berat sebelah|membela (?:pihak|salah)|lebih membela"
        r"|tidak netral)\b",
    ),
    (
        "penyalahgunaan_wewenang",
        rf"\b(?:sewenang-wenang|semena-mena|menyalahgunakan|penyalahgunaan)\b"
        rf"|\b{_WHO}{_FEW}(?:mengancam|memaksa|menyita|mengancam-ancam)\b"
        rf"|\b(?:mobil dinas|kendaraan dinas|dana desa|uang desa|aset desa)(?: \S+){{0,4}}? "
        rf"(?:pribadi|sendiri|keluarga)"
        rf"|\b(?:ditahan|disita)(?: \S+){{0,2}} {_WHO}\b|\bdiancam{_FEW}{_WHO}\b"
        rf"|\bdipaksa{_FEW}{_WHO}\b",
    ),
    (
        "tidak_patut",
        rf"\b{_WHO}{_FEW}(?:kasar|galak|judes|jutek|cuek|membentak|bentak|marah|marah-marah|tidur"
        rf"|menghina|merokok|main hp|ngobrol|tidak sopan|melecehkan|menampar|memukul"
        rf"|mencubit|rude|shouted)\b"
        rf"|\b(?:dibentak|dibentak-bentak|dimarahi|dihina|dimaki|dilecehkan|dicaci|dikatai)\b"
        rf"|\b(?:kasar|galak|judes|jutek|cuek){_FEW}{_WHO}\b",
    ),
    (
        "tidak_kompeten",
        r"\bsalah (?:ketik|nama|cetak|tulis|input|data|diagnosa|obat|suntik|tanggal)\b"
        r"|\bsalah (?:kasih|memberi|beri|pasang) "
        r"|\b(?:petugas|pegawai|dokter|operator|staf)(?: \S+){0,4}? (?:tidak (?:paham|mengerti|bisa"
        r" (?:menjelaskan|menjawab|mengoperasikan)|tahu)|bingung)"
        r"|\bnama(?: \S+){0,3}? (?:di|pada) (?:ktp|kk|akta)(?: \S+){0,3}? salah\b",
    ),
    (
        "penyimpangan_prosedur",
        r"\b(?:tidak sesuai|di luar|menyalahi|melanggar) (?:prosedur|aturan|ketentuan|sop|standar)"
        r"|\b(?:calo|lewat orang dalam|jalur belakang|dipingpong|dilempar-lempar|dilempar)\b"
        r"|\bsyarat(?:nya)?(?: \S+){0,4}? (?:tambahan|berubah-ubah|berubah|tidak tertulis)"
        r"|\b(?:nomor antre|antrean|nomor urut)(?: \S+){0,6}? (?:dilewati|terlewat|diserobot)"
        r"|\btidak ada (?:di |dalam )?aturan"
        r"|\bberkas(?: \S+){0,4}? (?:hilang|dihilangkan)\b",
    ),
    (
        "penundaan_berlarut",
        r"\b(?:berlarut|berlarut-larut|ditunda|ditunda-tunda|diulur|diulur-ulur|molor"
        r"|(?:menunggu|antre)(?: \S+){0,2} \d+ jam"
        r"|(?:sejak|dari)(?: \S+){1,3}? belum(?: juga)? (?:jadi|selesai|terbit|cair|diproses)"
        r"|sampai (?:sekarang|hari ini|saat ini)(?: \S+){0,3}? (?:belum|tidak)"
        r" (?:jadi|selesai|beres)"
        r"|tidak kunjung|bolak[- ]balik|disuruh balik|janji terus)\b"
        r"|\b(?:belum|tidak)(?: juga| pernah)? (?:jadi|jadi-jadi|selesai|terbit|diproses|dicetak"
        r"|keluar|turun|turun-turun|cair|cair-cair|ditindaklanjuti)(?: \S+){0,8}?"
        r" (?:hari|minggu|bulan|tahun)\b"
        r"|\b(?:hari|minggu|bulan|tahun|seminggu|sebulan|setahun)\b(?: \S+){0,7}? "
        r"(?:belum|tidak)(?: juga| pernah| ada)? (?:jadi|jadi-jadi|selesai|terbit|diproses"
        r"|dicetak|turun|cair|ditindaklanjuti|beres|kabar|jawaban)",
    ),
    (
        "tidak_memberikan_pelayanan",
        rf"\b(?:tidak (?:mau |pernah )?(?:dilayani|melayani|ditanggapi|dijawab|direspon|diurus"
        rf"|dibantu|diterima)|ditolak|diusir|diabaikan|dicuekin|menolak|refused|ignored)\b"
        rf"|\b(?:loket|kantor|puskesmas|pelayanan)(?: \S+){{0,5}}? (?:tutup|kosong)"
        rf"|\b{_WHO}(?: \S+){{0,2}}? (?:tidak|jarang) (?:ada|masuk|datang|di tempat)"
        rf"|\btidak ada (?:petugas|dokter|perawat|bidan|guru|pegawai)",
    ),
)
#: Without one of these words its rule cannot apply.
_GATES: Final = {
    "permintaan_imbalan": """pungli pungutan dipalak palak dipungli suap disuap sogok sogokan amplop
        bribe uang minta meminta mintain memungut menarik asked demanded diminta dimintai dipungut
        ditarik disuruh harus wajib kuitansi nota struk karcis bukti potong dipotong memotong
        memeras diperas pemerasan""",
    "perbuatan_melawan_hukum": """korupsi dikorupsi digelapkan penggelapan memalsukan dipalsukan
        pemalsuan palsu melanggar melawan ilegal fiktif corruption""",
    "pengabaian_kewajiban_hukum": """putusan vonis keputusan melaksanakan menjalankan mematuhi""",
    "konflik_kepentingan": """keluarga keluarganya saudara keponakan kerabat famili adik kakak ipar
        menantu anak istri suami dekat teman nepotisme proyek saudaranya kerabatnya""",
    "diskriminasi": """yang pilih-pilih pilih dibeda-bedakan dibedakan membeda-bedakan diskriminasi
        diskriminatif tebang difabel tunanetra tuli disabilitas dalam duluan lebih""",
    "berpihak": "berpihak memihak berat membela netral",
    "penyalahgunaan_wewenang": """sewenang-wenang semena-mena menyalahgunakan penyalahgunaan
        mengancam memaksa menyita mengancam-ancam dinas desa diancam dipaksa ditahan disita""",
    "tidak_patut": """kasar galak judes jutek cuek membentak bentak marah marah-marah tidur menghina
        merokok main ngobrol tidak melecehkan rude shouted dibentak dibentak-bentak dimarahi dihina
        dimaki dilecehkan dicaci dikatai
        menampar memukul mencubit""",
    "tidak_kompeten": "salah paham mengerti bisa tahu bingung",
    "penyimpangan_prosedur": """tidak luar menyalahi melanggar calo dalam belakang dipingpong
        dilempar dilempar-lempar syarat syaratnya nomor antrean berkas""",
    "penundaan_berlarut": """berlarut berlarut-larut ditunda ditunda-tunda diulur diulur-ulur molor
        sampai kunjung bolak-balik balik janji belum tidak
        menunggu antre""",
    "tidak_memberikan_pelayanan": """tidak jarang ditolak diusir diabaikan dicuekin menolak refused
        ignored loket kantor puskesmas pelayanan""",
}
_COMPILED: Final = tuple((slug, words(_GATES[slug]), re.compile(rule)) for slug, rule in _RULES)


def suggested(tokens: Tokens, said: frozenset[str], plain: str) -> tuple[str, Found] | None:
    """The form, and the words that suggest it."""
    said = said.union(word.partition("-")[0] for word in said if "-" in word)
    for slug, gate, rule in _COMPILED:
        if not said.isdisjoint(gate) and (match := rule.search(plain)):
            return slug, _words(tokens, match.start(), match.end())
    return None


def _words(tokens: Tokens, start: int, end: int) -> Found:
    """From places in the joined words to places in the text."""
    starts = _offsets(tokens.words)
    first = max(0, bisect_right(starts, start) - 1)
    last = max(first, bisect_right(starts, end - 1) - 1)
    return found(tokens, first, last, 0.6)


def _offsets(joined: Sequence[str]) -> list[int]:
    offsets, at = [], 0
    for word in joined:
        offsets.append(at)
        at += len(word) + 1
    return offsets
