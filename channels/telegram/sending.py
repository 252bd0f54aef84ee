"""An Outbound becomes calls of the Bot API."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Literal

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyParameters,
)
from telegram.constants import ParseMode

from channels.base import Choice, Outbound, OutFile

Whom = Literal["message", "recipient", "account"]
CAPTION = 1024
_BOLD = re.compile(r"\*([^*\n]{1,200})\*")
Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | None


async def send(bot: Bot, outbound: Outbound) -> str:
    """Files first, the words with the last of them or after it. Returns "chat/message_id"."""
    chat = outbound.to.value
    files, text = list(outbound.attachments), outbound.text
    sent: Message | None = None
    while files:
        file = files.pop(0)
        fits = not files and not outbound.choices and len(text) <= CAPTION
        sent = await _file(bot, chat, file, text if fits else "")
        text = "" if fits else text
    if text or sent is None:
        sent = await bot.send_message(
            chat,
            _shown(text),
            parse_mode=ParseMode.HTML,
            reply_markup=_markup(outbound.choices),
            reply_parameters=_reply(outbound.reply_to),
        )
    return f"{sent.chat.id}/{sent.message_id}"


async def _file(bot: Bot, chat: str, file: OutFile, caption: str) -> Message:
    content = InputFile(await file.read(), filename=file.name)
    words = _shown(caption) if caption else None
    if file.mime in ("image/jpeg", "image/png"):
        return await bot.send_photo(chat, content, words, parse_mode=ParseMode.HTML)
    if file.mime in ("audio/ogg", "audio/opus"):
        return await bot.send_voice(chat, content, caption=words, parse_mode=ParseMode.HTML)
    if file.mime == "video/mp4":
        return await bot.send_video(chat, content, caption=words, parse_mode=ParseMode.HTML)
    return await bot.send_document(chat, content, caption=words, parse_mode=ParseMode.HTML)


def _shown(text: str) -> str:
    return _BOLD.sub(r"<b>\1</b>", html.escape(text, quote=False))


def _markup(choices: Sequence[Choice]) -> Markup:
    if not choices:
        return None
    if any(choice.wants for choice in choices):
        # Only a keyboard below the text field can ask the phone for its position.
        return ReplyKeyboardMarkup(
            [[_key(choice)] for choice in choices], resize_keyboard=True, one_time_keyboard=True
        )
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(choice.title, callback_data=choice.id)] for choice in choices]
    )


def _key(choice: Choice) -> KeyboardButton:
    return KeyboardButton(
        choice.title,
        request_location=choice.wants == "location" or None,
        request_contact=choice.wants == "contact" or None,
    )


def _reply(reply_to: str) -> ReplyParameters | None:
    number = reply_to.rpartition("/")[2]
    if not number.isdecimal():
        return None
    return ReplyParameters(int(number), allow_sending_without_reply=True)
