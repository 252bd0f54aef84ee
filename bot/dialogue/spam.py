"""What nobody meant for this office: advertising, lotteries, loans, chain letters, gibberish.

Whoever tells of such a thing, as its victim or its neighbour, reports; an insult is no spam.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from bot.dialogue.lexicon import KNOWN, OFFICIALS, words
from bot.dialogue.tokens import Tokens


def spam(cut: Tokens, said: frozenset[str], plain: str) -> bool:
    """One sign that stands for itself, two that may mean anything, or no word at all."""
    if gibberish(cut):
        return True
    if not said.isdisjoint(_TOLD_OF):
        return False
    if not said.isdisjoint(_SOLD) and _SURE.search(plain):
        return True
    if not said.isdisjoint(OFFICIALS):
        return False
    if len(said & _HAWKED) > 1 and said.isdisjoint(_HONEST):
        return True
    return sum(sign.search(plain) is not None for sign in _SIGNS) > 1


def gibberish(cut: Tokens) -> bool:
    """Keys struck at random: no word that anybody knows, and one that nobody could say."""
    spoken = [word for word in cut.words if word[0].isalnum()]
    if not spoken or len(spoken) > _MOST_STRUCK or not KNOWN.isdisjoint(spoken):
        return False
    struck = sum(_STRUCK.search(word) is not None or _unsaid(word) for word in spoken)
    return struck * 2 >= len(spoken)


def _unsaid(word: str) -> bool:
    """Letters follow one another as they do in no word that is known."""
    return (
        word.isalpha()
        and len(word) > _SHORT
        and sum(pair not in _SAID for pair in pairwise(word)) > 1
    )


_SHORT = 5
_SAID: Final = frozenset(pair for word in KNOWN for pair in pairwise(word))


_MOST_STRUCK = 12
_STRUCK: Final = re.compile(
    r"^(?!(?:wk|kw|ha|he|hi|xi|hu)+\w?$)(?:[^\W\d_]*[bcdfghjklmnpqrstvwxyz]{5}[^\W\d_]*"
    r"|([^\W\d_]{2,3})\1{2,}\w?|asd\w*|qwe\w*|zxc\w*|([^\W\d_]{3})\2)$"
)
_TOLD_OF: Final = words(
    """ditipu tertipu penipuan menipu meresahkan resah mengatasnamakan ditindak ditertibkan lapor
    melaporkan laporkan melapor dilaporkan korban terjerat diteror teror scam dibubarkan digerebek
    razia petugas oknum"""
)
_SOLD: Final = words(
    """slot gacor maxwin rtp togel casino poker jackpot pinjaman pinjol kredit dana modal undian
    pemenang hadiah menang memenangkan promo diskon cashback kirim kirimkan sebarkan sebar teruskan
    forward bagikan share followers follower subscribe obat vitamin pelangsing pesugihan dukun
    gratis jasa investasi profit trading bitcoin crypto forex penghasilan reseller dropship loan
    lottery winner prize congratulations loker order jual dijual terpilih klik viagra collagen
    endorse giveaway add join pulsa gadai agen distributor saldo kaget kuota
    menjual menyediakan melayani dp cicilan sedot servis service sewa rental
    depo deposit wd withdraw bosku meneruskan barangsiapa paket resi bea saldo voucher tebus grosir
    undangan apk otp va rekening token
    lowongan member komisi glowing pemutih herbal peninggi properti kavling rumah villa tiket travel
    umroh les kursus bunda sis follow subscribe airdrop token chip parlay bola taruhan"""
)
#: Two of these cry a ware, where nobody asks, tells of himself, or says no.
_HAWKED: Final = words(
    """promo murah diskon hub minat berminat klik modal pinjaman pinjol situs judi slot togel hadiah
    undian pemenang bonus order kuota cashback voucher ready preorder join gabung terpercaya gratis
    cuan gacor jackpot bergaransi garansi termurah grosir agen reseller endorse
    followers jasa testimoni original ori cod ongkir katalog terbatas stok cicil emas survey
    jutaan bisnis dana kredit cicilan dp"""
)
_HONEST: Final = words(
    """saya kenapa mengapa kapan tolong mohon tidak belum bagaimana apa apakah berapa usul saran
    lapor kelurahan desa sekolah puskesmas bansos warga kok habis harusnya"""
)
_SURE: Final = re.compile(
    r"\b(?:slot gacor|gacor|maxwin|situs (?:slot|judi|togel)|link alternatif|bonus new member"
    r"|pesugihan|dana gaib|obat kuat|obat pembesar|viagra)\b"
    r"|\. ?apk\b|\brekening aman\b|\bpindahkan (?:dana|uang|saldo)\b|\bisi data(?: \S+){0,3} otp\b"
    r"|\b(?:denda|biaya|transfer|bayar)\b(?: \S+){0,6} (?:va|virtual account)\b"
    r"|\b(?:token|pulsa|kuota|voucher) gratis\b|\bpelanggan pertama\b"
    r"|\b(?:pinjaman|kredit|dana|loan|modal)\b(?: \S+){0,8} (?:tanpa (?:jaminan|agunan|bi)"
    r"|cepat cair|langsung cair"
    r"|bunga (?:rendah|ringan)|proses cepat|cair (?:dalam |\d)|low interest"
    r"|no collateral)"
    r"|\b(?:menawarkan|tawarkan) (?:\S+ )?(?:pinjaman|kredit|dana|modal)\b"
    r"|\b(?:pinjol|pinjaman online)(?: \S+){0,5} (?:cepat|mudah|cair)"
    r"|\b(?:pemenang|menang|memenangkan|mendapatkan|terpilih|winner|won)\b(?: \S+){0,8}"
    r" (?:undian|hadiah|mobil|juta|grand|prize|lottery|poin)"
    r"|\b(?:undian|lottery)\b(?: \S+){0,6} (?:berhadiah|pin|pemenang|hadiah|winner)"
    r"|\b(?:kirim\w*|sebar\w*|teruskan|forward|bagikan|share)(?: \S+){0,4} (?:ke|kepada|to)"
    r"(?: \S+){0,4} (?:orang|teman|teman-teman|kontak|grup|group|saudara|people|friends)"
    r"|\b(?:jual|beli|tambah) (?:followers?|subscriber)\b"
    r"|\b(?:diskon|promo|cashback)\b(?: \S+){0,12} (?:order|pesan|beli|wa\b|hubungi|klik|stok|hanya"
    r"|s d|\d+|%)"
    r"|\b(?:jasa|melayani|menyediakan|kami menjual)\b(?: \S+){0,10} (?:hubungi|hub|wa\b|order|pesan"
    r"|murah|bergaransi|harga)"
    r"|\b(?:investasi|trading|forex|bitcoin|crypto)\b(?: \S+){0,8} (?:profit|untung|keuntungan|%"
    r"|modal|pasti|gabung|return)"
    r"|\b(?:penghasilan|kerja)\b(?: \S+){0,6} (?:dari rumah|per hari|juta)(?: \S+){0,8}"
    r" (?:klik|wa\b|hubungi|daftar|link)"
    r"|\b(?:dp|cicilan) (?:ringan|murah|0|mulai)\b"
    r"|\b(?:depo|deposit|wd)\b(?: \S+){0,8} (?:bonus|dapat|link|menang|cepat|member|pasti|daftar)"
    r"|\b(?:meneruskan|menyebarkan|mengirim|membagikan|kirim|sebar)(?: \S+){0,4} (?:ke|kepada)"
    r" \d+ (?:\S+)|\b(?:paket|akun|rekening|saldo|hadiah|voucher)\b(?: \S+){0,10} (?:http|https"
    r"|bit|klik|link)\b|\b(?:sedot wc|servis ac|service ac|jasa seo|sewa tenda|rental mobil|badut"
    r" ulang)\b(?: \S+){0,12}"
    r"|\blowongan\b(?: \S+){0,16} (?:gaji|dm|wa\b|hubungi|minat|kirim|admin)\b"
    r"|\b(?:pinjaman|dana|kredit)\b(?: \S+){0,6} (?:tanpa|survey|survei|cair|jt|juta)\b"
    r"|\bgadai\b(?: \S+){0,8} (?:cair|proses|menit|cepat)\b"
    r"|\bobat (?:herbal|kuat|kurus|pelangsing|diabetes)\b(?: \S+){0,10} (?:ampuh|testimoni|efek)"
    r"|\b(?:akun|skin|diamond|ml|ff)\b(?: \S+){0,4} (?:murah|lengkap|ready)\b"
    r"|\b(?:semua|seluruh) (?:kontak\w*|grup|teman)\b"
    r"|\b(?:add|join|follow) (?:my|me|us|our)\b|\bpulsa(?: \S+){0,4} (?:murah|agen|operator)\b"
    r"|\b(?:dana|saldo|kuota)(?: \S+){0,3} (?:gratis|kaget)\b(?: \S+){0,8}"
    r"|\b(?:agen|distributor|reseller)\b(?: \S+){0,6} (?:gratis|dibutuhkan|daftar|dicari)\b"
    r"|\b(?:parlay|taruhan bola|judi online|chip domino|bonus deposit|new member)\b"
    r"|\b(?:sewa|rental|jual|les|travel|kavling|villa|tiket|servis|service)\b(?: \S+){0,10}"
    r" (?:hubungi|wa\b|murah|minat|promo|harga|mulai|order|booking|nego|shm)\b"
)
#: Each may be in an honest message; two of them hardly are.
_SIGNS: Final = tuple(
    re.compile(sign)
    for sign in (
        r"\b(?:https?|bit \. ly|t \. me|wa \. me|www)\b|\. (?:com|xyz|site|vip|shop|ly|me)\b",
        r"\b(?:promo|diskon|cashback|gratis ongkir|voucher|bonus|giveaway|murah meriah|harga mulai"
        r"|ready stok|ready stock|terlaris|best seller|grosir|cod|dijual|jual|open order)\b",
        r"\b(?:order|pesan sekarang|beli sekarang|klik|hubungi wa|minat|berminat|daftar sekarang"
        r"|buruan|segera hubungi|info lebih lanjut|chat wa|join|gabung|click)\b",
        r"\b(?:undian|pemenang|jackpot|hadiah|menang|prize|winner|transfer biaya)\b",
        r"\b(?:pinjaman|pinjol|tanpa agunan|tanpa jaminan|dana tunai|kta|bunga)\b",
        r"\b(?:keuntungan|profit|passive income|penghasilan tambahan|modal kecil)\b",
        r"\b(?:viralkan|jangan putus|jangan berhenti di kamu|copas|hoaks|azab|rezeki lancar)\b",
    )
)
