"""A second opinion: what the words of a message suggest together, as learnt from labelled messages.

The weights stand in rules/opinion.json and come from `python -m tests.readings.train`.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

from bot.dialogue.found import FUNCTION
from bot.dialogue.patterns import Sight
from bot.dialogue.tokens import Tokens

FILE: Final = Path(__file__).with_name("rules") / "opinion.json"
#: What is asked of every message: its kind, the form of maladministration, whether it can wait.
KINDS, FORMS, URGENT = QUESTIONS = ("kinds", "forms", "urgent")
#: Weights are kept as whole numbers, so many to one.
SCALE: Final = 100
#: Of fewer words nothing is surmised.
ENOUGH: Final = 8

#: For each question, how likely each answer is; all together are one.
Shares = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class _Model:
    """The answers to all questions stand in one row; a feature adds its weight at its places.

    The weights of a feature are one whole number with a lane for each answer, so that adding the
    numbers of many features adds every lane; each weight stands `_ABOVE` what it is.
    """

    answers: Mapping[str, tuple[str, ...]]
    first: Mapping[str, int]
    bias: tuple[float, ...]
    weights: Mapping[str, int]


def features(tokens: Tokens, sight: Sight) -> frozenset[str]:
    """The words of the text, a number as a sign, and the families that they belong to."""
    spoken = [_NUMBER if word[0].isdigit() else word for word in tokens.words if word[0].isalnum()]
    return frozenset([*spoken, *(name for name in sight if name.isupper())])


def shares(found: Iterable[str]) -> Shares:
    weights = _MODEL.weights
    rows = [weights[feature] for feature in found if feature in weights]
    lanes = sum(rows).to_bytes(_LANE * len(_MODEL.bias), "little")
    lift, norm = _ABOVE * len(rows), SCALE * math.sqrt(len(rows) + 1)
    exp, sums = math.exp, struct.unpack(f"<{len(_MODEL.bias)}I", lanes)
    raised = [
        exp(bias + (lane - lift) / norm) for bias, lane in zip(_MODEL.bias, sums, strict=True)
    ]
    return {question: _shared(question, raised) for question in QUESTIONS}


def _shared(question: str, raised: list[float]) -> dict[str, float]:
    first, answers = _MODEL.first[question], _MODEL.answers[question]
    ours = raised[first : first + len(answers)]
    whole = sum(ours)
    return {answer: one / whole for answer, one in zip(answers, ours, strict=True)}


def telling(question: str, tokens: Tokens, answer: str) -> int:
    """Which of the words says most for this answer; those that only join others say nothing."""
    place = _MODEL.first[question] + _MODEL.answers[question].index(answer)

    def weight(at: int) -> int:
        if tokens.words[at] in FUNCTION or not tokens.words[at].isalpha():
            return -SCALE
        row = _MODEL.weights.get(tokens.words[at])
        return 0 if row is None else (row >> 8 * _LANE * place) % (1 << 8 * _LANE) - _ABOVE

    return max(range(len(tokens.words)), key=weight)


def _parsed(told: Mapping[str, Any]) -> _Model:
    """The model of the file: the weights of a feature as "place:weight ..."."""
    answers = {question: tuple(told["answers"][question]) for question in QUESTIONS}
    first = accumulate((len(answers[question]) for question in QUESTIONS), initial=0)
    many = sum(len(row) for row in answers.values())
    weights = {feature: _row(row, many) for feature, row in told["weights"].items()}
    return _Model(answers, dict(zip(QUESTIONS, first, strict=False)), tuple(told["bias"]), weights)


def _row(told: str, many: int) -> int:
    lanes = [_ABOVE] * many
    for place, _, weight in (pair.partition(":") for pair in told.split()):
        lanes[int(place)] += int(weight)
    return int.from_bytes(b"".join(map(_ONE.pack, lanes)), "little")


#: A lane is four bytes wide: ten thousand features of this height do not fill it.
_ONE: Final = struct.Struct("<I")
_LANE: Final = _ONE.size
_ABOVE: Final = 100_000
_NUMBER: Final = "#"
_MODEL: Final = _parsed(json.loads(FILE.read_text(encoding="utf-8")))
