"""How secrecy is explained: what it covers, what it cannot, and which other ways there are."""

from __future__ import annotations

from bot.casework.words import IDENTITY, Protection, Slot
from bot.dialogue import summary
from bot.dialogue.desk import KEY_MARK, Case
from bot.dialogue.scene import Scene


def explained(scene: Scene, case: Case, buttons: bool) -> list[str]:
    """Before a name is asked: the ways to stay unknown, honestly."""
    return [
        scene.text("secrecy.head"),
        *ways(scene),
        scene.text("secrecy.phone"),
        scene.text("secrecy.kept", number=case.number),
        "" if buttons else choose(scene),
    ]


def ways(scene: Scene) -> list[str]:
    office = scene.desk.office
    outside = scene.text("secrecy.outside", remedies=outside_names(scene))
    return [
        scene.text("secrecy.secret") if office.custodian else small_office(scene),
        scene.text("secrecy.nameless"),
        outside if office.outside else "",
    ]


def small_office(scene: Scene) -> str:
    """Where nobody outside keeps the name, nothing is promised."""
    if not scene.desk.office.outside:
        return scene.text("secrecy.small_office_bare")
    return scene.text("secrecy.small_office", remedies=outside_names(scene))


def choose(scene: Scene) -> str:
    return scene.text("secrecy.choose" if scene.desk.office.custodian else "secrecy.choose_small")


def question(scene: Scene) -> str:
    """Asked once where somebody of the office was reported without fear."""
    small = "" if scene.desk.office.custodian else "_small"
    asked = scene.text(f"secrecy.question{small}")
    hint = "" if scene.desk.line.choices else scene.text(f"secrecy.question_hint{small}")
    return f"{asked} {hint}".strip()


def outside_names(scene: Scene) -> str:
    """Inspektorat, Ombudsman (137), atau KPK (198): a short contact stands beside the name."""
    named = [one.briefly if len(one.contact) < 8 else one.name for one in scene.desk.office.outside]
    return summary.joined(scene, named, "or")


def outside_list(scene: Scene) -> str:
    """Each way out on a line of its own, with its whole address."""
    return "\n".join(
        f"{one.name}: {one.reach}" if one.reach else one.name for one in scene.desk.office.outside
    )


def rest(scene: Scene, case: Case, slots: tuple[Slot, ...]) -> str:
    """What a protected case still lacks, in one message, and the word against pressure."""
    asked = [scene.text("secrecy.rest.request")] if Slot.REQUEST in slots else []
    if IDENTITY & frozenset(slots):
        asked.append(scene.text("secrecy.rest.identity"))
    numbered = [f"{n}. {line}" for n, line in enumerate(asked, 1)] if len(asked) > 1 else asked
    head = scene.text("secrecy.rest.head")
    return "\n".join([head, *numbered]) + f"\n\n{scene.text('secrecy.rest.pressure')}"


def settled(scene: Scene, case: Case, owed: bool) -> list[str]:
    """After the choice: what holds now, with number and kunci where they are owed."""
    with_key = owed and scene.form != "page"
    key = "secrecy.key.with" if with_key else "secrecy.key.without"
    line = scene.text(key, number=case.number, key=KEY_MARK)
    keeper = scene.text("secrecy.tell.rahasia") if case.protection is Protection.RAHASIA else ""
    return [
        f"{scene.text(f'secrecy.done.{case.protection}')} {line}",
        f"{keeper} {scene.text('secrecy.tell.news')}".strip(),
    ]
