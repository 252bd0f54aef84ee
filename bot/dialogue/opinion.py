"""A second opinion: what the words of a message suggest together, as learnt from labelled messages.

The weights stand in rules/opinion.json and come from `python -m tests.readings.train`.
"""

from __future__ import annotations

import json
import math
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
    """The answers to all questions stand in one row; a feature adds its weight at its places."""

    answers: Mapping[str, tuple[str, ...]]
    first: Mapping[str, int]
    bias: tuple[float, ...]
    weights: Mapping[str, tuple[tuple[int, int], ...]]


def features(tokens: Tokens, sight: Sight) -> frozenset[str]:
    """The words of the text, a number as a sign, and the families that they belong to."""
    spoken = [_NUMBER if word[0].isdigit() else word for word in tokens.words if word[0].isalnum()]
    return frozenset([*spoken, *(name for name in sight if name.isupper())])


def shares(found: Iterable[str]) -> Shares:
    sums = [0] * len(_MODEL.bias)
    weights = _MODEL.weights
    known = 1
    for feature in found:
        row = weights.get(feature)
        if row is not None:
            known += 1
            for place, weight in row:
                sums[place] += weight
    norm = SCALE * math.sqrt(known)
    return {question: _shared(question, sums, norm) for question in QUESTIONS}


def _shared(question: str, sums: list[int], norm: float) -> dict[str, float]:
    first, answers = _MODEL.first[question], _MODEL.answers[question]
    places = range(first, first + len(answers))
    raised = [math.exp(_MODEL.bias[place] + sums[place] / norm) for place in places]
    whole = sum(raised)
    return {answer: one / whole for answer, one in zip(answers, raised, strict=True)}


def telling(question: str, tokens: Tokens, answer: str) -> int:
    """Which of the words says most for this answer; those that only join others say nothing."""
    place = _MODEL.first[question] + _MODEL.answers[question].index(answer)

    def weight(at: int) -> int:
        if tokens.words[at] in FUNCTION or not tokens.words[at].isalpha():
            return -SCALE
        return dict(_MODEL.weights.get(tokens.words[at], ())).get(place, 0)

    return max(range(len(tokens.words)), key=weight)


def _parsed(told: Mapping[str, Any]) -> _Model:
    """The model of the file: the weights of a feature as "place:weight ..."."""
    answers = {question: tuple(told["answers"][question]) for question in QUESTIONS}
    first = accumulate((len(answers[question]) for question in QUESTIONS), initial=0)
    weights = {feature: _row(row) for feature, row in told["weights"].items()}
    return _Model(answers, dict(zip(QUESTIONS, first, strict=False)), tuple(told["bias"]), weights)


def _row(told: str) -> tuple[tuple[int, int], ...]:
    pairs = (pair.partition(":") for pair in told.split())
    return tuple((int(place), int(weight)) for place, _, weight in pairs)


_NUMBER: Final = "#"
_MODEL: Final = _parsed(json.loads(FILE.read_text(encoding="utf-8")))
