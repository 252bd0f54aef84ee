"""The alphabet of a short message: what becomes of a sign outside it, and what a text costs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.sms import gsm

LOOKS = [
    ("“Halo”, kata ‘Pak’ Budi", "\"Halo\", kata 'Pak' Budi"),
    ("Senin – Jumat — pukul 8", "Senin - Jumat - pukul 8"),
    ("tunggu…", "tunggu..."),
    ("kafe\u0301 á ç ñ ü", "kafé a c ñ ü"),
    ("Jalan\u00a0Melati\u2009No. 5", "Jalan Melati No. 5"),
    ("Siap 👍🏽 Pak 🙏", "Siap Pak"),
    ("👨‍👩‍👧‍👦 keluarga", " keluarga"),
    ("½ liter, 2 m², №5", "1/2 liter, 2 m2, No5"),
    ("• satu\n• dua", "- satu\n- dua"),
    ("suhu 30°C", "suhu 30 derajat C"),
    ("A → B", "A -> B"),
    ("zero\u200bwidth\u202e", "zerowidth"),
    ("baris\r\nbaru  \nlagi", "baris\nbaru\nlagi"),
    ("kolom\tdua\0", "kolom dua"),
    ("`kode` 𝐛𝐨𝐥𝐝", "'kode' bold"),
]
COSTS = [
    ("", 1),
    ("x" * 160, 1),
    ("x" * 161, 2),
    ("x" * 306, 2),
    ("x" * 307, 3),
    ("[" * 80, 1),
    ("[" * 81, 2),
    ("日" * 70, 1),
    ("日" * 71, 2),
    ("日" * 134, 2),
    ("日" * 135, 3),
    ("😀" * 35, 1),
    ("😀" * 36, 2),
    ("–" + "x" * 159, 3),
]


@pytest.mark.parametrize(("written", "plain"), LOOKS)
def test_a_sign_outside_the_alphabet_becomes_letters_of_it(written: str, plain: str) -> None:
    assert gsm.plain(written) == plain
    assert gsm.is_gsm(gsm.plain(written))


@pytest.mark.parametrize("text", ["ꦱꦸꦒꦼꦁ ꦲꦺꦚ꧀ꦗꦁ", "السلام عليكم", "Салам"])
def test_the_letters_of_another_script_stay_as_they_are(text: str) -> None:
    assert gsm.plain(text) == text
    assert not gsm.is_gsm(text)


@pytest.mark.parametrize(("text", "count"), COSTS, ids=lambda value: str(value)[:12])
def test_a_text_is_counted_in_what_it_costs(text: str, count: int) -> None:
    assert gsm.segments(text) == count


def test_one_dash_no_longer_makes_three_messages_of_one() -> None:
    text = "Laporan K7F3-9QX – " + "x" * 141
    assert gsm.segments(text) == 3
    assert gsm.segments(gsm.plain(text)) == 1


def test_a_bracket_at_the_border_is_not_torn_apart() -> None:
    first, second = gsm.split("x" * 152 + "[" + "y" * 10)
    assert (first, second) == ("x" * 152, "[" + "y" * 10)


def test_an_emoji_at_the_border_is_not_torn_apart() -> None:
    first, second = gsm.split("日" * 66 + "😀" + "日" * 10)
    assert (len(first), second[0]) == (66, "😀")


@given(st.text())
def test_the_parts_of_any_text_are_the_text(text: str) -> None:
    parts = gsm.split(text)
    assert "".join(parts) == text
    assert len(parts) == gsm.segments(text)


@given(st.text())
def test_what_is_plain_once_stays_plain(text: str) -> None:
    plain = gsm.plain(text)
    assert gsm.plain(plain) == plain
    assert gsm.segments(plain) <= max(1, gsm.segments(text)) or not gsm.is_gsm(plain)


@given(st.text(alphabet=sorted(gsm.ALPHABET)))
def test_what_is_encoded_reads_back_the_same(text: str) -> None:
    assert gsm.decode(gsm.encode(text)) == text
