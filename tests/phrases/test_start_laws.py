"""What sentences say about small and large weights, and about initialisations that keep the variance."""

import pytest

from backproof.phrases.match import match
from tests.phrases.compact import block, compact, scope

SAID = (
    ("If the weights are initialised to small values, the weighted sums are small.", "small-init.small-sums"),
    ("Tiny initial weights produce tiny pre-activations.", "small-init.small-sums"),
    ("With small weights, the gradients vanish.", "small-init.gradients-vanish"),
    ("If the initial weights are too small, gradients become very small.", "small-init.gradients-vanish"),
    ("Small random weights lead to vanishing gradients.", "small-init.gradients-vanish"),
    ("Initialising with very small weights causes vanishing gradients.", "small-init.gradients-vanish"),
    ("With small weights, ReLU suffers less than tanh and sigmoid.", "small-init.relu-suffers-less"),
    ("With small weights, ReLU suffers less than sigmoid and tanh.", "small-init.relu-suffers-less"),
    ("ReLU suffers less from small weights than tanh.", "small-init.relu-suffers-less"),
    ("For small weights, gradients vanish more slowly with ReLU than with tanh.", "small-init.relu-suffers-less"),
    ("If the weights are small, the outputs of sigmoid neurons are close to one half.", "small-init.sigmoid-to-half"),
    ("If the weighted sum is very small, the activation turns it into 0.", "small-init.activation-zero"),
    ("If the weights are large, the neurons saturate.", "large-init.saturates"),
    ("With large weights, tanh saturates.", "large-init.saturates"),
    ("If the weights are initialized to large values, the sigmoid saturates.", "large-init.saturates"),
    ("Large weights lead to saturation.", "large-init.saturates"),
    ("With too large weights, the gradients vanish.", "large-init.gradients-vanish"),
    ("Large initial weights cause exploding gradients.", "large-init.gradients-explode"),
    ("If the weights are too large, the gradients explode with depth.", "large-init.gradients-explode"),
    ("He initialisation preserves the variance in ReLU networks.", "he.keeps-variance"),
    ("With He initialization the variance of the activations stays constant.", "he.keeps-variance"),
    ("Kaiming initialisation avoids vanishing gradients.", "he.gradients-do-not-vanish"),
    ("Xavier initialisation keeps the variance of the activations the same across layers.", "xavier.keeps-variance"),
    ("Glorot initialization maintains the variance of the signal.", "xavier.keeps-variance"),
    ("The variance of the gradients explodes or vanishes exponentially with depth.", "propagation.backward"),
)
SILENT = (
    "Do the gradients vanish with small weights?",
    "Suppose that with small weights the gradients vanish.",
    "With large weights, ReLU saturates.",
    "With small weights, ReLU suffers less than sigmoid.",
    "If the weights are small, the outputs of sigmoid neurons are close to 1/3.",
    "With small learning rates, the gradients vanish.",
    "With small weights the gradients vanish only if the network is deep.",
    "It is a myth that large weights lead to saturation.",
    "Large weights lead to overfitting.",
    "He preserves the variance of his portfolio.",
)


@pytest.mark.parametrize(("sentence", "claim"), SAID)
def test_a_sentence_makes_its_claim(sentence: str, claim: str) -> None:
    assert [compact(s).removeprefix("~") for s in match(block(sentence), scope(""))] == [f"claim {claim}"]


@pytest.mark.parametrize("sentence", SILENT)
def test_what_is_no_such_claim_is_not_read(sentence: str) -> None:
    assert [compact(s) for s in match(block(sentence), scope(""))] == []
