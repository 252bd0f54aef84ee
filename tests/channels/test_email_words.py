"""Only the new words: what citizens' mail programs add is folded, what citizens wrote is not."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.email.words import new_words

SAID = "Sampai hari ini lampu di gang kami belum menyala."
OFFICE = "Kelurahan Sukajaya <lapor@sukajaya.go.id>"
QUOTE = "> Terima kasih, laporan sudah kami terima.\n>\n> Di gang berapa?\n"
OLD = "Terima kasih, laporan sudah kami terima.\n\nDi gang berapa?\n"

#: How programs put the older mail under the new one.
UNDER = {
    "gmail id": f"Pada tanggal Sen, 5 Jan 2026 pukul 09.14 {OFFICE} menulis:\n\n{QUOTE}",
    "gmail id, wrapped": "Pada tanggal Sen, 5 Jan 2026 pukul 09.14 Kelurahan Sukajaya <\n"
    f"lapor@sukajaya.go.id> menulis:\n\n{QUOTE}",
    "gmail id, without signs": f"Pada Sen, 5 Jan 2026 09.14 {OFFICE} menulis:\n\n{OLD}",
    "gmail en": f"On Mon, Jan 5, 2026 at 9:14 AM {OFFICE} wrote:\n\n{QUOTE}",
    "gmail en, wrapped": "On Mon, Jan 5, 2026 at 9:14 AM Kelurahan Sukajaya <\n"
    f"lapor@sukajaya.go.id> wrote:\n\n{QUOTE}",
    "ios id": f"Dikirim dari iPhone saya\n\nPada 5 Jan 2026, pukul 09.14, {OFFICE} menulis:\n\n"
    f"{QUOTE}",
    "ios en": f"Sent from my iPhone\n\nOn 5 Jan 2026, at 09.14, {OFFICE} wrote:\n\n{QUOTE}",
    "thunderbird id": f"Pada 05/01/26 09.14, Kelurahan Sukajaya menulis:\n{QUOTE}",
    "thunderbird en": f"On 05/01/2026 09:14, Kelurahan Sukajaya wrote:\n{QUOTE}",
    "outlook id": "Dari: Kelurahan Sukajaya\nDikirim: Senin, 5 Januari 2026 09.14\n"
    f"Kepada: Siti Aminah\nPerihal: Laporan K7F3-9QX\n\n{OLD}",
    "outlook id, ruled": "________________________________\n"
    f"Dari: {OFFICE}\nTerkirim: 05 Januari 2026 9:14\nKepada: siti@contoh.id\n"
    f"Subjek: Laporan K7F3-9QX\n\n{OLD}",
    "outlook en": f"From: {OFFICE}\nSent: Monday, January 5, 2026 9:14 AM\nTo: Siti Aminah\n"
    f"Subject: Laporan K7F3-9QX\n\n{OLD}",
    "outlook en, bold": f"*From:* {OFFICE}\n*Sent:* Monday, January 5, 2026 9:14 AM\n"
    f"*To:* siti@contoh.id\n*Subject:* Laporan\n\n{OLD}",
    "outlook mobile id": "Dapatkan Outlook untuk Android<https://aka.ms/AAb9ysg>\n"
    "________________________________\n"
    f"Dari: {OFFICE}\nDikirim: Senin, 05 Januari 2026 09:14:00\nKepada: siti@contoh.id\n"
    f"Perihal: Laporan\n\n{OLD}",
    "outlook mobile en": "Get Outlook for iOS<https://aka.ms/o0ukef>\n"
    "________________________________\n"
    f"From: {OFFICE}\nSent: Monday, January 5, 2026 9:14:00 AM\nTo: siti@contoh.id\n"
    f"Subject: Laporan\n\n{OLD}",
    "yahoo id": "Dikirim dari Yahoo Mail di Android\n\n"
    f"  Pada Sen, 5 Jan 2026 pada 09.14, {OFFICE} menulis:   {OLD}",
    "yahoo en": "Sent from Yahoo Mail on Android\n\n"
    f"  On Mon, Jan 5, 2026 at 9:14, {OFFICE} wrote:   {OLD}",
    "samsung id": "Dikirim dari Galaxy saya\n\n\n-------- Pesan asli --------\n"
    f"Dari: {OFFICE}\nTanggal: 05/01/26 09.14 (GMT+07:00)\nKe: siti@contoh.id\n"
    f"Subjek: Laporan\n\n{OLD}",
    "samsung en": "Sent from my Galaxy\n\n-------- Original message --------\n"
    f"From: {OFFICE}\nDate: 1/5/26 9:14 AM (GMT+07:00)\nTo: siti@contoh.id\n"
    f"Subject: Laporan\n\n{OLD}",
    "zoho": f"---- Pada Sen, 05 Jan 2026 09:14:00 +0700 {OFFICE} menulis ----\n\n{OLD}",
    "old outlook": f"-----Pesan Asli-----\n{OLD}",
    "german": f"Am 05.01.2026 um 09:14 schrieb {OFFICE}:\n\n{QUOTE}",
    "polish, wrapped": f"pon., 5 sty 2026 o 09:14 Kelurahan Sukajaya <\n"
    f"lapor@sukajaya.go.id> napisał(a):\n\n{QUOTE}",
    "chinese": f"{OFFICE} 于2026年1月5日周一 09:14写道：\n\n{QUOTE}",
    "nobody announces it": QUOTE,
    "unknown tongue": f"2026-01-05 09:14 {OFFICE}:\n\n{QUOTE}",
}

#: Citizens' own words that look like a program's.
OWN = {
    "a list of places": "Angkot tidak lewat lagi.\n\nDari: pasar\nKe: terminal\nJam: 06.00\n"
    "Setiap hari kami berjalan.",
    "the head of a letter": "Selamat pagi.\n\nKepada: Bapak Lurah\nDari: Siti Aminah, RT 03\n"
    "Tanggal: 5 Januari 2026\nPerihal: lampu jalan\n\nLampu di gang kami mati.",
    "the head of a letter with address": "Selamat pagi.\n\nKepada: lapor@sukajaya.go.id\n"
    "Dari: siti@contoh.id\nPerihal: lampu jalan\n\nLampu di gang kami mati.",
    "a form": "Laporan saya:\n\nNama: Siti\nTanggal: 5 Januari 2026 pukul 09.00\nPerihal: KTP\n"
    "Uraian: ditolak tanpa alasan",
    "who wrote what": "Pada 5 Januari 2026 pukul 09.00 petugas menulis:\n"
    "Berkas ditolak.\nPadahal syarat sudah lengkap.",
    "a quotation of one's own": "Pada tanggal 5 petugas loket menulis di kertas:\n\n"
    "Datang lagi besok.\n\nSaya sudah datang tiga kali.",
    "a sentence that begins with On": "On Monday I came at 9.00.\nNobody was there.",
    "a list with dashes": "Yang rusak:\n\n- Jalan\n- Lampu\n\n-Selokan Besar",
    "dashes between two matters": "Pertama, lampu mati sejak dua minggu.\n--\n"
    "Kedua, selokan di depan rumah kami penuh sampah dan berbau.",
    "a letter sent from somewhere": "Berkas tidak kembali.\n\nDikirim dari kantor pos Depok.",
    "sent from my desk": "Halo.\n\nSent from my desk, which is easier than my phone.",
    "a name under a letter": "Lampu mati.\n\nHormat saya,\nSiti Aminah\nRT 03\n081234567890",
    "arrows": "Klik di sini\n>>> >>> http://contoh.id <<<\nlalu tidak bisa masuk",
    "a quotation at the end": "Di pintu tertulis:\n> Tutup\n> Libur\n> Besok buka",
    "a quotation in the middle": "Tertulis di papan:\n> Tutup jam 12\nPadahal baru jam 10.",
}


@pytest.mark.parametrize("program", UNDER)
def test_what_a_program_puts_under_the_words_is_folded(program: str) -> None:
    assert new_words(f"{SAID}\n\n{UNDER[program]}") == SAID


@pytest.mark.parametrize("program", UNDER)
def test_line_ends_of_the_wire_change_nothing(program: str) -> None:
    wire = f"{SAID}\n\n{UNDER[program]}".replace("\n", "\r\n")
    assert new_words(wire) == SAID


@pytest.mark.parametrize("case", OWN)
def test_own_words_that_look_like_a_programs_are_kept(case: str) -> None:
    assert new_words(OWN[case]) == OWN[case]


@pytest.mark.parametrize(
    "line",
    [
        "Dikirim dari iPhone saya",
        "Dikirim dari iPad saya",
        "Dikirim dari ponsel cerdas Samsung Galaxy saya.",
        "Dikirim dari Yahoo Mail di Android",
        "Dikirim dari Outlook untuk Android",
        "Dapatkan Outlook untuk iOS",
        "Terkirim dari Xiaomi saya",
        "Dikirim dari ponsel Android saya dengan Gmail",
        "Dikirim dari HP saya",
        "Sent from my iPhone",
        "Sent from my Galaxy",
        "Sent from Yahoo Mail on Android",
        "Sent from Outlook for Android",
        "Get Outlook for iOS",
        "Sent from Mail for Windows",
        "-- \nSiti Aminah\nJalan Kenanga 5",
        "--\nSiti Aminah\nRT 03",
        "-- \nPesan ini dapat berisi hal yang hanya untuk penerimanya dan tidak untuk orang lain.",
    ],
)
def test_a_signature_is_folded(line: str) -> None:
    assert new_words(f"{SAID}\n\n{line}") == SAID


def test_footers_of_a_list_are_folded() -> None:
    footer = "_______________________________________________\nwarga mailing list\nhttps://x.id/"
    assert new_words(f"{SAID}\n\n{footer}") == SAID


def test_answers_between_quotations_are_kept_with_them() -> None:
    text = (
        f"Pada Sen, 5 Jan 2026 pukul 09.14 {OFFICE} menulis:\n\n"
        "> Di gang berapa?\n\nGang Mawar 3.\n\n> Sejak kapan?\n\nDua minggu.\n\n> Salam\n"
    )
    told = new_words(text)
    assert "> Di gang berapa?" in told
    assert "Gang Mawar 3." in told
    assert "> Sejak kapan?" in told
    assert told.endswith("Dua minggu.")


def test_answers_without_blank_lines_between_are_kept() -> None:
    text = f"On Mon, Jan 5, 2026 at 9:14 AM {OFFICE} wrote:\n> Kapan?\nKemarin\n> Di mana?\nPasar\n"
    told = new_words(text)
    assert "Kemarin" in told
    assert "Pasar" in told


def test_one_answer_below_the_quotation_stands_alone() -> None:
    text = f"Pada 05/01/26 09.14, Kelurahan menulis:\n{QUOTE}\nGang Mawar 3.\n"
    assert new_words(text) == "Gang Mawar 3."


def test_words_above_and_below_a_quotation_are_both_kept() -> None:
    text = f"Selamat pagi.\n\nPada 05/01/26 09.14, Kelurahan menulis:\n{QUOTE}\nGang Mawar 3.\n"
    assert new_words(text) == "Selamat pagi.\n\nGang Mawar 3."


@pytest.mark.parametrize(
    "hint",
    [
        "Jawaban saya di bawah dengan warna merah.",
        "Saya jawab di bawah ya.",
        "My answers are inline.",
        "Please see my comments below.",
    ],
)
def test_who_points_to_answers_below_keeps_everything(hint: str) -> None:
    text = f"{hint}\n\n{UNDER['outlook en']}Gang Mawar 3.\n"
    told = new_words(text)
    assert hint in told
    assert "Gang Mawar 3." in told


@pytest.mark.parametrize("program", UNDER)
def test_the_result_is_never_empty(program: str) -> None:
    assert "laporan sudah kami terima" in new_words(UNDER[program])


def test_a_mail_handed_on_with_hardly_a_word_is_kept_whole() -> None:
    text = (
        "Mohon dibantu.\n\n---------- Pesan terusan ---------\nDari: Dinas <dinas@contoh.id>\n"
        "Tanggal: Sen, 5 Jan 2026 pukul 09.14\nSubjek: Ditolak\nKe: <siti@contoh.id>\n\n"
        "Berkas Ibu kami tolak."
    )
    assert new_words(text) == text


@pytest.mark.parametrize(
    "line",
    [
        "---------- Forwarded message ---------",
        "---------- Pesan terusan ---------",
        "-------- Pesan yang Diteruskan --------",
        "Begin forwarded message:",
        "Mulai pesan terusan:",
    ],
)
def test_a_mail_handed_on_below_a_complaint_is_folded(line: str) -> None:
    complaint = " ".join([SAID] * 4)
    assert new_words(f"{complaint}\n\n{line}\nDari: Dinas\n\nBerkas ditolak.") == complaint


def test_a_reply_in_the_line_of_the_quotation_is_kept() -> None:
    assert new_words("Sudah. On Mon, Jan 5, 2026, lapor@x.id wrote:\n> Sudah?") == "Sudah."
    assert new_words("Sudah--- On Mon, Jan 5, 2026, lapor@x.id wrote:\n> Sudah?") == "Sudah"


HTML = {
    "gmail": '<div dir="ltr">Lampu masih mati.</div><br><div class="gmail_quote">'
    '<div dir="ltr" class="gmail_attr">Pada tanggal Sen, 5 Jan 2026 pukul 09.14 Kelurahan &lt;'
    '<a href="mailto:lapor@sukajaya.go.id">lapor@sukajaya.go.id</a>&gt; menulis:<br></div>'
    '<blockquote class="gmail_quote" style="margin:0">Di gang berapa?</blockquote></div>',
    "apple": "<html><body>Lampu masih mati.<br><div><br><blockquote type='cite'><div>On 5 Jan 2026,"
    " at 09.14, Kelurahan &lt;lapor@sukajaya.go.id&gt; wrote:</div><br><div>Di gang berapa?</div>"
    "</blockquote></div></body></html>",
    "outlook web": "<div>Lampu masih mati.</div><div id='Signature'>Siti Aminah</div>"
    "<div id='appendonsend'></div><hr><div id='divRplyFwdMsg'><b>Von:</b> Kelurahan<br></div>"
    "<div>Di gang berapa?</div>",
    "outlook": "<p class=MsoNormal>Lampu masih mati.</p><div><div style='border:none;border-top:"
    "solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p><b>Kirimkan:</b> Kelurahan</p></div></div>"
    "<p>Di gang berapa?</p>",
    "yahoo": "<div>Lampu masih mati.</div><div id='yahoo_quoted_1' class='yahoo_quoted'><div>Pada"
    " Senin, 5 Januari 2026 09.14 WIB, Kelurahan &lt;lapor@sukajaya.go.id&gt; menulis:</div>"
    "<div>Di gang berapa?</div></div>",
    "thunderbird": "<p>Lampu masih mati.</p><div class='moz-cite-prefix'>Pada 05/01/26 09.14,"
    " Kelurahan menulis:<br></div><blockquote type='cite'>Di gang berapa?</blockquote>",
    "windows": "<p>Lampu masih mati.</p><div style='border-top-color: rgb(229, 229, 229);'>"
    "<b>Od:</b> Kelurahan</div><p>Di gang berapa?</p>",
    "zimbra": "<div>Lampu masih mati.</div><hr data-marker='__DIVIDER__'><div data-marker='"
    "__HEADERS__'><b>From:</b> Kelurahan</div><div>Di gang berapa?</div>",
}


@pytest.mark.parametrize("program", HTML)
def test_html_tells_by_its_structure_what_is_old(program: str) -> None:
    html = HTML[program]
    assert new_words("", html) == "Lampu masih mati."
    assert new_words("Lampu masih mati.\n\nKelurahan\nDi gang berapa?", html) == "Lampu masih mati."


def test_answers_inside_a_quotation_of_gmail_are_kept() -> None:
    html = (
        HTML["gmail"]
        .replace("</blockquote>", "</blockquote><div>Gang Mawar.</div>")
        .replace("Lampu masih mati.", "")
    )
    assert new_words("", html) == "Gang Mawar."
    twice = html.replace("</div></div>", "</div><blockquote type=cite>RT?</blockquote>RT 3</div>")
    assert "Gang Mawar." in new_words("", twice)
    assert "RT 3" in new_words("", twice)


def test_an_indented_paragraph_is_no_quotation() -> None:
    html = "<p>Tertulis:</p><blockquote style='margin:0 0 0 40px'>Tutup jam 12</blockquote>"
    assert new_words("", html) == "Tertulis:\n\nTutup jam 12"


def test_marks_of_ours_that_a_stranger_writes_cut_nothing() -> None:
    assert new_words("Lampu mati.\n\ue002\nSudah dua minggu.") == "Lampu mati.\n\nSudah dua minggu."


def test_long_quotations_take_no_time() -> None:
    began = time.process_time()
    new_words(f"{SAID}\n\n" + "> baris lama\n" * 15_000)
    new_words(f"{SAID}\n\n{'>' * 500_000}")
    new_words("On 1 <" + "a" * 500 + "\n" + "-" * 590 + ":\n" * 3_000)
    assert time.process_time() - began < 2


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.sampled_from(
            ["> a", "On 1 Jan 2026 10:00 x <a@b.c> wrote:", "", "-- ", "kata", "From: a@b.c", "*"]
        )
    )
)
def test_of_any_lines_something_is_left(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert bool(new_words(text)) == bool(text.strip())
