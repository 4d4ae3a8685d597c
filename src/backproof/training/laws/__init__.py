"""What has to hold for every network, as functions of a case.

A law answers ``Held`` or ``Gap``, and raises ``NotMet`` where its assumptions are not met: such a case says
nothing about the law, and is not counted. Laws know nothing of how cases are drawn, so that a
single case can be put to them again in one line.
"""

from backproof.training.laws.dead import greatest_on_cube, stays_dead, zero_gradient
from backproof.training.laws.gradients import (
    agrees_after_training,
    agrees_with_complex_step,
    agrees_with_sympy,
    own_input,
    program,
    slope_of_sum,
)
from backproof.training.laws.one_neuron import acts_as_one, still_bends
from backproof.training.laws.signs import same_sign
from backproof.training.laws.starts import (
    equal_activations,
    equal_at_zero,
    from_the_back,
    only_output_biases,
    only_output_biases_in_any_order,
    zero_activations,
    zero_in_any_order,
)
from backproof.training.laws.symmetry import equal_gradients, equal_weights

__all__ = [
    "acts_as_one",
    "agrees_after_training",
    "agrees_with_complex_step",
    "agrees_with_sympy",
    "equal_activations",
    "equal_at_zero",
    "equal_gradients",
    "equal_weights",
    "from_the_back",
    "greatest_on_cube",
    "only_output_biases",
    "only_output_biases_in_any_order",
    "own_input",
    "program",
    "same_sign",
    "slope_of_sum",
    "stays_dead",
    "still_bends",
    "zero_activations",
    "zero_gradient",
    "zero_in_any_order",
]
