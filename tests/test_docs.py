"""What the pages for operators and developers say is so: commands, files, keys, links, the map."""

from __future__ import annotations

import re
import shlex
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bot import config, settings
from bot.casework.citations import CITATIONS
from bot.commands import COMMANDS, _parser
from bot.commands.words import Words

ROOT = Path(__file__).parents[1]
PAGES = {
    str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
    for path in sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
}
READMES = ("README.md", "README.id.md")
LISTED = sorted(set(COMMANDS) - {"start"})
ROOMS = ("bot", "channels", "storage")

_FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
_INDENTED = re.compile(r"^ {4}(\S.*)$", re.MULTILINE)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r'(?<!`)\]\(([^)\s]+)\)|src="([^"]+)"')
_HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)


def blocks(text: str, language: str) -> list[str]:
    return [body for told, body in _FENCED.findall(text) if told == language]


def prose(text: str) -> str:
    """Without what is shown as code."""
    return _FENCED.sub("", text)


def typed(text: str) -> Iterator[str]:
    """Every line that somebody might type: in a block, in an indented line, in a span."""
    for _, body in _FENCED.findall(text):
        yield from body.splitlines()
    yield from _INDENTED.findall(prose(text))
    yield from _SPAN.findall(prose(text))


def commands(text: str) -> Iterator[list[str]]:
    """The arguments of every `sahut ...` on a page."""
    for line in typed(text):
        if match := re.fullmatch(r"(?:\S*/)?sahut((?: [^#>]+)?)(?:[#>].*)?", line.strip()):
            words = shlex.split(match[1])
            if words and words != ["..."]:
                yield words


def links(text: str) -> set[str]:
    return {one or other for one, other in _LINK.findall(prose(text))}


def anchors(text: str) -> set[str]:
    """What the headings of a page are called in an address."""
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for _, heading in _HEADING.findall(text))
    return {one.strip().replace(" ", "-") for one in plain}


def shape(text: str) -> list[Any]:
    """What two languages of one page have in common."""
    headings = [len(level) for level, _ in _HEADING.findall(prose(text))]
    rows = [line.count("|") for line in text.splitlines() if line.startswith("|")]
    points = sum(line.startswith("- ") for line in text.splitlines())
    shown = sorted(links(text) - set(READMES))
    return [headings, rows, points, shown, _FENCED.findall(text), Counter(_INDENTED.findall(text))]


def named(page: str) -> set[str]:
    """The modules and packages that the map of ARCHITECTURE.md names, as room/name."""
    found = set()
    for row in re.findall(r"^\| (`[^|]+) \|", page, re.MULTILINE):
        room = ""
        for name in _SPAN.findall(row):
            first, slash, rest = name.partition("/")
            room, name = (first, rest) if slash and rest else (room, name)
            found.add(f"{room}/{name.rstrip('/')}")
    return found


def module(name: str, source: str) -> ModuleType:
    """A file of a page, as if it lay where the page says."""
    made = ModuleType(name)
    sys.modules[name] = made
    exec(compile(source, f"CONTRIBUTING.md:{name}", "exec"), made.__dict__)
    return made


_CHANNEL, _TEST = blocks(PAGES["CONTRIBUTING.md"], "python")
module("channels.pos", _CHANNEL)
TestTheChannelOfTheWalkThrough = module("tests.channels.test_pos_contract", _TEST).TestPos


@pytest.mark.parametrize("command", LISTED)
@pytest.mark.parametrize("readme", READMES)
def test_every_command_is_in_both_readmes(readme: str, command: str) -> None:
    assert f"| `sahut {command}" in PAGES[readme]


@pytest.mark.parametrize("page", PAGES)
def test_every_command_that_is_shown_is_understood(page: str) -> None:
    words = Words.load("id")
    for argv in commands(PAGES[page]):
        whole = argv
        if argv[0] == "export" and len(argv) == 1:
            whole = [*argv, "complaints"]
        elif argv == ["officer"]:
            whole = [*argv, "list"]
        try:
            _parser(words, whole).parse_args(whole)
        except SystemExit:
            pytest.fail(f"{page}: sahut {shlex.join(argv)}")


def test_the_two_readmes_say_the_same() -> None:
    english, indonesian = (PAGES[readme] for readme in READMES)
    assert shape(english) == shape(indonesian)


@pytest.mark.parametrize("readme", READMES)
def test_the_articles_that_await_verification_are_named(readme: str) -> None:
    told = " ".join(PAGES[readme].split())
    missing = [one.text for one in CITATIONS.values() if not one.verified and one.text not in told]
    assert missing == []


@pytest.mark.parametrize("readme", READMES)
def test_every_file_of_docs_is_linked_from_the_readme(readme: str) -> None:
    files = {str(path.relative_to(ROOT)) for path in ROOT.glob("docs/**/*") if path.is_file()}
    assert files
    assert files - links(PAGES[readme]) == set()


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    for link in links(PAGES[page]):
        if link.startswith(("https://", "http://", "mailto:")):
            continue
        path, _, anchor = link.partition("#")
        target = (ROOT / page).parent / path if path else ROOT / page
        assert target.exists(), f"{page}: {link}"
        assert not anchor or anchor in anchors(target.read_text(encoding="utf-8")), link


@pytest.mark.parametrize("page", [*PAGES, "config.example.toml", "Makefile"])
def test_no_page_speaks_of_somebodys_own_machine(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert re.findall(r"(?<![\w./~-])/(?:home|root|Users|work|tmp|mnt|media)\b/?\S*", text) == []


def test_every_make_target_that_is_mentioned_exists_and_every_one_is_explained() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    lines = chain.from_iterable(typed(text) for text in PAGES.values())
    mentioned = {one for line in lines for one in re.findall(r"\bmake ([a-z]+)", line)}
    assert mentioned == targets


@pytest.mark.parametrize("room", ROOMS)
def test_the_map_names_every_module_and_package_of_a_room_and_no_other(room: str) -> None:
    there = {
        f"{room}/{path.name}"
        for path in (ROOT / room).iterdir()
        if (path.suffix == ".py" and path.name != "__init__.py")
        or (path.is_dir() and any(path.rglob("*.py")))
    }
    told = {name for name in named(PAGES["ARCHITECTURE.md"]) if name.startswith(f"{room}/")}
    assert there == told


def test_the_architecture_is_a_page() -> None:
    assert len(PAGES["ARCHITECTURE.md"].splitlines()) <= 75


@pytest.mark.parametrize("page", PAGES)
def test_every_key_that_is_shown_exists(page: str) -> None:
    for block in blocks(PAGES[page], "toml"):
        for section, given in tomllib.loads(block).items():
            tables = given.items() if section == "channels" else [(section, given)]
            each = ((name, one) for name, told in tables for one in _tables(told))
            for name, values in each:
                assert values.keys() <= _offered(section, name, values), f"{page}: [{name}]"


def test_the_changelog_begins_with_the_version_that_is_built() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"\n## {project['version']}" in PAGES["CHANGELOG.md"].partition("\n### ")[0]


def _tables(told: Any) -> list[Mapping[str, Any]]:
    """A table, or one that stands several times."""
    return told if isinstance(told, list) else [told]


def _offered(section: str, name: str, values: Mapping[str, Any]) -> set[str]:
    if section != "channels":
        known = settings.LISTS.get(section) or settings.KEYS[section]
        return {setting.name for setting in known}
    offered = config.channel_module(values.get("use", name)).SETTINGS
    secrets = {f"{setting.name}_file" for setting in offered if setting.secret}
    return {"use", "quiet"} | secrets | {setting.name for setting in offered}
