"""Everything that the public may ask for."""

from __future__ import annotations

from aiohttp import web

from bot import pages
from bot.house import House
from bot.intake.accept import Intake
from bot.public import about, conversation, filing, papers, privacy, receipts, tracking
from bot.public.conversation import Conversation
from bot.public.drafts import Drafts


def routes(house: House, intake: Intake) -> list[web.RouteDef]:
    """The office's page, the form, its receipt, tracking, standards, and static files."""
    folder = house.settings.folder / house.settings.storage.folder
    drafts = Drafts(folder / "forms", house.vault)
    opened = Conversation(house, intake, drafts)
    return [
        *about.routes(house),
        *privacy.routes(house),
        *filing.routes(house, intake, drafts),
        *receipts.routes(house),
        *papers.routes(house),
        *tracking.routes(house, opened),
        *conversation.routes(house, opened, drafts),
        *pages.routes(),
    ]
