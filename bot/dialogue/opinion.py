"""A second opinion: what the words of a message suggest together, as learnt from labelled messages.

The weights stand in rules/opinion.json and come from `python -m tests.readings.train`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bot.dialogue.patterns import Sight
from bot.dialogue.tokens import Tokens

_FILE: Final = Path(__file__).with_name("rules") / "opinion.json"
#: Weights are kept as whole numbers, so many to one.
SCALE: Final = 100
#: Of fewer words nothing is surmised.
ENOUGH: Final = 8


@dataclass(frozen=True, slots=True)
class Model:
    """For each feature what it adds to each answer: pairs of an answer's place and a weight."""

    answers: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, tuple[tuple[int, int], ...]]


def features(tokens: Tokens, sight: Sight) -> frozenset[str]:
    """The words of the text, a number as a sign, and the families that they belong to."""
    spoken = {_NUMBER if word[0].isdigit() else word for word in tokens.words if word[0].isalnum()}
    return frozenset(spoken.union(name for name in sight if name.isupper()))


def shares(model: Model, found: Iterable[str]) -> dict[str, float]:
    """How likely each answer is; all together are one."""
    sums = [0] * len(model.answers)
    known = 1
    for feature in found:
        row = model.weights.get(feature)
        if row is not None:
            known += 1
            for place, weight in row:
                sums[place] += weight
    norm = SCALE * math.sqrt(known)
    scores = [bias + total / norm for bias, total in zip(model.bias, sums, strict=True)]
    most = max(scores)
    raised = [math.exp(score - most) for score in scores]
    whole = sum(raised)
    return {answer: one / whole for answer, one in zip(model.answers, raised, strict=True)}


def telling(model: Model, tokens: Tokens, answer: str) -> int:
    """Which of the words says most for this answer."""
    place = model.answers.index(answer)

    def weight(at: int) -> int:
        return dict(model.weights.get(tokens.words[at], ())).get(place, 0)

    return max(range(len(tokens.words)), key=weight)


def parsed(told: Mapping[str, Any]) -> Model:
    """A model from its file: the weights of a feature as "place:weight ..."."""
    return Model(
        tuple(told["answers"]),
        tuple(told["bias"]),
        {feature: _row(row) for feature, row in told["weights"].items()},
    )


def _row(told: str) -> tuple[tuple[int, int], ...]:
    pairs = (pair.partition(":") for pair in told.split())
    return tuple((int(place), int(weight)) for place, _, weight in pairs)


_NUMBER: Final = "#"
_TOLD: Final[Mapping[str, Any]] = (
    json.loads(_FILE.read_text(encoding="utf-8")) if _FILE.exists() else {}
)
_NOTHING: Final = Model(("",), (0.0,), {})
KINDS: Final = parsed(_TOLD["kinds"]) if "kinds" in _TOLD else _NOTHING
FORMS: Final = parsed(_TOLD["forms"]) if "forms" in _TOLD else _NOTHING
URGENT: Final = parsed(_TOLD["urgent"]) if "urgent" in _TOLD else _NOTHING
