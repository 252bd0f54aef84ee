"""sahut init: from what a place has to an office that runs."""

from __future__ import annotations

import argparse
import copy
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from bot import config, keys
from bot.clock import Clock
from bot.commands import accounts, asking, offices, recovery
from bot.commands.founding import document, mailboxes, questions, restoring, sheet, trying
from bot.commands.founding.questions import Answers
from bot.commands.parser import Parser
from bot.commands.stopping import FINE, Stop
from bot.commands.words import Words
from bot.config import Account, Settings
from bot.inbox import passwords
from storage import officers

_TRIES: Final = 3
#: Where the configuration lies that a new one replaces.
_BEFORE: Final = ".lama"


def add(parser: Parser, words: Words) -> None:
    offices.add(parser, words)
    parser.add_argument(
        "--answers", type=Path, metavar=words("parser.file"), help=words("init.answers")
    )
    parser.add_argument("--force", action="store_true", help=words("init.force"))
    parser.add_argument("--example", action="store_true", help=words("init.example"))
    parser.add_argument("--sheet", action="store_true", help=words("init.sheet"))
    parser.add_argument("--restore-key", action="store_true", help=words("init.restore_key"))
    parser.add_argument("--rehearse", action="store_true", help=words("init.rehearse"))


async def run(args: argparse.Namespace, words: Words) -> int:
    if args.example:
        print(document.written({}, Words.load("id"), example=True), end="")
        return FINE
    if args.restore_key or args.rehearse:
        return await restoring.restore(args, words)
    if args.sheet:
        settings = offices.settings_of(args)
        _print_sheet(keys.load_key(settings), settings, words)
        return FINE
    return await _found(args, words)


async def _found(args: argparse.Namespace, words: Words) -> int:
    path = Path(args.config)
    _spare(path, args, words)
    answers = questions.read(args.answers) if args.answers else questions.asked(words)
    await _complete(answers, words)
    # Every mistake is said before anything is written.
    config.read(copy.deepcopy(answers.given), path.parent, os.environ)
    login, password = _first_account(answers, words, asks=args.answers is None)
    _write(path, document.written(answers.given, Words.load("id")))
    settings = config.load(path)
    print(words("init.written", file=path))
    key, fresh = _key(settings)
    await offices.upgrade(settings, Clock(), words)
    await _add_officer(settings, answers, login, password, words)
    if fresh:
        _print_sheet(key, settings, words)
    else:
        print(words("init.key_kept"))
    if fresh and args.answers is None:
        _confirm(key, words)
    _tell_what_works(settings, answers, words)
    return FINE


def _spare(path: Path, args: argparse.Namespace, words: Words) -> None:
    """A configuration that is there is replaced only when somebody says so."""
    if not path.exists() or args.force:
        return
    if args.answers or not asking.yes(words("init.overwrite", file=path), words):
        raise Stop("init.not_overwritten", file=path)


async def _complete(answers: Answers, words: Words) -> None:
    """What a machine finds out or makes up better than a human."""
    channels = answers.given.get("channels", {})
    for use, secret in _MADE_UP.items():
        if use in channels:
            channels[use].setdefault(secret, secrets.token_urlsafe(24))
    sms = channels.get("sms", {})
    if sms.get("gateway") in _SHARED:
        sms.setdefault(f"{sms['gateway']}_secret", secrets.token_urlsafe(24))
    telegram = channels.get("telegram", {})
    if telegram.get("token") and not telegram.get("username"):
        await trying.bot(telegram, words)
    if "email" in channels:
        office = answers.given.get("office", {}).get("name", "")
        mailboxes.complete(channels["email"], office, str(answers.has.get("tenant", "")))
        await trying.mailbox(channels["email"], words)


#: Secrets that nobody needs to think up.
_MADE_UP: Final = {"whatsapp": "verify_token"}
_SHARED: Final = ("bridge", "kannel")


def _first_account(answers: Answers, words: Words, *, asks: bool) -> tuple[str, str]:
    """Login and password; an empty one is made up later, so that it is shown at the end."""
    login = accounts.login_of(answers.officer.get("login", ""))
    password = answers.officer.get("password", "")
    if asks and not asking.yes(words("ask.generate"), words, default=True):
        password = accounts.asked(login, words)
    if password and (weakness := passwords.weakness(password, login)):
        raise Stop("init.weak_password", weakness=weakness)
    return login, password


def _write(path: Path, text: str) -> None:
    """Readable by its owner only; what stood there before is kept beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        path.replace(path.with_name(path.name + _BEFORE))
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)


def _key(settings: Settings) -> tuple[bytes, bool]:
    """The key, and whether it was made just now; one that is there is never replaced."""
    path = keys.path_of(settings)
    if path.exists():
        return keys.load_key(settings), False
    return keys.make_key(path), True


async def _add_officer(
    settings: Settings, answers: Answers, login: str, password: str, words: Words
) -> None:
    async with offices.opened(settings, alone=True) as house:
        async with house.database.read() as db:
            known = await officers.by_login(db, login)
        if known is not None:
            print(words("init.officer_known", login=login))
            return
        chosen = password or accounts.generated()
        name = answers.officer.get("name") or login
        role = answers.officer.get("role", "head")
        await accounts.add(house, login, name, role, chosen)
    print(words("officer.added", login=login, role=words(f"role.{role}")))
    if not password:
        print(words("officer.generated", password=chosen))


def _print_sheet(key: bytes, settings: Settings, words: Words) -> None:
    print()
    sheet.tell(key, words, picture=True)
    path = sheet.write(key, settings, Clock().now(), words)
    print(words("key_sheet.file", file=path))


def _confirm(key: bytes, words: Words) -> None:
    """Nobody can type the last word who has not written it down, or at least looked."""
    last = recovery.words_of(key)[-1]
    for _ in range(_TRIES):
        if recovery.same_word(asking.line(words("key_sheet.confirm", place=recovery.LENGTH)), last):
            print(words("key_sheet.confirmed"))
            return
        print(words("key_sheet.other_word"))
    print(words("key_sheet.unconfirmed"))


def _tell_what_works(settings: Settings, answers: Answers, words: Words) -> None:
    public = settings.server.public_url.rstrip("/")
    accounts = {account.use: account for account in settings.accounts}
    local = f"http://{settings.server.host}:{settings.server.port}"
    print(f"\n{words('init.now')}")
    print(words("init.web_public", url=public) if public else words("init.web_local", url=local))
    for use in ("telegram", "whatsapp"):
        key = f"init.{use}_ready" if use in accounts else f"init.{use}_later"
        print(words(key, url=f"{public}/hooks/{use}"))
    print(words(f"init.{_email(accounts, answers)}"))
    print(words(f"init.{_sms(accounts, public)}"))
    print(words("init.counter"))
    print(f"\n{words('init.next')}")


def _email(accounts: Mapping[str, Account], answers: Answers) -> str:
    if "email" in accounts:
        return "email_ready"
    return "email_unfinished" if answers.has.get("mailbox") else "email_later"


def _sms(accounts: Mapping[str, Account], public: str) -> str:
    """What is still to be done at the phone or modem."""
    if "sms" not in accounts:
        return "sms_later"
    gateway = str(accounts["sms"].values.get("gateway"))
    pushed = gateway in ("android", "bridge", "twilio")
    return f"sms_{gateway}" if public or not pushed else f"sms_{gateway}_local"
