"""Where the office stands decides of which bodies citizens are told, in chats and on paper."""

from __future__ import annotations

import copy
import re
from pathlib import Path

import pytest

from bot import app, config
from bot.casework.remedies import Role
from bot.commands.founding import document
from bot.commands.words import Words
from bot.config import BadConfig, Settings
from bot.dialogue import texts
from tests.bot.dialogue.stage import WHATSAPP, Stage
from tests.bot.inbox.kit import Desk, hire
from tests.bot.inbox.test_papers import told, under_review
from tests.bot.public.browser import Browser
from tests.world import JOKO, OFFICE, World

ROOT = Path(__file__).parents[2]
CITY = {"kind": "kelurahan", "region": "Kota Bandung", "province": "Jawa Barat"}
VILLAGE = {"kind": "desa", "region": "kab. sleman", "province": "DIY", "name": "Desa Condongcatur"}
BY_ROLE = [
    {"role": "dewan", "contact": "022-5550160", "address": "Jalan Sukabumi 30"},
    {"role": "kpk", "name": "KPK", "contact": "198"},
    {"role": "ombudsman", "contact": "137", "address": "Jalan Riau 2", "hours": "pukul 8 sampai 4"},
]


def settings(folder: Path, remedies: list[dict[str, str]], **office: str) -> Settings:
    given = copy.deepcopy(OFFICE)
    given["office"] |= office
    return config.read(given | {"remedies": remedies}, folder, {})


def mistakes(folder: Path, *remedies: dict[str, str], **office: str) -> dict[str, str]:
    with pytest.raises(BadConfig) as bad:
        settings(folder, list(remedies), **office)
    return dict(bad.value.mistakes)


def test_an_empty_name_comes_from_where_the_office_stands(tmp_path: Path) -> None:
    told = app.office(settings(tmp_path, BY_ROLE, **CITY)).remedies
    assert [one.briefly for one in told] == [
        "Ombudsman RI Perwakilan Jawa Barat (137)",
        "DPRD Kota Bandung (022-5550160)",
        "KPK (198)",
    ]
    assert told[0].reach == "137, Jalan Riau 2, pukul 8 sampai 4"


def test_names_and_contacts_alone_go_on_as_before(tmp_path: Path) -> None:
    plain = [
        {"name": "DPR RI", "contact": "021-1"},
        {"name": "Ombudsman RI", "contact": "telepon 137"},
    ]
    before = settings(tmp_path, plain).remedies
    assert [one.briefly for one in before] == ["Ombudsman RI (telepon 137)", "DPR RI (021-1)"]
    # The Ombudsman is there already; the council is somebody else's, and the right one is added.
    after = settings(tmp_path, plain, **CITY).remedies
    assert [one.name for one in after] == ["Ombudsman RI", "DPRD Kota Bandung", "DPR RI"]


def test_the_kind_is_taken_however_it_is_written(tmp_path: Path) -> None:
    assert settings(tmp_path, [], kind="BUMN").remedies[1].name == "DPR RI"


def test_what_does_not_exist_is_answered_with_what_does(tmp_path: Path) -> None:
    role = {"role": "polisi", "name": "Polres", "contact": "110"}
    place = {"kind": "dinas", "region": "Bandung", "province": "Jawa Brat"}
    wrong = mistakes(tmp_path, role, **place)
    assert "kementerian, lembaga, provinsi" in wrong["office.kind"]
    assert "Kabupaten Sleman" in wrong["office.region"]
    assert wrong["office.province"].startswith("mungkin maksudnya Jawa Barat; provinsi yang ada: A")
    assert all(f" {one}" in wrong["office.province"] for one in ("Papua Selatan", "DKI Jakarta"))
    roles = mistakes(tmp_path, role, **CITY)["remedies.1.role"]
    assert all(one in roles for one in Role)


def test_another_offices_council_is_a_mistake_that_names_the_right_one(tmp_path: Path) -> None:
    council = {"role": "dewan", "name": "DPRD Kota Bandung", "contact": "022-1"}
    wrong = mistakes(tmp_path, council, kind="kementerian")["remedies.1.name"]
    assert "kementerian" in wrong
    assert "tulis DPR RI atau kosongkan" in wrong
    assert settings(tmp_path, [council], **CITY).remedies[1].briefly == "DPRD Kota Bandung (022-1)"


def test_each_entry_says_what_it_still_needs_at_its_own_place(tmp_path: Path) -> None:
    entries = [
        {"name": "KPK", "contact": "198", "alamat": "Kuningan"},
        {"role": "ombudsman", "contact": "137"},
        {"role": "kpk", "contact": "198"},
        {"name": "LPSK"},
        {"role": "bpd", "name": "BPD", "contact": "0812"},
    ]
    wrong = mistakes(tmp_path, *entries, kind="kelurahan", region="Kota Bandung")
    assert "office.province" in wrong["remedies.2.name"]
    assert wrong["remedies.3.name"] == "belum diisi. Tulis nama lembaganya."
    assert "belum diisi" in wrong["remedies.4.contact"]
    assert "hanya desa" in wrong["remedies.5.name"]
    assert set(wrong) == {
        "remedies.1.alamat",
        "remedies.2.name",
        "remedies.3.name",
        "remedies.4.contact",
        "remedies.5.name",
    }


def test_a_city_does_not_lie_in_a_regency(tmp_path: Path) -> None:
    wrong = mistakes(tmp_path, kind="kota", region="Kabupaten Bandung", province="Jabar")
    assert "mulai dengan Kota" in wrong["office.region"]


def test_whoever_fears_the_village_is_not_sent_to_its_own_council(tmp_path: Path) -> None:
    citizen = Stage(WHATSAPP, office=app.office(settings(tmp_path, [], **VILLAGE)))
    feared = citizen.says("pak sy mau lapor tp takut. ada yg minta setoran proyek.")
    assert "atau DPRD Kabupaten Sleman" in feared
    assert "DPRD Kabupaten Sleman" in (outside := citizen.says("ke luar"))
    assert "BPD" not in feared + outside
    assert "BPD Desa Condongcatur" in citizen.says("HAK")


def test_what_was_left_out_of_an_entry_stays_out(tmp_path: Path) -> None:
    _, written = document.written({"remedies": BY_ROLE[:1]}, Words.load("id")).split(
        "[[remedies]]\n"
    )
    assert '#name = ""\n' in written.split("[[")[0]
    assert '\nrole = "dewan"\n' in written


@pytest.mark.parametrize(
    ("office", "named", "not_named"),
    [
        (
            VILLAGE,
            ("Ombudsman RI Perwakilan Daerah Istimewa Yogyakarta", "DPRD Kabupaten Sleman", "BPD"),
            ("DPR RI",),
        ),
        ({"kind": "kementerian"}, ("Ombudsman Republik Indonesia", "DPR RI"), ("DPRD", "BPD")),
    ],
    ids=["desa", "kementerian"],
)
async def test_a_citizen_is_told_of_those_who_watch_over_this_kind_of_office(
    closed_world: World, office: dict[str, str], named: tuple[str, ...], not_named: tuple[str, ...]
) -> None:
    world = await closed_world.open(office=office, remedies=[])
    await world.telegram.citizen_writes(JOKO, "HAK")
    sent = await world.until(lambda: world.telegram.sent)
    said = str(sent[-1])
    assert "Hak Bapak/Ibu" in said
    assert [one for one in named if one not in said] == []
    assert [one for one in not_named if one in said] == []


async def test_a_decision_and_the_office_page_name_the_bodies_of_this_city(
    closed_world: World,
) -> None:
    world = await closed_world.open(office=CITY, remedies=BY_ROLE)
    await hire(world)
    rina, siti = Desk(world.base), Desk(world.base)
    await rina.sign_in("rina")
    await siti.sign_in("siti")
    case = await under_review(world, rina)
    await rina.step(case.number, "recommend", to="Lurah", text="Antrean ditambah.")
    decided = await siti.decide(case.number, "Antrean memang kurang.")
    assert decided.status == 303, await decided.text()
    letter = await told(world, "Hasil laporan")
    bodies = "Ombudsman RI Perwakilan Jawa Barat (137), DPRD Kota Bandung (022-5550160), KPK (198)"
    assert f"Bisa juga ke {bodies}, tanpa biaya." in letter
    await rina.close()
    await siti.close()
    async with Browser(world) as browser:
        home = (await browser.get("/")).text
        assert "DPRD Kota Bandung" in home
        assert "Jalan Riau 2" in home
        standards = (await browser.get("/standar")).text
        assert "Disampaikan kepada Wali Kota Bandung melalui camat (UU 25/2009" in standards


#: Bodies and numbers that only the configuration may name.
BODIES = re.compile(
    r"\bDPR[DKAP]?\b|\bombudsman\b|\binspektorat\b|\bBPD\b|\bKPK\b|\bLPSK\b|\bsaber pungli\b"
    r"|(?<!#)\b(?:137|198|112|148)\b",
    re.IGNORECASE,
)


def test_no_text_and_no_page_names_a_body_by_itself() -> None:
    """A name inside braces is filled in from the configuration."""
    spoken = [
        *Path(texts.__file__).with_suffix("").glob("*.toml"),
        *ROOT.glob("bot/*/templates/*.html"),
    ]
    named = {
        path.name: found
        for path in spoken
        if (found := BODIES.findall(_FILLED_IN.sub("", path.read_text(encoding="utf-8"))))
    }
    assert len(spoken) > 20
    assert named == {}


_FILLED_IN = re.compile(r"\{[{%#].*?[}%#]\}|\{\w+\}")
