"""The composition root: the only file that knows everything."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import secrets
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.abc import AbstractResolver
from sqlalchemy import make_url

from bot import catalogue, hooks, late, listening, pages, server, tree
from bot.casework.days import Calendar
from bot.clock import Clock
from bot.config import Account, Settings, channel_module
from bot.dialogue.desk import Office
from bot.dialogue.texts import Texts
from bot.house import House
from bot.inbox import routes as inbox
from bot.intake.accept import Intake
from bot.intake.handle import Handler
from bot.keys import load_key
from bot.late import Late
from bot.media import Fetcher
from bot.network import Resolver, answering
from bot.outgoing.outbox import Outbox
from bot.public import routes as public
from bot.spool import Spool
from bot.timekeeping.dates import Dates
from bot.timekeeping.sweep import Sweep
from bot.watchdog import Watchdog
from channels.base import Channel, SendError
from storage import facts, leases, runs, schema, waiting
from storage.database import Database, prepare_folder
from storage.files import Files
from storage.ids import GIVEN, Ids
from storage.seal import Vault

log = logging.getLogger(__name__)

#: The web and the counter are always there; other accounts are what the operator wrote.
WEB = Account("web", "web", None, {})
COUNTER = Account("counter", "counter", None, {})


@asynccontextmanager
async def open_house(
    settings: Settings, clock: Clock | None = None, *, alone: bool = True
) -> AsyncIterator[House]:
    """Build every tool, and put each away at the end. Raises keys.BadKey, Occupied."""
    clock = clock or Clock()
    url = database_url(settings)
    prepare_folder(url)
    folder = settings.folder / settings.storage.folder
    vault = Vault(load_key(settings))
    async with AsyncExitStack() as stack:
        database = Database(url)
        stack.push_async_callback(database.close)
        if alone:
            database.occupy()
        async with database.write() as db:
            await facts.check_key(db, vault)
        resolver = Resolver(_urls(settings))
        dates = Dates(clock.now, resolver.near)
        http = await stack.enter_async_context(_client(resolver, dates))
        accounts = (*settings.accounts, _web(settings), COUNTER)
        channels = {a.name: _channel(a, http) for a in accounts if a}
        for channel in channels.values():
            stack.push_async_callback(channel.close)
        house = House(
            settings=settings,
            clock=clock,
            database=database,
            vault=vault,
            ids=Ids(GIVEN + secrets.randbelow(GIVEN)),
            files=Files(folder / "files"),
            spool=Spool(folder / "spool", vault),
            late=Late(folder / "late", vault),
            channels=channels,
            texts=_texts(),
            office=office(settings),
            calendar=Calendar(
                settings.zone, settings.calendar.joint_leave, settings.closed, settings.opened
            ),
            dates=dates,
        )
        yield await _with_custodian(house)


@dataclass(frozen=True, slots=True)
class Service:
    """The loops of one process, and the application that answers requests."""

    house: House
    intake: Intake
    handler: Handler
    outbox: Outbox
    fetcher: Fetcher
    application: web.Application
    #: For gateways that sign nothing: this one must be reachable from this machine only.
    local: web.Application


def build(house: House) -> Service:
    """Wire the loops to the house; nothing runs yet."""
    intake = Intake(house)
    return Service(
        house,
        intake,
        Handler(house),
        Outbox(house),
        Fetcher(house),
        server.application(
            house,
            [
                *hooks.routes(house, intake),
                *public.routes(house, intake),
                *inbox.routes(house, intake),
            ],
            inbox.identify(house),
        ),
        server.application(house, hooks.routes(house, intake, local=True), inbox.identify(house)),
    )


@asynccontextmanager
async def running(service: Service) -> AsyncIterator[Service]:
    """All loops of a process run inside this block; at its end they stop cleanly."""
    house = service.house
    async with house.database.write() as db:
        run, died = await runs.begin(db, house.ids, house.now(), alone=house.database.is_file)
        if house.database.is_file:
            await waiting.forget_claims(db)
        await tree.plant(db, house)
    if died:
        log.warning("the last run did not end cleanly: handling carefully")
        service.handler.go_carefully()
    await _announce(house)
    tasks = [asyncio.create_task(_for_ever(loop)) for loop in _loops(service, run)]
    tasks.append(asyncio.create_task(pages.warm()))
    try:
        yield service
    finally:
        async with house.database.still():
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        await service.handler.finish()
        await service.outbox.finish()
        async with house.database.write() as db:
            await leases.let_go(db, run)
            await runs.end(db, run)


async def _announce(house: House) -> None:
    """Tell providers where to push; one that is away is told at the next start."""
    base = house.settings.server.public_url.rstrip("/")
    reached = [channel for channel in house.channels.values() if not channel.local]
    for channel in reached if base else ():
        try:
            await channel.announce(f"{base}/hooks/{channel.account}")
        except SendError as error:
            log.warning("%s: was not told where to push: %s", channel.account, error.reason)


@asynccontextmanager
async def listening_on(
    service: Service, host: str, port: int, *, local: bool = False
) -> AsyncIterator[str]:
    """Answer requests at this address; yields the base URL. local: of unsigned gateways only."""
    application = service.local if local else service.application
    async with answering(application, host, port, logger=server.wire) as base:
        yield base


def database_url(settings: Settings) -> str:
    """A SQLite file lies relative to the configuration's folder."""
    url = make_url(settings.storage.database)
    if url.get_backend_name() != "sqlite" or not url.database:
        return settings.storage.database
    path = Path(url.database)
    return str(url.set(database=str(path if path.is_absolute() else settings.folder / path)))


async def migrate(settings: Settings) -> None:
    """Bring the database to today's form."""
    prepare_folder(database_url(settings))
    await schema.upgrade(database_url(settings))


def office(settings: Settings) -> Office:
    """What the texts may say of this office."""
    told = settings.office
    custodian = settings.custodian
    return Office(
        name=told.name,
        short_name=told.short_name or told.name,
        responsible=f"{settings.responsible.name}, {settings.responsible.title}",
        address=settings.responsible.address,
        phone=told.phone,
        hours=told.hours,
        officer=told.officer,
        remedies=settings.remedies,
        emergency=tuple((e.name, e.contact) for e in settings.emergency),
        services=catalogue.services(settings),
        places=told.places,
        tariffs=settings.tariffs,
        words=settings.words,
        custodian=f"{custodian.name} dari {custodian.body}" if custodian.name else "",
        public_url=settings.server.public_url,
        zone=settings.office.zone,
    )


async def _with_custodian(house: House) -> House:
    """Secrecy is promised where the configuration names a custodian, or one has an account."""
    async with house.database.read() as db:
        keeper = await tree.custodian(db, house)
    settings = dataclasses.replace(house.settings, custodian=keeper)
    return dataclasses.replace(house, settings=settings, office=office(settings))


async def _for_ever(loop: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """A loop that breaks off is said so, and begins again."""
    while True:
        try:
            await loop()
        except Exception:
            log.exception("a loop broke off")
        await asyncio.sleep(1)


def _loops(service: Service, run: int) -> Sequence[Callable[[], Coroutine[Any, Any, None]]]:
    house = service.house
    return (
        service.intake.run,
        service.handler.run,
        service.outbox.run,
        service.fetcher.run,
        Watchdog(house, run, service.handler.go_carefully).run,
        Sweep(house).run,
        lambda: late.drain(house, service.intake),
        *(
            listening.Listener(house, service.intake, channel, run).run
            for channel in house.channels.values()
            if channel.listens
        ),
    )


@cache
def _texts() -> Texts:
    return Texts.load()


def _urls(settings: Settings) -> list[str]:
    """Where the operator said that providers and gateways are."""
    return [
        str(value)
        for account in settings.accounts
        for name, value in account.values.items()
        if name.endswith("_url")
    ]


def _client(resolver: AbstractResolver, dates: Dates) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=10),
        connector=aiohttp.TCPConnector(limit=0, limit_per_host=300, resolver=resolver),
        cookie_jar=aiohttp.DummyCookieJar(),
        trace_configs=[dates.tracing()],
    )


def _channel(account: Account, http: aiohttp.ClientSession) -> Channel:
    channel: Channel = channel_module(account.use).open_channel(account.name, account.values, http)
    if account.quiet is not None:
        channel.limits = dataclasses.replace(channel.limits, quiet=account.quiet)
    return channel


def _web(settings: Settings) -> Account | None:
    return None if any(a.use == "web" for a in settings.accounts) else WEB
