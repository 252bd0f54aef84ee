"""Every refusal of an SMTP server says whom it concerns, and no address of anybody."""

from __future__ import annotations

import pytest

from channels.email.refusals import QUOTA_WAIT, Phase, refusal

REPLIES: list[tuple[Phase, int, str, bool, str, float | None]] = [
    ("recipient", 550, "5.1.1 User unknown", True, "recipient", None),
    ("recipient", 550, "No such user here", True, "recipient", None),
    ("recipient", 550, "5.2.1 The email account is disabled", True, "recipient", None),
    ("recipient", 552, "5.2.2 Mailbox full", True, "message", None),
    ("recipient", 452, "4.2.2 Mailbox full, quota exceeded", False, "message", None),
    ("recipient", 450, "4.2.1 receiving mail too quickly", False, "message", None),
    ("recipient", 554, "5.7.1 <a@b>: Relay access denied", True, "account", None),
    ("recipient", 553, "5.7.1 <a@b>: Sender address rejected: not owned", True, "account", None),
    ("recipient", 550, "5.7.1 Blocked by policy", True, "message", None),
    ("sender", 530, "5.7.0 Authentication required", True, "account", None),
    ("sender", 550, "5.1.0 sender rejected", True, "account", None),
    ("sender", 552, "5.3.4 Message size exceeds fixed limit", True, "message", None),
    ("sender", 452, "4.3.1 Insufficient system storage", False, "message", None),
    ("login", 535, "5.7.8 Username and Password not accepted", True, "account", None),
    ("login", 534, "5.7.9 Application-specific password required", True, "account", None),
    ("login", 454, "4.7.0 Too many login attempts", False, "account", 60.0),
    ("greeting", 554, "No SMTP service here", False, "account", 60.0),
    ("recipient", 421, "4.7.0 Try again later", False, "account", 60.0),
    ("data", 552, "5.3.4 Message too big for system", True, "message", None),
    ("data", 554, "5.2.3 Message too large", True, "message", None),
    ("data", 554, "5.7.1 Message content rejected", True, "message", None),
    ("data", 550, "5.1.1 no mailbox", True, "recipient", None),
    ("data", 451, "4.3.0 Try again", False, "message", None),
    ("data", 550, "5.4.5 Daily user sending limit exceeded.", False, "account", QUOTA_WAIT),
    ("recipient", 554, "5.2.0 SubmissionQuotaExceededException", False, "account", QUOTA_WAIT),
    ("recipient", 550, "5.1.90 reached your daily limit", False, "account", QUOTA_WAIT),
    ("data", 550, "Domain has exceeded the max emails per hour", False, "account", QUOTA_WAIT),
]


@pytest.mark.parametrize(("phase", "code", "text", "permanent", "scope", "wait"), REPLIES)
def test_every_refusal_says_whom_it_concerns(
    phase: Phase, code: int, text: str, permanent: bool, scope: str, wait: float | None
) -> None:
    error = refusal(phase, code, text)
    assert (error.permanent, error.scope, error.wait) == (permanent, scope, wait)
    assert "@" not in error.reason
    assert not error.unknown
