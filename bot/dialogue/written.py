"""Written: where the whole receipt is read, and what becomes of personal data."""

from __future__ import annotations

from bot.dialogue.scene import Scene

_LACAK, _PRIVASI = "lacak", "privasi"


def receipt(scene: Scene, key: str = "receipt.whole") -> str:
    """The page behind number and kunci that holds what no message has room for."""
    url = _page(scene, _LACAK)
    return scene.text(key, url=url) if url and scene.form not in ("sms", "page") else ""


def privacy(scene: Scene) -> str:
    """Where it is written what is kept, for how long, and what one may ask for."""
    if scene.form == "sms":
        return ""
    url = _page(scene, _PRIVASI)
    return scene.text("privacy.notice", url=url) if url else scene.text("privacy.counter")


def _page(scene: Scene, name: str) -> str:
    base = scene.desk.office.public_url.rstrip("/")
    return f"{base}/{name}" if base else ""
