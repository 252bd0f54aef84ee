"""What officers read for states, events and capacities."""

from typing import Final

from bot.casework.words import Actor, Event, State

#: "Laporan yang ..."
STATES: Final[dict[State, str]] = {
    State.DRAFT: "belum dikirim",
    State.RECEIVED: "diterima",
    State.AWAITING_COMPLETION: "menunggu dilengkapi",
    State.COMPLETE: "lengkap",
    State.UNDER_REVIEW: "sedang ditelaah",
    State.REFERRED: "disalurkan ke instansi lain",
    State.IN_RESOLUTION: "dalam penyelesaian",
    State.DECIDED: "sudah diputus",
    State.DELIVERED: "sudah disampaikan hasilnya",
    State.OBJECTED: "diajukan keberatan",
    State.CLOSED: "ditutup",
    State.ARCHIVED: "diarsipkan",
    State.WITHDRAWN: "dicabut pelapor",
    State.DEEMED_WITHDRAWN: "dianggap dicabut",
    State.RECLASSIFIED: "dicatat bukan sebagai pengaduan",
    State.DUPLICATE: "digabung dengan laporan lain",
}

#: "Laporan dapat ..."
EVENTS: Final[dict[Event, str]] = {
    Event.REGISTER: "didaftarkan",
    Event.DECLARE_INCOMPLETE: "dinyatakan belum lengkap",
    Event.DECLARE_COMPLETE: "dinyatakan lengkap",
    Event.TAKE: "ditelaah",
    Event.REFER: "disalurkan",
    Event.RECLASSIFY: "dialihkan jenisnya",
    Event.JOIN: "digabung",
    Event.RECOMMEND: "diberi saran penyelesaian",
    Event.DECIDE: "diputus",
    Event.DELIVER: "dinyatakan tersampaikan",
    Event.OBJECT: "diajukan keberatan",
    Event.REVIEW_AGAIN: "ditelaah ulang",
    Event.CLOSE: "ditutup",
    Event.ARCHIVE: "diarsipkan",
    Event.WITHDRAW: "dicabut",
    Event.DEEM_WITHDRAWN: "dianggap dicabut",
    Event.RESUME: "dilanjutkan",
    Event.CONFIRM: "dibenarkan isinya",
    Event.FILL: "dilengkapi isinya",
    Event.PROTECT: "dilindungi",
    Event.UNPROTECT: "dibuka perlindungannya",
    Event.PRESSURE: "ditandai ada tekanan",
    Event.ASK_HUMAN: "dimintakan petugas",
    Event.ASSIGN: "diserahkan kepada petugas",
    Event.REPLY: "dibalas",
    Event.NOTE: "diberi catatan",
    Event.MOVE_MESSAGE: "dipindahkan pesannya",
    Event.SPLIT_MESSAGE: "dipecah",
    Event.NEW_KEY: "diberi kunci baru",
    Event.LINK: "ditautkan",
    Event.UNLINK: "dilepas tautannya",
    Event.RATE: "dinilai",
}

ACTORS: Final[dict[Actor, str]] = {
    Actor.CITIZEN: "pelapor",
    Actor.OFFICER: "petugas",
    Actor.DECIDER: "pejabat pemutus",
    Actor.SYSTEM: "sistem",
}
