"""The example office: fresh secrets, a folder of its own, providers on this machine only."""

from __future__ import annotations

import asyncio
import logging
import shutil
import signal
import tomllib
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot import app, config, keys
from bot.commands import accounts, logs
from bot.commands.stopping import Stop
from bot.config import Settings
from bot.demo import staffing
from bot.demo import street as streets
from bot.demo.chats import Chats
from bot.demo.clerk import Clerk
from bot.demo.phones import Doors, Phones, only_here
from bot.demo.providers import Providers
from bot.demo.seeding import DECIDER, OFFICER, Player, StoryClock, first_moment, moment
from bot.demo.street import Street
from bot.house import House
from bot.network import answering
from bot.timekeeping import doubts
from storage.database import Database

log = logging.getLogger(__name__)

HOST = "127.0.0.1"
#: Seconds of silence that end a burst; an office would wait a little longer.
QUIET = 2.0
#: A folder without this file was made by somebody else and is left alone.
_MARK = ".kantor-contoh"
_FILE = "sahut.db"
#: What this office publishes of its services.
_STANDARDS = Path(__file__).with_name("standards.toml")
_OFFICE: Mapping[str, Any] = {
    "office": {
        "name": "Kelurahan Sukajaya",
        "short_name": "Kel. Sukajaya",
        "kind": "kelurahan",
        "region": "Kota Sukajaya",
        "province": "Jawa Barat",
        "address": "Jalan Melati 1, Sukajaya",
        "phone": "022-5550117",
        "officer": "Rina",
        "on_duty": "rina",
        "services": ["KTP", "Kartu Keluarga", "Surat domisili", "Lampu jalan", "Bantuan beras"],
    },
    "responsible": {
        "name": "Dra. Siti Aminah",
        "title": "Lurah Sukajaya",
        "address": "Jalan Melati 1, Sukajaya",
    },
    "units": [
        {"name": "Kelurahan Sukajaya", "kind": "intake", "phone": "022-5550117"},
        {"name": "Seksi Pelayanan", "kind": "service"},
        {"name": "Seksi Ketertiban", "kind": "service"},
        {"name": "Inspektorat Kota", "kind": "above", "phone": "022-5550199"},
    ],
    "above_head": {
        "name": "Inspektur Kota",
        "body": "Inspektorat Kota",
        "contact": "022-5550199",
    },
    "custodian": {"name": "Ibu Dewi Lestari", "body": "Inspektorat Kota", "contact": "022-5550199"},
    "remedies": [
        {"role": "inspektorat", "contact": "022-5550199", "address": "Jalan Merdeka 5"},
        {"role": "ombudsman", "contact": "telepon 137, tanpa biaya"},
        {"role": "dewan", "contact": "022-5550160", "address": "Jalan Merdeka 1"},
        {"role": "kpk", "name": "KPK", "contact": "telepon 198"},
    ],
    "emergency": [{"name": "Darurat", "contact": "112"}],
}


async def run_demo(folder: Path, port: int = 8080) -> None:
    """Everything up until it is told to stop. Raises Stop."""
    await clear(folder)
    print("Menyiapkan kantor contoh ...", flush=True)
    async with Demo(folder, port).open() as demo:
        demo.tell()
        await _told_to_stop().wait()


class Demo:
    """An office, its providers and its phones."""

    def __init__(
        self,
        folder: Path,
        port: int,
        street: Street | None = None,
        log: Callable[[Settings], None] = logs.set_up,
    ) -> None:
        self._folder, self._port, self._log = folder.resolve(), port, log
        #: 0 stands for any port that is free.
        self._office_port = port + 1 if port else 0
        self.password = accounts.generated()
        self._clock, self._chats = StoryClock(), Chats()
        self._street = street or streets.load()
        self._providers = Providers(self._street, self._chats, self._clock)
        self.page = ""
        self.office = f"http://{HOST}:{self._office_port}" if port else ""

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Demo]:
        """Providers, office, the stories of the last days, and the page at last."""
        async with AsyncExitStack() as stack:
            await self._providers.start(stack)
            house = await self._furnish(stack)
            await self._seed(house)
            doors = Doors(
                self.office,
                OFFICER,
                DECIDER,
                self.password,
                self._providers.sms.account.number,
                self._providers.mail.office,
            )
            phones = Phones(self._street, self._providers.handsets, self._chats, doors)
            self.page = await stack.enter_async_context(_listening(phones, self._port))
            yield self

    def tell(self) -> None:
        """Where to go, and how to sign in."""
        print(
            f"\nKantor contoh sudah buka.\n\n"
            f"  Sisi warga       {self.page}\n"
            f"  Kotak masuk      {self.office}/inbox\n"
            f"    nama masuk     {OFFICER} (petugas) atau {DECIDER} (lurah)\n"
            f"    kata sandi     {self.password}\n"
            f"  Formulir web     {self.office}/lapor\n"
            f"  Lacak laporan    {self.office}/lacak\n\n"
            f"Semua isi di sini rekaan dan tidak ada yang keluar dari komputer ini.\n"
            f"Hentikan dengan Ctrl+C.\n",
            flush=True,
        )

    async def _furnish(self, stack: AsyncExitStack) -> House:
        """The office as it would run anywhere, answering this machine only."""
        settings = self._settings()
        keys.make_key(keys.path_of(settings))
        self._log(settings)
        await app.migrate(settings)
        house = await stack.enter_async_context(app.open_house(settings, self._clock))
        await staffing.hire(house, self.password)
        service = app.build(house)
        service.application.middlewares.insert(0, only_here)
        self._clock.begin(first_moment(self._street, self._clock, settings.zone))
        await stack.enter_async_context(app.running(service))
        with _told_of_port(self._office_port):
            listening = app.listening_on(service, HOST, self._office_port)
            self.office = await stack.enter_async_context(listening)
        await self._providers.connect(self.office, house)
        return house

    async def _seed(self, house: House) -> None:
        """The last days, told in their own time; only then do answers take their quiet time."""
        zone = house.settings.zone
        clerks = {
            login: Clerk(self.office, login, self.password, self._clock)
            for login in (OFFICER, DECIDER)
        }
        handsets = self._providers.handsets
        player = Player(house, self._street, handsets, self._chats, self._clock, clerks)
        try:
            for story in sorted(self._street.stories, key=lambda s: moment(s, self._clock, zone)):
                await player.play(story)
        finally:
            for clerk in clerks.values():
                await clerk.close()
        self._clock.come_home()
        async with house.database.write() as db:
            await doubts.trust(db)  # days went by in a minute, and nobody was away
        for channel in house.channels.values():
            channel.limits = replace(channel.limits, quiet=QUIET)

    def _settings(self) -> Settings:
        given = {
            **_OFFICE,
            "standards": tomllib.loads(_STANDARDS.read_text(encoding="utf-8")),
            "server": {"host": HOST, "port": self._office_port, "public_url": self.office},
            "storage": {"database": f"sqlite+aiosqlite:///{_FILE}", "folder": "files"}
            | {"key_file": "sahut.key"},
            "channels": self._providers.channels(),
        }
        return config.read(given, self._folder, {})


@asynccontextmanager
async def _listening(phones: Phones, port: int) -> AsyncIterator[str]:
    async with AsyncExitStack() as stack:
        with _told_of_port(port):
            door = answering(phones.application(), HOST, port, logger=log, patience=0.5)
            base = await stack.enter_async_context(door)
        yield base


@contextmanager
def _told_of_port(port: int) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Stop("demo.port_taken", port=port) from error


async def clear(folder: Path) -> None:
    """An empty folder of our own, without what an earlier demo left. Raises Stop, Occupied."""
    _refuse_foreign(folder)
    database = Database(f"sqlite+aiosqlite:///{folder / _FILE}")
    try:
        database.occupy()
        _empty(folder)
    finally:
        await database.close()


def _refuse_foreign(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()) and not (folder / _MARK).exists():
        raise Stop("demo.foreign_folder", folder=folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / _MARK).touch()


def _empty(folder: Path) -> None:
    for left in folder.iterdir():
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left)
        elif left.name != _MARK:
            left.unlink()


def _told_to_stop() -> asyncio.Event:
    stop = asyncio.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(one, stop.set)
    return stop
