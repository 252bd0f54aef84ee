"""What a short message is taken for, by who sent it and by its words alone."""

from __future__ import annotations

import re
from typing import Final

from channels.base import InboundKind


def kind(phone: str, text: str) -> InboundKind:
    """`phone` is the sender's number in E.164, "" for a short code or a name."""
    if is_code(text) and (not phone or is_only_code(text)):
        return "code"
    return "citizen" if phone else "system"


def is_code(text: str) -> bool:
    """Whether a one-time code stands in it, under a name that such codes have."""
    return bool(_NAMED.search(text) and _CODE.search(text))


def is_only_code(text: str) -> bool:
    """Whether it is a one-time code as machines send it, and nobody's own words besides."""
    if len(text) > _LONGEST or _TRACKING.search(text):
        return False
    if _OWN_WORDS.search(_WARNED_OF.sub("", text)):
        return False
    return is_code(text) and bool(_FIRST.search(text) or _WARNING.search(text))


def balance(text: str) -> int | None:
    """The rupiah that are left on the SIM, as the operator's notice tells it."""
    told = _BALANCE.search(text)
    if told is None:
        return None
    amount = _CENTS.sub("", told["amount"])
    rupiah = int(re.sub(r"[.,]", "", amount))
    return rupiah * 1000 if told["thousands"] else rupiah


_LONGEST: Final = 320
#: Four to eight digits, also in two halves, also behind a letter of the sender's.
_CODE: Final = re.compile(
    r"(?<![\d.,+])(?:[A-Z]-)?(?:\d{3}[- ]\d{3}|\d{4,8})(?![\d]|[.,]\d)", re.ASCII
)
_NAMED: Final = re.compile(
    r"""\b(?:
        otp | o\.t\.p | passcode | tac
      | kode\s+(?:\w+\s+){0,2}?(?:verifikasi|otentikasi|autentikasi|konfirmasi|aktivasi|keamanan
            |rahasia|akses|masuk|login|registrasi|pendaftaran|whatsapp|telegram)
      | kode\s+ini | kode\s+(?:\w+\s+){0,2}?(?:anda|kamu)
      | (?:sandi|kata\s+sandi|password|pin|kode)\s+(?:sekali\s+pakai|sementara)
      | pin\s+(?:\w+\s+){0,2}?(?:anda|kamu)
      | one[\s-]?time\s+(?:pass\w*|pin|code)
      | (?:verification|verify|security|login|log-in|sign-in|confirmation|authentication
            |activation|access|registration)\s+(?:code|pin)
      | your\s+(?:[\w-]+\s+){0,3}?(?:code|pin)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
#: The code first, as in "123456 adalah kode ..."; or the mark of a code for an app.
_FIRST: Final = re.compile(
    r"\A\s*(?:<\#>|\[\#\]|(?:\[?[\w .]{2,20}\]?[:>-]?\s+)?(?:[A-Z]-)?(?:\d{3}[- ]\d{3}|\d{4,8})"
    r"\s+(?:adalah|merupakan|ialah|is|as)\b)",
    re.IGNORECASE,
)
_WARNING: Final = re.compile(
    r"""\b(?:
        (?:jangan|jgn|mohon\s+tidak)\s+(?:pernah\s+)?(?:di)?
            (?:ber\w+|bagi\w*|sebar\w*|info\w*|share|kasih\w*|serah\w*|kirim\w*|forward)
      | rahasiakan
      | (?:do\s+not|don['’]?t|never)\s+(?:share|give|tell|disclose|forward)
      | (?:berlaku|valid|expires?|kedaluwarsa|kadaluarsa|hangus)\b[^.]{0,30}\b(?:menit|detik|jam
            |min\w*|sec\w*|hours?)
      | (?:jika|bila|if)\s+(?:bukan\s+(?:anda|kamu)|(?:anda|kamu)\s+tidak|(?:this\s+)?(?:was|you)
            \s*(?:not|n['’]t|did))
    )""",
    re.IGNORECASE | re.VERBOSE,
)
#: Words of somebody who tells about a code, or asks something; no machine writes them.
_OWN_WORDS: Final = re.compile(
    r"""\?|\b(?:
        saya | sy | sya | aku | ak | gw | gue | kami | pak | bapak | bpk | bu | ibu | mas | mbak
      | tolong | tlg | mohon\s+(?:bantu\w*|di\w+|segera) | lapor\w* | tanya | kenapa | mengapa
      | gimana | bagaimana | apakah | katanya | ngaku | mengaku | minta | diminta | dimintai | nipu
      | tipu | penipu\w* | tertipu | ditipu | oknum | orang | warga | petugas | kelurahan | desa
      | kantor | apa | maksud\w* | uang | hilang | blokir
      | tadi | kemarin | kmrn | barusan | terus | trus | sampai | belum | blm | sudah
      | udah | dapat\s+sms | dpt
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
#: Whom machines warn of: "kepada siapa pun termasuk petugas bank kami".
_WARNED_OF: Final = re.compile(
    r"\btermasuk\s+(?:petugas|pihak|karyawan|pegawai|staf|cs)"
    r"(?:\s+(?!(?:saya|sy|aku|tapi|tetapi|namun)\b)\w+){0,3}",
    re.IGNORECASE,
)
#: A number of ours stands beside a kunci: that is a citizen.
_TRACKING: Final = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{3}\b", re.IGNORECASE | re.ASCII)

_BALANCE: Final = re.compile(
    r"""\b(?:
        (?:sisa|total|jumlah|saldo)\s+(?:\w+\s+)?(?:pulsa|saldo)
      | (?:pulsa|saldo)\s+(?:utama|reguler|reg|anda|kamu|mu|sekarang|tersisa)
      | pulsa\s*[:=]
      | balance
    )
    (?:\s|[:=,-]|anda|kamu|saat\s+ini|sekarang|kini|adalah|sebesar|utama|reguler|tersisa|sisa
        |tinggal|kurang\s+dari|no\.?\s*\+?\d{8,15}|is|now|of)*
    (?:rp|idr)[.:\s]*
    (?P<amount>\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{2})?(?!\d)|\d+(?:[.,]\d{2})?(?!\d))
    \s*(?P<thousands>rb|ribu|k)?\b""",
    re.IGNORECASE | re.VERBOSE | re.ASCII,
)
_CENTS: Final = re.compile(r"[.,]\d{2}\Z")
