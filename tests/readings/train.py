"""`python -m tests.readings.train`: learn the weights of the second opinion from the building sets.

A softmax regression, by hand and in one thread: the same sets give the same file. The scored set
is never learnt from.
"""

from __future__ import annotations

import json
import math
import random
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.dialogue import opinion, patterns, tokens
from tests.readings import score

FOLDER = Path(__file__).parent
#: What stands in one message alone teaches nothing about the next.
SEEN_AT_LEAST = 2
ROUNDS, RATE, SLOWER, DECAY, BIAS_RATE = 12, 0.9, 0.3, 1e-4, 0.1
#: Smaller weights change nothing.
LEAST = 8

Example = tuple[Sequence[str], str]


def main(arguments: Sequence[str]) -> int:
    files = [Path(one) for one in arguments] or sorted(FOLDER.glob("building*.jsonl"))
    labels = [label for file in files for label in score.labels(file)]
    opinion.FILE.write_text(written(labels), encoding="utf-8")
    return 0


def written(labels: Sequence[score.Label]) -> str:
    """The file of the weights, learnt from these messages."""
    seen = [_features(label["text"]) for label in labels]
    counts = Counter(feature for features in seen for feature in features)
    kept = sorted(feature for feature, count in counts.items() if count >= SEEN_AT_LEAST)
    known = [[one for one in features if counts[one] >= SEEN_AT_LEAST] for features in seen]
    answers: dict[str, list[str]] = {}
    weights: dict[str, list[float]] = {feature: [] for feature in kept}
    bias: list[float] = []
    for question, answer in ANSWERS.items():
        told = [answer(label) for label in labels]
        answers[question] = sorted(set(told))
        rows, start = _fitted(list(zip(known, told, strict=True)), answers[question], kept)
        bias += [round(one, 3) for one in start]
        for feature in kept:
            weights[feature] += rows[feature]
    told_weights = {feature: _row(weights[feature]) for feature in kept}
    model = {"answers": answers, "bias": bias, "weights": told_weights}
    return json.dumps(model, indent=0, ensure_ascii=False) + "\n"


ANSWERS: dict[str, Callable[[score.Label], str]] = {
    opinion.KINDS: lambda label: str(label["kind"]),
    opinion.FORMS: lambda label: label["maladministration"] or "",
    opinion.URGENT: lambda label: "urgent" if label["urgent"] else "",
}


def _features(text: str) -> list[str]:
    cut = tokens.cut(text)
    return sorted(opinion.features(cut, patterns.seen(cut)))


def _fitted(
    examples: list[Example], answers: Sequence[str], kept: Sequence[str]
) -> tuple[dict[str, list[float]], list[float]]:
    """Weights and bias by stochastic gradient descent, in an order that is always the same."""
    weights = {feature: [0.0] * len(answers) for feature in kept}
    bias = [0.0] * len(answers)
    order = random.Random(1)
    shuffled = list(examples)
    for turn in range(ROUNDS):
        order.shuffle(shuffled)
        for features, said in shuffled:
            _step(weights, bias, features, answers.index(said), RATE / (1 + SLOWER * turn))
    return weights, bias


def _step(
    weights: dict[str, list[float]],
    bias: list[float],
    features: Sequence[str],
    right: int,
    rate: float,
) -> None:
    norm = 1 / math.sqrt(len(features) + 1)
    rows = [weights[feature] for feature in features]
    scores = [one + norm * sum(row[at] for row in rows) for at, one in enumerate(bias)]
    most = max(scores)
    raised = [math.exp(one - most) for one in scores]
    whole = sum(raised)
    for at, one in enumerate(raised):
        slope = one / whole - (at == right)
        if abs(slope) < 1e-3:
            continue
        bias[at] -= BIAS_RATE * rate * slope
        for row in rows:
            row[at] -= rate * (slope * norm + DECAY * row[at])


def _row(weights: Sequence[float]) -> str:
    whole = ((at, round(one * opinion.SCALE)) for at, one in enumerate(weights))
    return " ".join(f"{at}:{one}" for at, one in whole if abs(one) >= LEAST)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
